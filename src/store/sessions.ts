import type { Kysely } from "kysely";
import { SESSION_LIMITS_MS } from "../readiness/viewing/limits.ts";
import type { Sessions } from "../readiness/viewing/ports.ts";
import type { Tables } from "./schema.ts";

/** Who is signed in. */
export const createSessions = (db: Kysely<Tables>): Sessions => ({
  async create({ idHash, userId, login, sealed, createdAt, seenAt }) {
    const row = { id_hash: idHash, user_id: userId, login, sealed, created_at: createdAt, seen_at: seenAt };
    await db.insertInto("sessions").values(row).execute();
  },
  async find(idHash) {
    const row = await db.selectFrom("sessions").selectAll().where("id_hash", "=", idHash).executeTakeFirst();
    if (row === undefined) return undefined;
    const { user_id: userId, login, sealed, created_at: createdAt, seen_at: seenAt, renewing_until: until } = row;
    return { idHash, userId, login, sealed, createdAt, seenAt, renewingUntil: until ?? undefined };
  },
  async remove(idHash) {
    const rows = await db.deleteFrom("sessions").where("id_hash", "=", idHash).returning("id_hash").execute();
    return rows.length > 0;
  },
  async removeAllOf(userId) {
    await db.deleteFrom("sessions").where("user_id", "=", userId).execute();
  },
  async seen(idHash, at) {
    await db.updateTable("sessions").set({ seen_at: at }).where("id_hash", "=", idHash).execute();
  },
  async named(idHash, login) {
    await db.updateTable("sessions").set({ login }).where("id_hash", "=", idHash).execute();
  },
  async claimRenewal(idHash, { now, until }) {
    const rows = await db
      .updateTable("sessions")
      .set({ renewing_until: until })
      .where("id_hash", "=", idHash)
      .where((is) => is.or([is("renewing_until", "is", null), is("renewing_until", "<=", now)]))
      .returning("id_hash")
      .execute();
    return rows.length > 0;
  },
  async renewed(idHash, sealed) {
    await db.updateTable("sessions").set({ sealed, renewing_until: null }).where("id_hash", "=", idHash).execute();
  },
});

/** Deletes the sessions that nobody can use any more. */
export const clearSessions = async (db: Kysely<Tables>, now: Date): Promise<void> => {
  const before = (age: number): Date => new Date(now.getTime() - age);
  await db
    .deleteFrom("sessions")
    .where((is) =>
      is.or([
        is("seen_at", "<", before(SESSION_LIMITS_MS.idle)),
        is("created_at", "<", before(SESSION_LIMITS_MS.whole)),
      ]),
    )
    .execute();
};
