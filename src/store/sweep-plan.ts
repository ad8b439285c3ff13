import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { SweepPlan } from "../readiness/catch-up/ports.ts";
import type { Tables } from "./schema.ts";

/** When each installation is looked through next, as marks. */
export const planIn = (db: Kysely<Tables>): SweepPlan => ({
  keep: async (installationIds, now, { hurry } = { hurry: false }) => {
    await keep(db, installationIds, now);
    if (!hurry) return;
    const sooner = db.updateTable("catch_up_marks").set({ at: now }).where("name", "like", `${PREFIX}%`);
    await sooner.where("at", ">", now).execute();
  },
  due: (now) => due(db, now),
  next: async (installationId, from, to) => {
    const name = nameOf(installationId);
    await db.updateTable("catch_up_marks").set({ at: to }).where("name", "=", name).where("at", "=", from).execute();
  },
});

const PREFIX = "sweep:";
const nameOf = (installationId: number): string => `${PREFIX}${installationId}`;

const keep = async (db: Kysely<Tables>, installationIds: readonly number[], now: Date): Promise<void> => {
  const names = installationIds.map(nameOf);
  await db
    .deleteFrom("catch_up_marks")
    .where("name", "like", `${PREFIX}%`)
    .where("name", "!=", sql<string>`all(${sql.val(names)}::text[])`)
    .execute();
  if (names.length === 0) return;
  await db
    .insertInto("catch_up_marks")
    .values(names.map((name) => ({ name, at: now })))
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
};

const due = async (db: Kysely<Tables>, now: Date): ReturnType<SweepPlan["due"]> => {
  const marks = await db
    .selectFrom("catch_up_marks")
    .selectAll()
    .where("name", "like", `${PREFIX}%`)
    .where("at", "<=", now)
    .orderBy("at")
    .orderBy("name")
    .execute();
  return marks.map(({ name, at }) => ({ installationId: Number(name.slice(PREFIX.length)), at }));
};
