import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { MissedDeliveries } from "../readiness/catch-up/ports.ts";
import type { Tables } from "./schema.ts";

/** What GitHub could not hand over, until it arrives. */
export const missedIn = (db: Kysely<Tables>): MissedDeliveries => ({
  note: async (failed, arrived) => {
    await dropAll(db, arrived);
    for (const { id, guid, at } of failed) {
      await db
        .insertInto("missed_deliveries")
        .values({ guid, attempt_id: id, happened_at: at })
        .onConflict((conflict) => conflict.column("guid").doUpdateSet({ attempt_id: id }))
        .execute();
    }
  },
  open: (oldest) => open(db, oldest),
  asked: async (guid, at) => {
    await db
      .updateTable("missed_deliveries")
      .set({ asked: sql`asked + 1`, asked_at: at })
      .where("guid", "=", guid)
      .execute();
  },
  drop: (guid) => dropAll(db, [guid]),
  expected: async () => {
    const all = db.selectFrom("missed_deliveries").select(sql<number>`count(*)::int`.as("count"));
    return (await all.where("asked", "<=", 1).where(isNotHeld).executeTakeFirstOrThrow()).count;
  },
});

const open = async (db: Kysely<Tables>, oldest: Date): ReturnType<MissedDeliveries["open"]> => {
  await db
    .deleteFrom("missed_deliveries")
    .where((where) => where.not(isNotHeld))
    .execute();
  const old = await db.deleteFrom("missed_deliveries").where("happened_at", "<", oldest).executeTakeFirst();
  const rows = await db
    .selectFrom("missed_deliveries")
    .selectAll()
    .orderBy("happened_at")
    .orderBy("attempt_id")
    .execute();
  const missed = rows.map((row) => ({
    guid: row.guid,
    attemptId: row.attempt_id,
    happenedAt: row.happened_at,
    asked: row.asked,
    askedAt: row.asked_at ?? undefined,
  }));
  return { missed, givenUp: Number(old.numDeletedRows) };
};

const isNotHeld = sql<boolean>`not exists (select from deliveries where deliveries.guid = missed_deliveries.guid)`;

const dropAll = async (db: Kysely<Tables>, guids: readonly string[]): Promise<void> => {
  if (guids.length === 0) return;
  await db
    .deleteFrom("missed_deliveries")
    .where("guid", "=", sql<string>`any(${sql.val(guids)}::text[])`)
    .execute();
};
