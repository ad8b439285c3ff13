import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Whether an owner's config locked something when it could last be read; null where that is not known. */
export const binding: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`alter table organisations add column binding boolean`).execute(db);
  },
};
