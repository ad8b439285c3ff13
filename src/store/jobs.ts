import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Job, JobResult } from "pg-boss";
import { backoff } from "./backoff.ts";
import type { Database } from "./database.ts";
import type { Log } from "./log.ts";
import { JobData, QUEUES } from "./queue.ts";
import type { Queue, QueueName } from "./queue.ts";
import { recover } from "./recovery.ts";
import { RetryLater } from "../readiness/retry-later.ts";
import { SubjectBusy } from "./subject-guard.ts";
import type { SubjectGuard } from "./subject-guard.ts";

/** What to do when it is a subject's (or a repository's) turn. The signal says to stop: the run's result is not wanted any more. */
export type Handlers = { readonly [name in QueueName]: (key: string, signal: AbortSignal) => Promise<void> };

export interface WorkOptions {
  /** How many subjects are worked on at once in this process; default 16. */
  readonly concurrency?: number;
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
  const { database, queue } = context;
  const stopping = new AbortController();
  const workers: string[] = [];
  return {
    async work(handlers, { concurrency = 16 } = {}) {
      await recover(database, queue);
      const runner = createRunner(context, { handlers, workers, stopping: stopping.signal });
      const counts = { evaluate: Math.ceil(concurrency / BATCH), repository: 1, wake: 1, aside: 1 };
      for (const name of QUEUES) workers.push(...(await runner.start(name, counts[name])));
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
    async idle() {
      while (await isBusy(database)) await delay(20);
    },
    async stop(graceMs = 20_000) {
      const abort = setTimeout(() => stopping.abort(new Error("shutting down")), graceMs);
      if (workers.length > 0) await Promise.all(QUEUES.map((name) => queue.boss.offWork(name, { wait: true })));
      workers.length = 0;
      clearTimeout(abort);
    },
  };
}

/**
 * Several at a time let a worker see a full batch, and so a backlog, which it then works off without pauses. All workers look whenever
 * there is something new, so more in each cost less than more of them.
 */
const BATCH = 4;

const WORK = {
  batchSize: BATCH,
  burstWhenBatchFull: true,
  perJobResults: true,
  groupConcurrency: 1,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
} as const;

interface Running {
  readonly handlers: Handlers;
  /** Ids of all workers of this process, complete once everything is started. */
  readonly workers: readonly string[];
  readonly stopping: AbortSignal;
}

function createRunner(
  context: JobsContext,
  running: Running,
): { start(name: QueueName, count: number): Promise<string[]> } {
  const { queue } = context;
  const run = runOne(context, running);

  /** A finished job is settled at once, so that the next for its key need not wait for the slower half of the batch. */
  const runBatch = async (name: QueueName, jobs: readonly Job<unknown>[]): Promise<JobResult[]> => {
    let open = jobs.length;
    return await Promise.all(
      jobs.map(async (job): Promise<JobResult> => {
        const status = (await run(name, job)) ? "completed" : "failed";
        open -= 1;
        if (open > 0 && status === "completed") {
          await queue.boss.complete(name, job);
          notify(queue, running.workers);
        }
        return { id: job.id, status };
      }),
    );
  };
  return {
    start: (name, count) =>
      Promise.all(Array.from({ length: count }, () => queue.boss.work(name, WORK, (jobs) => runBatch(name, jobs)))),
  };
}

function runOne(
  context: JobsContext,
  { handlers, workers, stopping }: Running,
): (name: QueueName, job: Job<unknown>) => Promise<boolean> {
  const { queue, guard, log } = context;
  const failing = new Set<string>();

  return async (name, job) => {
    const { key, attempts } = JobData.parse(job.data);
    const failingKey = `${name} ${key}`;
    try {
      await guard.alone(key, (lost) => handlers[name](key, AbortSignal.any([job.signal, lost, stopping])));
      if (failing.delete(failingKey) && name !== "wake") await queue.cancelPostponed(name, key);
      return true;
    } catch (error) {
      failing.add(failingKey);
      const next = nextTry(error, { attempts, stopping: stopping.aborted });
      log.warn({ err: error, queue: name, key, ...next }, "job failed, to be tried again");
      return await queue.postpone(name, { key, attempts: next.attempts }, next.at).then(
        () => {
          lookAgain(queue, workers, next.at);
          return true;
        },
        (cause: unknown) => {
          log.error({ err: cause, queue: name, key }, "retry could not be planned, left to the heartbeat");
          return false;
        },
      );
    }
  };
}

function notify(queue: Queue, workers: readonly string[]): void {
  for (const worker of workers) queue.boss.notifyWorker(worker);
}

const MINUTE = 60_000;

/** Planned jobs announce nothing when they fall due: what is due soon gets a call, the rest is found by looking every second. */
function lookAgain(queue: Queue, workers: readonly string[], at: Date): void {
  const wait = at.getTime() - Date.now();
  if (wait < MINUTE) setTimeout(() => notify(queue, workers), Math.max(0, wait) + 1).unref();
}

interface Tried {
  readonly attempts: number;
  readonly stopping: boolean;
}

/** Only a failure of the work itself makes the next wait longer. */
function nextTry(error: unknown, { attempts, stopping }: Tried): { at: Date; attempts: number } {
  if (stopping) return { at: new Date(), attempts };
  if (error instanceof RetryLater) return { at: error.at, attempts };
  if (error instanceof SubjectBusy) return { at: new Date(Date.now() + 1000), attempts };
  return { at: new Date(Date.now() + backoff(attempts + 1, Math.random())), attempts: attempts + 1 };
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
