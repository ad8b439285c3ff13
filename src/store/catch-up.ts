import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { KnownOne, Marks, MissedDeliveries, SweepPlan, SweepRecords } from "../readiness/catch-up/ports.ts";
import type { Tables } from "./schema.ts";

/** What was missed while no process ran, and how far it was made up for. */
export interface CatchUpRecords {
  readonly marks: Marks;
  readonly missed: MissedDeliveries;
  readonly sweeps: SweepRecords;
  readonly plan: SweepPlan;
}

export const createCatchUp = (db: Kysely<Tables>): CatchUpRecords => ({
  marks: marksIn(db),
  missed: missedIn(db),
  sweeps: sweepsIn(db),
  plan: planIn(db),
});

const marksIn = (db: Kysely<Tables>): Marks => ({
  get: async (name) => {
    const row = await db.selectFrom("catch_up_marks").select("at").where("name", "=", name).executeTakeFirst();
    return row?.at;
  },
  set: async (name, at) => {
    await db
      .insertInto("catch_up_marks")
      .values({ name, at })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ at }))
      .execute();
  },
});

const missedIn = (db: Kysely<Tables>): MissedDeliveries => ({
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
  open: async (oldest) => {
    const isHeld = sql<boolean>`exists (select from deliveries where deliveries.guid = missed_deliveries.guid)`;
    await db.deleteFrom("missed_deliveries").where(isHeld).execute();
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
  },
  asked: async (guid, at) => {
    await db
      .updateTable("missed_deliveries")
      .set({ asked: sql`asked + 1`, asked_at: at })
      .where("guid", "=", guid)
      .execute();
  },
  drop: (guid) => dropAll(db, [guid]),
});

const dropAll = async (db: Kysely<Tables>, guids: readonly string[]): Promise<void> => {
  if (guids.length === 0) return;
  await db
    .deleteFrom("missed_deliveries")
    .where("guid", "=", sql<string>`any(${sql.val(guids)}::text[])`)
    .execute();
};

const sweepsIn = (db: Kysely<Tables>): SweepRecords => ({
  sweptAt: async (repositoryIds) => {
    const rows = await db
      .selectFrom("swept_repositories")
      .select(["repository_id", "swept_at"])
      .where("repository_id", "=", sql<number>`any(${sql.val(repositoryIds)}::bigint[])`)
      .execute();
    return new Map(rows.map((row) => [row.repository_id, row.swept_at]));
  },
  swept: async (repositories, at) => {
    if (repositories.length === 0) return;
    await db
      .insertInto("swept_repositories")
      .values(
        repositories.map(({ repositoryId, installationId }) => ({
          repository_id: repositoryId,
          installation_id: installationId,
          swept_at: at,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .column("repository_id")
          .doUpdateSet({ installation_id: sql`excluded.installation_id`, swept_at: sql`excluded.swept_at` }),
      )
      .execute();
  },
  known: (repositoryId, keys) => known(db, repositoryId, keys),
});

/** Of what is closed only what is asked for by name is looked at: there is no end to it. Two queries, so that each has an index. */
const known = async (
  db: Kysely<Tables>,
  repositoryId: number,
  keys: readonly string[],
): Promise<readonly KnownOne[]> => {
  const followed = await rows(db).where("repository_id", "=", repositoryId).where("state", "!=", "closed").execute();
  const there = new Set(followed.map(({ key }) => key));
  const others = keys.filter((key) => !there.has(key));
  const named = others.length === 0 ? [] : await rows(db).where("key", "in", others).execute();
  return [...followed, ...named].map((row) => ({
    key: row.key,
    kind: row.kind,
    state: row.state === "open" || row.state === "merged" ? row.state : "closed",
    headSha: row.head_sha ?? undefined,
    baseRef: row.base_ref ?? undefined,
    configured: row.configured ?? undefined,
    heardAt: row.heard_at ?? undefined,
  }));
};

const rows = (db: Kysely<Tables>) =>
  db
    .selectFrom("subjects")
    .select(["key", "kind", "state", "head_sha", "base_ref"])
    .select(sql<boolean | null>`(memory -> 'configured')::boolean`.as("configured"))
    .select(
      sql<Date | null>`(select received_at from delivery_subjects join deliveries on deliveries.id = delivery_id
        where subject_key = subjects.key order by delivery_id desc limit 1)`.as("heard_at"),
    );

const PREFIX = "sweep:";

const planIn = (db: Kysely<Tables>): SweepPlan => ({
  keep: async (installationIds, now) => {
    const names = installationIds.map((id) => `${PREFIX}${id}`);
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
  },
  due: async (now) => {
    const rows = await db
      .selectFrom("catch_up_marks")
      .selectAll()
      .where("name", "like", `${PREFIX}%`)
      .where("at", "<=", now)
      .orderBy("at")
      .orderBy("name")
      .execute();
    return rows.map(({ name, at }) => ({ installationId: Number(name.slice(PREFIX.length)), at }));
  },
  next: async (installationId, from, to) => {
    await db
      .updateTable("catch_up_marks")
      .set({ at: to })
      .where("name", "=", `${PREFIX}${installationId}`)
      .where("at", "=", from)
      .execute();
  },
  ask: async (installationId, repositoryIds, now) => {
    await db
      .deleteFrom("swept_repositories")
      .where("repository_id", "=", sql<number>`any(${sql.val(repositoryIds)}::bigint[])`)
      .execute();
    await db
      .insertInto("catch_up_marks")
      .values({ name: `${PREFIX}${installationId}`, at: now })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ at: now }))
      .execute();
  },
});
