import type { Job, JobResult } from "pg-boss";
import { RetryLater } from "../readiness/retry-later.ts";
import { backoff } from "./backoff.ts";
import { createFailing } from "./failing.ts";
import { JobData } from "./queue.ts";
import type { Queue, QueueName, Why } from "./queue.ts";
import type { Handlers, JobsContext } from "./jobs.ts";
import { slowRuns } from "./slow-runs.ts";
import type { Ended, SlowRuns } from "./slow-runs.ts";
import { SubjectBusy } from "./subject-guard.ts";

export interface Running {
  readonly handlers: Handlers;
  /** Ids of all workers of this process, complete once everything is started. */
  readonly workers: readonly string[];
  readonly stopping: AbortSignal;
}

/** Works off jobs, in places that are few. */
export interface Runner {
  /** Starts so many workers, and answers their ids. */
  readonly start: (name: QueueName, count: number) => Promise<string[]>;
  /** How many runs go on without a place. */
  readonly slow: () => number;
  /** Resolves when none does any more. */
  readonly ended: () => Promise<void>;
}

/**
 * Several at a time let a worker see a full batch, and so a backlog, which it then works off without pauses. All workers look whenever
 * there is something new, so more in each cost less than more of them.
 */
export const BATCH = 4;

const WORK = {
  batchSize: BATCH,
  burstWhenBatchFull: true,
  perJobResults: true,
  groupConcurrency: 1,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1,
} as const;

export const createRunner = (context: JobsContext, running: Running): Runner => {
  const { queue } = context;
  const slow = slowRuns(context);
  const run = runOne({ ...context, slow }, running);

  /** A finished job is settled at once, so that the next for its key need not wait for the slower half of the batch. */
  const runBatch = async (name: QueueName, jobs: readonly Job<unknown>[]): Promise<JobResult[]> => {
    let open = jobs.length;
    return await Promise.all(
      jobs.map(async (job): Promise<JobResult> => {
        const status = (await run(name, job)) === "left" ? "failed" : "completed";
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
    slow: slow.count,
    ended: slow.ended,
  };
};

type RunOne = (name: QueueName, job: Job<unknown>) => Promise<Ended>;

const runOne = (context: JobsContext & { readonly slow: SlowRuns }, running: Running): RunOne => {
  const { queue, guard, slow, log } = context;
  const failing = createFailing();

  const attempt = async (name: QueueName, data: JobData, claim: AbortSignal): Promise<Ended> => {
    const { key } = data;
    const failingKey = `${name} ${key}`;
    try {
      await guard.alone(key, async (lost) => {
        const signal = AbortSignal.any([claim, lost, running.stopping]);
        // It may have waited for its turn until nobody wants it any more, and would not be told again.
        signal.throwIfAborted();
        await running.handlers[name](key, signal);
      });
      if (failing.delete(failingKey) && name !== "wake") await queue.cancelPostponed(name, key, "again");
      return "done";
    } catch (error) {
      failing.add(failingKey);
      return await tryLater(context, running, { name, data, error });
    }
  };
  /** Whose it is only spares others. What can't be told of it must not fail, which would fail all of its batch with it. */
  const isPutOff = async (name: QueueName, data: JobData): Promise<boolean> => {
    try {
      return await slow.isPutOff(name, data);
    } catch (error) {
      log.warn({ err: error, queue: name, key: data.key }, "begun without knowing whose it is");
      return false;
    }
  };
  return async (name, job) => {
    const data = JobData.parse(job.data);
    if (await isPutOff(name, data)) return "later";
    return slow.placed({ name, data, claim: job.signal }, (claim) => attempt(name, data, claim));
  };
};

interface Failed {
  readonly name: QueueName;
  readonly data: JobData;
  readonly error: unknown;
}

const tryLater = async (
  { queue, log }: JobsContext,
  { workers, stopping }: Running,
  { name, data, error }: Failed,
): Promise<Ended> => {
  const { key } = data;
  const next = nextTry(error, { attempts: data.attempts, stopping: stopping.aborted });
  log.warn({ err: error, queue: name, key, at: next.at, attempts: next.attempts }, "job failed, to be tried again");
  try {
    await queue.postpone(name, { ...data, attempts: next.attempts }, next);
    lookAgain(queue, workers, next.at);
    return "later";
  } catch (cause) {
    log.error({ err: cause, queue: name, key }, "retry could not be planned, left to the heartbeat");
    return "left";
  }
};

/** Has all workers of this process look for jobs. */
export const notify = (queue: Queue, workers: readonly string[]): void => {
  for (const worker of workers) queue.boss.notifyWorker(worker);
};

const MINUTE = 60_000;

/** Planned jobs announce nothing when they fall due: what is due soon gets a call, the rest is found by looking every second. */
export const lookAgain = (queue: Queue, workers: readonly string[], at: Date): void => {
  const wait = at.getTime() - Date.now();
  if (wait < MINUTE) setTimeout(() => notify(queue, workers), Math.max(0, wait) + 1).unref();
};

interface Tried {
  readonly attempts: number;
  readonly stopping: boolean;
}

/** Only a failure of the work itself makes the next wait longer. */
const nextTry = (error: unknown, { attempts, stopping }: Tried): { at: Date; attempts: number; why: Why } => {
  const why = "again";
  if (stopping) return { at: new Date(), attempts, why };
  if (error instanceof RetryLater) return { at: error.at, attempts, why };
  if (error instanceof SubjectBusy) return { at: new Date(Date.now() + 1000), attempts, why: "busy" };
  return { at: new Date(Date.now() + backoff(attempts + 1, Math.random())), attempts: attempts + 1, why };
};
