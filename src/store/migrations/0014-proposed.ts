import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What is wrong with config and procedures as a pull request would leave them. */
export const proposed: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw("alter table standings add column proposed jsonb not null default '[]'").execute(db);
  },
};
