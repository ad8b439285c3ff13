import pg from "pg";
import type { Log } from "./log.ts";

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

/**
 * Keeps replicas apart by advisory locks, all held on one connection of this process: PostgreSQL frees them the moment
 * that process dies. When the connection drops, whoever runs is told by the signal that the hold is gone.
 * The connection must not go through a pooler in transaction mode.
 */
export function postgresGuard(databaseUrl: string, log: Log): SubjectGuard {
  const local = localGuard();
  const session = createSession(databaseUrl, log);
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
function createSession(connectionString: string, log: Log): { get(): Promise<Session>; close(): Promise<void> } {
  let current: Promise<Session> | undefined;
  const forget = (): void => {
    current = undefined;
  };
  return {
    get() {
      current ??= connect(connectionString, (error) => {
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

async function connect(connectionString: string, onLoss: (error: Error) => void): Promise<Session> {
  const client = new pg.Client({ connectionString, keepAlive: true });
  const lost = new AbortController();
  client.on("error", (error) => {
    lost.abort(error);
    onLoss(error);
  });
  await client.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    lost: lost.signal,
    end: () => client.end(),
    async ask(query, key) {
      const answer = last.then(() => client.query<{ yes: boolean }>(query, [LOCK_SPACE, key]));
      last = answer.catch(() => undefined);
      return (await answer).rows[0]?.yes === true;
    },
  };
}
