import type pg from "pg";
import type { Log } from "./log.ts";
import type { Patience } from "./patience.ts";
import { PreparingClient } from "./prepared.ts";

/** Another process is busy with the subject. */
export class SubjectBusy extends Error {
  readonly code = "subject-busy";
}

/** Lets one piece of work at a time have a subject, whatever the queue thinks. */
export interface SubjectGuard {
  /** Runs the work alone; its signal says that the exclusive hold was lost. Throws `SubjectBusy`. */
  alone(key: string, work: (lost: AbortSignal) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Keeps work on one subject apart within this process, which is all the embedded database needs. */
export function localGuard(): SubjectGuard {
  const tails = new Map<string, Promise<void>>();
  const never = new AbortController().signal;
  return {
    async alone(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(() => work(never));
      const settled = mine.catch(() => undefined);
      tails.set(key, settled);
      try {
        await mine;
      } finally {
        if (tails.get(key) === settled) tails.delete(key);
      }
    },
    close: async () => undefined,
  };
}

interface GuardPlace extends Pick<Patience, "connecting"> {
  readonly databaseUrl: string;
}

/**
 * Keeps replicas apart by advisory locks, all held on one connection of this process: PostgreSQL frees them the moment
 * that process dies. When the connection drops, whoever runs is told by the signal that the hold is gone.
 * The connection must not go through a pooler in transaction mode.
 */
export function postgresGuard({ databaseUrl, connecting }: GuardPlace, log: Log): SubjectGuard {
  const local = localGuard();
  const session = createSession({ connectionString: databaseUrl, ...connecting }, log);
  return {
    alone: (key, work) =>
      local.alone(key, async () => {
        const held = await session.get();
        if (!(await held.ask("select pg_try_advisory_lock($1, hashtext($2)) as yes", key))) {
          throw new SubjectBusy(`another process is busy with ${key}`);
        }
        try {
          await work(held.lost);
        } finally {
          await held
            .ask("select pg_advisory_unlock($1, hashtext($2)) as yes", key)
            .catch((error: unknown) => log.warn({ err: error, subject: key }, "advisory lock not released"));
        }
      }),
    close: () => session.close(),
  };
}

/** Sets our locks apart from those of others in the same database ("gate" in ASCII). */
export const LOCK_SPACE = 0x67617465;

/** One connection to PostgreSQL for as long as it lasts. */
interface Session {
  ask(query: string, key: string): Promise<boolean>;
  readonly lost: AbortSignal;
  end(): Promise<void>;
}

/** Connects when first needed, and anew after a loss. */
function createSession(config: pg.ClientConfig, log: Log): { get(): Promise<Session>; close(): Promise<void> } {
  let current: Promise<Session> | undefined;
  const forget = (): void => {
    current = undefined;
  };
  return {
    get() {
      current ??= connect(config, (error) => {
        forget();
        log.warn({ reason: error.message }, "lock connection lost");
      }).catch((error: unknown) => {
        forget();
        throw error;
      });
      return current;
    },
    async close() {
      const session = await current?.catch(() => undefined);
      await session?.end();
    },
  };
}

/** A session that does not answer is as good as gone, also for what is under way: somebody else may hold its locks already. */
async function connect(config: pg.ClientConfig, onLoss: (error: Error) => void): Promise<Session> {
  // Of subjects that have nothing to do with each other none waits for another one's answer.
  const client = new PreparingClient({ ...config, pipeline: true });
  const lost = new AbortController();
  const lose = (error: Error): void => {
    if (lost.signal.aborted) return;
    lost.abort(error);
    onLoss(error);
    client.end().catch(() => undefined);
  };
  client.on("error", lose);
  await client.connect();
  return {
    lost: lost.signal,
    end: () => client.end(),
    async ask(query, key) {
      const answer = client.query<{ yes: boolean }>(query, [LOCK_SPACE, key]);
      answer.catch(lose);
      return (await answer).rows[0]?.yes === true;
    },
  };
}
