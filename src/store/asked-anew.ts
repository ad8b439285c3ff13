import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Anew, AskedAnew } from "../readiness/catch-up/anew.ts";
import type { Tables } from "./schema.ts";

/** What is to be looked at anew, a row for each repository. */
export const anewIn = (db: Kysely<Tables>): Anew => ({
  ask: async ({ installationId, repositoryId, owner, name }, now) => {
    const asked = { installation_id: installationId, owner, name, asked_at: now, due_at: now };
    await db
      .insertInto("asked_anew")
      .values({ repository_id: repositoryId, ...asked })
      .onConflict((conflict) => conflict.column("repository_id").doUpdateSet(asked))
      .execute();
  },
  due: (now) => due(db, now),
  among: async (installationId, repositoryIds) => {
    const all = db.selectFrom("asked_anew").select("repository_id").where("installation_id", "=", installationId);
    const rows = await all.where("repository_id", "=", sql<number>`any(${sql.val(repositoryIds)}::bigint[])`).execute();
    return new Set(rows.map((row) => row.repository_id));
  },
  keep: async (installationIds, listedAt) => {
    const others = sql<number>`all(${sql.val(installationIds)}::bigint[])`;
    const rows = db.deleteFrom("asked_anew").where("installation_id", "!=", others);
    await rows.where("asked_at", "<=", listedAt).execute();
  },
  done: async ({ repository: { repositoryId }, askedAt }) => {
    const rows = db.deleteFrom("asked_anew").where("repository_id", "=", repositoryId);
    await rows.where("asked_at", "=", askedAt).execute();
  },
  putOff: async (asked, until) => {
    for (const { repository, askedAt } of asked) {
      const rows = db.updateTable("asked_anew").set({ due_at: until });
      await rows.where("repository_id", "=", repository.repositoryId).where("asked_at", "=", askedAt).execute();
    }
  },
});

const due = async (db: Kysely<Tables>, now: Date): Promise<readonly AskedAnew[]> => {
  const rows = await db
    .selectFrom("asked_anew")
    .selectAll()
    .where("due_at", "<=", now)
    .orderBy("asked_at")
    .orderBy("repository_id")
    .execute();
  return rows.map(
    ({ repository_id: repositoryId, installation_id: installationId, owner, name, asked_at: askedAt }) => ({
      repository: { repositoryId, installationId, owner, name },
      askedAt,
    }),
  );
};
