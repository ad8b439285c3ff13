import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How each subject stood at its last turn, and how long people waited: what pages show without asking GitHub. */
export const standings: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table standings (
    key text primary key,
    installation_id bigint not null,
    repository_id bigint not null,
    owner text not null,
    name text not null,
    kind text not null,
    number bigint not null,
    title text not null,
    url text not null,
    author text,
    state text not null,
    draft boolean not null,
    head_sha text not null,
    base text,
    opened_at timestamptz,
    verdict jsonb not null,
    times jsonb not null,
    awaited text[] not null,
    to_do integer not null,
    due_at timestamptz,
    followed boolean not null,
    undetermined_since timestamptz,
    judged_at timestamptz not null,
    changed_at timestamptz not null
  )`,
  `create index standings_number on standings (repository_id, number)`,
  `create index standings_installation on standings (installation_id)`,
  `create index standings_followed on standings (repository_id, to_do) where followed`,
  `create index standings_awaited on standings using gin (awaited) where followed`,
  `create index standings_due on standings (repository_id, due_at) where followed and due_at is not null`,
  `create index standings_forgotten on standings (changed_at) where not followed`,
  // No step: the pull request as a whole, from opened to ready.
  `create table waits (
    subject_key text not null,
    installation_id bigint not null,
    repository_id bigint not null,
    number bigint not null,
    procedure text,
    step text,
    title text,
    waited_on text[] not null,
    opened_at timestamptz not null,
    done_at timestamptz not null,
    outcome text not null,
    done_by text
  )`,
  `create index waits_done on waits (repository_id, done_at)`,
  `create index waits_installation on waits (installation_id)`,
  `create index waits_forgotten on waits (done_at)`,
  // The ledger may be large and exceptions are few.
  `create index ledger_exceptions on ledger (chain, at)
    where entry ->> 'act' in ('waive', 'defer', 'override', 'exempt')`,
];
