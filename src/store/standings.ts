import { sql } from "kysely";
import type { Kysely, RawBuilder, Selectable } from "kysely";
import { z } from "zod";
import { storedFindings, storedVerdict } from "../evaluation/stored-verdict.ts";
import type { Standing, StandingsRead } from "../readiness/standing.ts";
import type { StandingsKept, StandingsOfRepositories } from "../readiness/standings/ports.ts";
import { StepTimes } from "../readiness/standings/step-times.ts";
import { heldByConfig } from "./held-by-config.ts";
import { leave } from "./out-of-sight.ts";
import type { Tables } from "./schema.ts";

/** How subjects stand, for turns and for pages. What a turn finds is written with its memory (`remembering`). */
export interface Standings extends StandingsRead, StandingsKept, StandingsOfRepositories {
  /** Forgets what is over since before a moment, and waits that ended before it; answers how many rows. */
  readonly clear: (before: Date) => Promise<number>;
}

export const createStandings = (db: Kysely<Tables>): Standings => ({
  get: async (key) => one(rows(db).where("standings.key", "=", key)),
  ofNumber: async (repositoryId, number) =>
    one(rows(db).where("standings.repository_id", "=", repositoryId).where("standings.number", "=", number)),
  inRepository: async (repositoryId) => {
    const followed = rows(db).where("standings.repository_id", "=", repositoryId).where("followed", "=", true);
    return all(followed.orderBy("to_do").orderBy("standings.number", "desc").limit(MOST));
  },
  awaiting: async (repositoryIds, login) =>
    all(
      among(db, repositoryIds)
        .where(sql<boolean>`awaited @> array[${login.toLowerCase()}]::text[]`)
        .orderBy("standings.changed_at")
        .limit(MOST),
    ),
  overdue: async (repositoryIds, now) =>
    all(among(db, repositoryIds).where("due_at", "<", now).orderBy("due_at").limit(MOST)),
  heldByConfig: (repositoryIds) => heldByConfig(db, repositoryIds),
  timesOf: async (key) => {
    const query = db.selectFrom("standings").select("times").where("key", "=", key).where("state", "!=", "closed");
    return StepTimes.safeParse((await query.executeTakeFirst())?.times).data;
  },
  close: (key, at) =>
    unsaying(
      db,
      key,
      sql`update standings set state = 'closed', followed = false, awaited = '{}', undetermined_since = null, changed_at = ${at}`,
    ),
  undetermined: (key, since) =>
    unsaying(db, key, sql`update standings set undetermined_since = ${since}, changed_at = ${since}`),
  forget: (key) => unsaying(db, key, sql`delete from standings`),
  renamed: (repositoryId, to) => renamed(db, repositoryId, to),
  left: (installationId, repositoryIds) => leave(db, { installationId, repositoryIds }),
  clear: (before) => clear(db, before),
});

/** A page shows no more, and a list that long helps nobody. */
const MOST = 500;

const rows = (db: Kysely<Tables>) =>
  db
    .selectFrom("standings")
    .leftJoin("subjects", "subjects.key", "standings.key")
    .selectAll("standings")
    .select(sql`subjects.memory -> 'record' ->> 'seenAt'`.as("seen_at"))
    .select(
      sql<boolean>`exists (select from delivery_subjects where subject_key = standings.key and processed_at is null)`.as(
        "outdated",
      ),
    );

type Query = ReturnType<typeof rows>;

const among = (db: Kysely<Tables>, repositoryIds: readonly number[]): Query =>
  rows(db)
    .where("followed", "=", true)
    .where(sql<boolean>`standings.repository_id = any(${sql.val(repositoryIds)}::bigint[])`);

const one = async (query: Query): Promise<Standing | undefined> => (await all(query))[0];

const all = async (query: Query): Promise<readonly Standing[]> => (await query.execute()).flatMap(toStanding);

const SeenAt = z.iso.datetime();

interface Row extends Selectable<Tables["standings"]> {
  readonly seen_at: unknown;
  readonly outdated: boolean;
}

/** What another release kept in a shape of its own counts as nothing; its next turn writes it anew. */
const toStanding = (row: Row): readonly Standing[] => {
  const verdict = storedVerdict(row.verdict);
  const proposed = storedFindings(row.proposed);
  if (verdict === undefined || proposed === undefined) return [];
  const times = StepTimes.safeParse(row.times).data ?? {};
  const seenAt = SeenAt.safeParse(row.seen_at).data;
  return [
    {
      key: row.key,
      installationId: row.installation_id,
      repositoryId: row.repository_id,
      owner: row.owner,
      name: row.name,
      kind: row.kind === "issue" ? "issue" : "pull_request",
      number: row.number,
      title: row.title,
      url: row.url,
      author: row.author,
      state: row.state === "open" || row.state === "merged" ? row.state : "closed",
      draft: row.draft,
      headSha: row.head_sha,
      base: row.base ?? undefined,
      openedAt: row.opened_at ?? undefined,
      verdict,
      proposed,
      since: Object.fromEntries(Object.entries(times).map(([key, { since }]) => [key, new Date(since)])),
      toDo: row.to_do,
      followed: row.followed,
      undeterminedSince: row.undetermined_since ?? undefined,
      outdated: row.outdated,
      judgedAt: seenAt === undefined ? row.judged_at : new Date(seenAt),
      changedAt: row.changed_at,
    },
  ];
};

/**
 * The memory forgets in the same statement that pages were told, so that the next verdict is news to them, whatever it says. The subject is
 * taken before its standing, as by whoever leaves (`leave`): the other way round they would wait for each other.
 */
const unsaying = async (db: Kysely<Tables>, key: string, changing: RawBuilder<unknown>): Promise<void> => {
  await sql`
    with taken as (
      select key from subjects where key = ${key} for update
    ), changed as (
      ${changing} where key = ${key} and (select count(*) from taken) >= 0 returning key
    )
    update subjects set memory = memory - 'stands' where key in (select key from changed)
  `.execute(db);
};

const renamed = async (
  db: Kysely<Tables>,
  repositoryId: number,
  { owner, name, installationId }: Parameters<Standings["renamed"]>[1],
): Promise<void> => {
  const moved = installationId === undefined ? {} : { installation_id: installationId };
  // What time alone wakes is asked for by the name that is kept, which another repository may have by then.
  const followed = db
    .updateTable("subjects")
    .set({ owner, name, ...moved })
    .where("state", "!=", "closed");
  await followed.where("repository_id", "=", repositoryId).execute();
  const standings = db.updateTable("standings").set({ owner, name, ...moved });
  await standings.where("repository_id", "=", repositoryId).execute();
  const anew = db.updateTable("asked_anew").set({ owner, name, ...moved });
  await anew.where("repository_id", "=", repositoryId).execute();
  if (installationId === undefined) return;
  await db.updateTable("waits").set(moved).where("repository_id", "=", repositoryId).execute();
};

const clear = async (db: Kysely<Tables>, before: Date): Promise<number> => {
  const { rows: gone } =
    await sql`delete from standings where not followed and changed_at < ${before} returning key`.execute(db);
  const waits = await db.deleteFrom("waits").where("done_at", "<", before).executeTakeFirst();
  return gone.length + Number(waits.numDeletedRows);
};
