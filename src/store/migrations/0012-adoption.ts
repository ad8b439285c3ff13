import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What was merged while a procedure was on trial, and how far each repository's settings make people pass the gate. */
export const adoption: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table shadow_merges (
    subject_key text primary key,
    repository_id bigint not null,
    merged_at timestamptz not null,
    held jsonb not null
  )`,
  "create index shadow_merges_repository on shadow_merges (repository_id, merged_at)",
  `create table enforcement (
    repository_id bigint primary key,
    checked_at timestamptz not null,
    found jsonb not null
  )`,
];
