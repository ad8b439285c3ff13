import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { KnownOne, SweepRecords } from "../readiness/catch-up/ports.ts";
import type { Tables } from "./schema.ts";

/** How far each repository was looked through, and what is known there. */
export const sweepsIn = (db: Kysely<Tables>): SweepRecords => ({
  sweptAt: async (repositories) => {
    const installations = new Map(repositories.map((one) => [one.repositoryId, one.installationId]));
    const found = await db
      .selectFrom("swept_repositories")
      .selectAll()
      .where("repository_id", "=", sql<number>`any(${sql.val([...installations.keys()])}::bigint[])`)
      .orderBy("repository_id")
      .execute();
    const own = found.filter((row) => installations.get(row.repository_id) === row.installation_id);
    return new Map(own.map((row) => [row.repository_id, row.swept_at]));
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
  issuesUntil: async (repositoryId, round) => {
    const marks = db.selectFrom("catch_up_marks").select("at");
    return (await marks.where("name", "=", issuesMark(repositoryId, round)).executeTakeFirst())?.at;
  },
  keepIssuesUntil: (repositoryId, round, until) => keepIssuesUntil(db, { repositoryId, round, until }),
});

const issuesMark = (repositoryId: number, round: string): string => `issues:${repositoryId}:${round}`;

interface IssuesUntil {
  readonly repositoryId: number;
  readonly round: string;
  readonly until: Date | undefined;
}

/** One for each repository: rounds that were overtaken by others are not gone on with. */
const keepIssuesUntil = async (db: Kysely<Tables>, { repositoryId, round, until }: IssuesUntil): Promise<void> => {
  const name = issuesMark(repositoryId, round);
  const others = db.deleteFrom("catch_up_marks").where("name", "like", `${issuesMark(repositoryId, "")}%`);
  await (until === undefined ? others : others.where("name", "!=", name)).execute();
  if (until === undefined) return;
  await db
    .insertInto("catch_up_marks")
    .values({ name, at: until })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ at: until }))
    .execute();
};

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
    isUntold: row.untold ?? undefined,
    heardAt: row.heard_at ?? undefined,
  }));
};

const rows = (db: Kysely<Tables>) =>
  db
    .selectFrom("subjects")
    .select(["key", "kind", "state", "head_sha", "base_ref"])
    .select(sql<boolean | null>`(memory -> 'configured')::boolean`.as("configured"))
    .select(sql<boolean | null>`(memory -> 'configured')::boolean and memory -> 'stands' is null`.as("untold"))
    .select(
      sql<Date | null>`(select received_at from delivery_subjects join deliveries on deliveries.id = delivery_id
        where subject_key = subjects.key order by delivery_id desc limit 1)`.as("heard_at"),
    );
