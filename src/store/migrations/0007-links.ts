import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** A quick way from an issue to the pull requests that close it, and to the issues of a repository that collect pull requests. */
export const links: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(`create index subjects_closing on subjects using gin ((memory -> 'closes') jsonb_path_ops)`)
      .execute(db);
    await sql
      .raw(
        `create index subjects_launches on subjects (repository_id)
          where kind = 'issue' and state <> 'closed' and memory -> 'collected' is not null`,
      )
      .execute(db);
  },
};
