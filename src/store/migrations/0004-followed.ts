import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** A quick way to what is followed in a repository: open subjects, and merged ones for which something is still to be done. */
export const followed: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`create index subjects_followed on subjects (repository_id) where state <> 'closed'`).execute(db);
  },
};
