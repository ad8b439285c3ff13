import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who is signed in to the pages. Neither the cookies nor the tokens can be read from it. */
export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create table sessions (
          id_hash text primary key,
          user_id bigint not null,
          login text not null,
          sealed text not null,
          created_at timestamptz not null,
          seen_at timestamptz not null,
          renewing_until timestamptz
        )`,
      )
      .execute(db);
    await sql.raw("create index sessions_user on sessions (user_id)").execute(db);
  },
};
