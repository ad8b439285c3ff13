import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** How much each installation wrote of late, counted over all replicas; the shape is that of rate-limiter-flexible. */
export const writeLimits: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw("create table write_limits (key varchar(255) primary key, points integer not null default 0, expire bigint)")
      .execute(db);
  },
};
