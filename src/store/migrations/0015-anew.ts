import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Repositories of which somebody asked that everything open be looked at anew, until it was. */
export const anew: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create table asked_anew (
          repository_id bigint primary key,
          installation_id bigint not null,
          owner text not null,
          name text not null,
          asked_at timestamptz not null,
          due_at timestamptz not null
        )`,
      )
      .execute(db);
  },
};
