import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Log } from "./log.ts";
import type { JobData, Queue, QueueName } from "./queue.ts";

/** What became of a run: `left` to the queue, because not even a later try could be planned. */
export type Ended = "done" | "later" | "left";

/**
 * Places are few, and whoever waits for GitHub needs none. So a run that takes long leaves its place to others and goes on without
 * one; and while many of one installation do, no more of that installation are begun. However long its answers take, and however
 * many of its subjects change at once, others are not held up.
 */
export interface SlowRuns {
  /** Runs a job, whose work never rejects; resolves when it ended, or with `done` when it goes on without its place. */
  readonly placed: (run: Placed, work: (claim: AbortSignal) => Promise<Ended>) => Promise<Ended>;
  /** Whether a job is not begun now: a later one stands for it. */
  readonly isPutOff: (name: QueueName, data: JobData) => Promise<boolean>;
  /** How many go on without a place, or are being settled after that. */
  readonly count: () => number;
  /** Resolves when none of them does any more. */
  readonly ended: () => Promise<void>;
}

interface Placed {
  readonly name: QueueName;
  readonly data: JobData;
  /** Says that the queue gave the job to somebody else. Once a run has left its place it means nothing. */
  readonly claim: AbortSignal;
}

interface Parts {
  readonly database: Pick<Database, "db">;
  readonly queue: Pick<Queue, "send" | "postpone" | "cancelPostponed">;
  readonly log: Log;
}

/** Timers ask nothing of GitHub, and what is done beside the others is to be done one after the other. */
const STAYING: ReadonlySet<QueueName> = new Set(["wake", "aside"]);

/** Milliseconds after which a run leaves its place: several times what one takes. */
const SLOW_MS = 1000;

/** Of one installation, and of all: what they read is in memory. */
const MOST_OF_ONE = 16;
const MOST = 200;

/** Milliseconds after which others take over a run whose process died, and between two signs of life. */
const TAKEN_OVER_MS = 45_000;
const ALIVE_MS = 15_000;

/** Milliseconds for which a job is put off where its installation has too many slow ones. */
const PUT_OFF_MS = 2000;

interface Slow {
  /** Whose it is. */
  readonly owner: string;
  /** Something came in for the same key meanwhile. */
  hasNews: boolean;
}

export const slowRuns = (parts: Parts): SlowRuns => {
  const slow = new Map<string, Slow>();
  const going = new Set<Promise<void>>();
  const leave = async (run: Placed, ended: Promise<Ended>): Promise<boolean> => {
    if (slow.size >= MOST) return false;
    const mine = { owner: await ownerOf(parts.database, run.data.key), hasNews: false };
    await leaveWord(parts, run);
    slow.set(nameOf(run), mine);
    const on = alive(parts, run, ended)
      .then((how) => {
        slow.delete(nameOf(run));
        return settle(parts, run, { how, hasNews: mine.hasNews });
      })
      .then(() => void going.delete(on));
    going.add(on);
    return true;
  };
  return {
    placed: (run, work) => inPlace(run, work, (ended) => leave(run, ended)),
    isPutOff: async (name, data) => {
      const same = slow.get(nameOf({ name, data }));
      if (same !== undefined) same.hasNews = true;
      if (same !== undefined || slow.size < MOST_OF_ONE) return same !== undefined;
      const owner = await ownerOf(parts.database, data.key);
      const isCrowd = [...slow.values()].filter((one) => one.owner === owner).length >= MOST_OF_ONE;
      const at = new Date(Date.now() + PUT_OFF_MS);
      if (isCrowd) await parts.queue.postpone(name, data, { at, why: "busy" });
      return isCrowd;
    },
    count: () => going.size,
    ended: async () => void (await Promise.all(going)),
  };
};

/** A run keeps its place when nothing can be left behind for those who may have to take it over. */
const inPlace = async (
  run: Placed,
  work: (claim: AbortSignal) => Promise<Ended>,
  leave: (ended: Promise<Ended>) => Promise<boolean>,
): Promise<Ended> => {
  const claim = new AbortController();
  const lose = (): void => claim.abort(run.claim.reason);
  run.claim.addEventListener("abort", lose);
  const letGo = (): void => run.claim.removeEventListener("abort", lose);
  const ended = work(claim.signal).finally(letGo);
  if (STAYING.has(run.name) || !(await isSlow(ended))) return ended;
  if (!(await leave(ended).catch(() => false))) return ended;
  letGo();
  return "done";
};

const nameOf = ({ name, data: { key } }: Pick<Placed, "name" | "data">): string => `${name} ${key}`;

const isSlow = async (ended: Promise<Ended>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), SLOW_MS);
  });
  const answer = await Promise.race([ended.then(() => false), slow]);
  clearTimeout(timer);
  return answer;
};

/** What a subject waits for is in the inbox, so a job planned for later is all that others need to take it over. */
const leaveWord = ({ queue }: Parts, { name, data: { key, attempts } }: Placed): Promise<void> =>
  queue.postpone(name, { key, attempts }, { at: new Date(Date.now() + TAKEN_OVER_MS), why: "slow" });

/** Gives signs of life until the run has ended. */
const alive = async (parts: Parts, run: Placed, ended: Promise<Ended>): Promise<Ended> => {
  const warn = (error: unknown): void => parts.log.warn({ err: error, ...run.data }, "a slow run gave no sign of life");
  const signs = setInterval(() => void leaveWord(parts, run).catch(warn), ALIVE_MS);
  try {
    return await ended;
  } finally {
    clearInterval(signs);
  }
};

/** When this fails, the job that was left behind does the same. */
const settle = async (
  { queue, log }: Parts,
  { name, data }: Placed,
  { how, hasNews }: { readonly how: Ended; readonly hasNews: boolean },
): Promise<void> => {
  try {
    if (hasNews) await queue.send(name, [data.key]);
    if (how !== "left") await queue.cancelPostponed(name, data.key, "slow");
  } catch (error) {
    log.warn({ err: error, ...data }, "a slow run is looked at again");
  }
};

/** The installation of a subject or repository; where that is not known, the repository. */
const ownerOf = async ({ db }: Pick<Database, "db">, key: string): Promise<string> => {
  const [place = key, repositoryId] = /^repo:(\d+)/u.exec(key) ?? [];
  if (repositoryId === undefined) return place;
  const row = await db
    .selectFrom("subjects")
    .select("installation_id")
    .where("repository_id", "=", Number(repositoryId))
    .orderBy(sql`key = ${key}`, "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? place : `installation:${row.installation_id}`;
};
