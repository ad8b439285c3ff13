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
  const connection = lazyConnection(databaseUrl, log);
  return {
    alone: (key, work) =>
      local.alone(key, async () => {
        const { client, lost } = await connection.get();
        if (!(await tryLock(client, key))) throw new SubjectBusy(`another process is busy with ${key}`);
        try {
          await work(lost);
        } finally {
          await client
            .query("select pg_advisory_unlock($1, hashtext($2))", [LOCK_SPACE, key])
            .catch((error: unknown) => log.warn({ err: error, subject: key }, "advisory lock not released"));
        }
      }),
    close: () => connection.close(),
  };
}

/** Sets our locks apart from those of others in the same database ("gate" in ASCII). */
const LOCK_SPACE = 0x67617465;

async function tryLock(client: pg.Client, key: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1, hashtext($2)) as held", [
    LOCK_SPACE,
    key,
  ]);
  return rows[0]?.held === true;
}

interface Connected {
  readonly client: pg.Client;
  readonly lost: AbortSignal;
}

function lazyConnection(connectionString: string, log: Log): { get(): Promise<Connected>; close(): Promise<void> } {
  let current: Promise<Connected> | undefined;
  const open = async (): Promise<Connected> => {
    const client = new pg.Client({ connectionString, keepAlive: true });
    const lost = new AbortController();
    const drop = (error?: Error): void => {
      current = undefined;
      lost.abort(error ?? new Error("the connection that holds the locks has ended"));
    };
    client.on("error", (error) => {
      log.warn({ err: error }, "lock connection lost");
      drop(error);
    });
    client.on("end", () => drop());
    await client.connect();
    return { client, lost: lost.signal };
  };
  return {
    get() {
      current ??= open().catch((error: unknown) => {
        current = undefined;
        throw error;
      });
      return current;
    },
    async close() {
      const connected = await current?.catch(() => undefined);
      await connected?.client.end();
    },
  };
}
