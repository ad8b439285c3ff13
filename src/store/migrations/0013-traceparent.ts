import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Where a delivery came from, for traces that go on over the queue. https://www.w3.org/TR/trace-context/#traceparent-header */
export const traceparent: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw("alter table deliveries add column traceparent text").execute(db);
  },
};
