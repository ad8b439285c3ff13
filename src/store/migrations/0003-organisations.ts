import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What is known of owners' configs, and a quick way to those that a config of another repository holds for. */
export const organisations: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};

const STATEMENTS = [
  `create table organisations (
    installation_id bigint primary key,
    has_config boolean not null,
    seen_at timestamptz not null default now()
  )`,
  `create index subjects_followed_in_installation on subjects (installation_id)
    where state <> 'closed' or kind = 'repository'`,
];
