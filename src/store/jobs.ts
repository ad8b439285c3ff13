import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Log } from "./log.ts";
import { QUEUES } from "./queue.ts";
import type { Queue, QueueName } from "./queue.ts";
import { recover, takeOver } from "./recovery.ts";
import { BATCH, createRunner, lookAgain, notify } from "./runner.ts";
import type { Runner } from "./runner.ts";
import type { SubjectGuard } from "./subject-guard.ts";

/** What to do when it is a subject's (or a repository's) turn. The signal says to stop: the run's result is not wanted any more. */
export type Handlers = { readonly [name in QueueName]: (key: string, signal: AbortSignal) => Promise<void> };

export interface WorkOptions {
  /** How many subjects are worked on at once in this process; default 16. */
  readonly concurrency?: number;
  /** Told how many jobs of dead processes were given back to the queue. */
  readonly tookOver?: (jobs: number) => void;
}

/** The durable queue: serial and coalesced per key, parallel over keys, retried until it works. */
export interface Jobs {
  /** Starts the workers, and takes up what an earlier process left undone. */
  work(handlers: Handlers, options?: WorkOptions): Promise<void>;
  /** Makes sure an evaluation of this subject starts after this call. */
  enqueue(subjectKey: string): Promise<void>;
  enqueueRepository(key: string): Promise<void>;
  /** Plans `wake` for a moment (late by a second at most) in place of an earlier plan; `undefined` removes it. `now` is by whose clock. */
  wakeAt(subjectKey: string, at: Date | undefined, now?: Date): Promise<void>;
  /** After a clock was moved, as tests do: what was planned by it for a moment that has come goes off at once. */
  moved(now: Date): Promise<void>;
  /** How many runs take so long that they go on without a place. */
  goingOn(): number;
  /** Resolves when nothing runs, waits to run, or is to be retried within two seconds. Later retries and timers don't count. */
  idle(): Promise<void>;
  /** Takes no more jobs, and waits for those that run; after `graceMs` (default 20 s) their signals abort. */
  stop(graceMs?: number): Promise<void>;
}

export interface JobsContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly guard: SubjectGuard;
  readonly log: Log;
}

export function createJobs(context: JobsContext): Jobs {
  const { database, queue, log } = context;
  const stopping = new AbortController();
  const workers: string[] = [];
  let runner: Runner | undefined;
  let endTakingOver: (() => Promise<void>) | undefined;
  return {
    async work(handlers, { concurrency = 16, tookOver = () => undefined } = {}) {
      await recover(database, queue);
      runner = createRunner(context, { handlers, workers, stopping: stopping.signal });
      const counts = { evaluate: Math.ceil(concurrency / BATCH), repository: 1, wake: 1, aside: 1 };
      for (const name of QUEUES) workers.push(...(await runner.start(name, counts[name])));
      endTakingOver = takeOver({ database, log, tookOver });
    },
    enqueue: (subjectKey) => queue.send("evaluate", [subjectKey]),
    enqueueRepository: (key) => queue.send("repository", [key]),
    async wakeAt(subjectKey, at, now = new Date()) {
      await queue.setTimer(subjectKey, at, now);
      if (at !== undefined) lookAgain(queue, workers, new Date(Date.now() + at.getTime() - now.getTime()));
    },
    async moved(now) {
      await queue.setOff(now);
      notify(queue, workers);
    },
    goingOn: () => runner?.slow() ?? 0,
    async idle() {
      while ((runner?.slow() ?? 0) > 0 || (await isBusy(database))) await delay(20);
    },
    async stop(graceMs = 20_000) {
      await endTakingOver?.();
      const abort = setTimeout(() => stopping.abort(new Error("shutting down")), graceMs);
      if (workers.length > 0) await Promise.all(QUEUES.map((name) => queue.boss.offWork(name, { wait: true })));
      await runner?.ended();
      workers.length = 0;
      clearTimeout(abort);
    },
  };
}

async function isBusy({ db }: Database): Promise<boolean> {
  const due = sql<boolean>`state < 'active' and start_after <= now() +
    case when name = 'wake' then interval '0' else interval '2 seconds' end`;
  const job = await db
    .selectFrom("pgboss.job")
    .select("id")
    .where("name", "in", QUEUES)
    .where((where) => where.or([where("state", "=", sql<string>`'active'`), due]))
    .limit(1)
    .executeTakeFirst();
  return job !== undefined;
}
