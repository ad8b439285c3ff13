import { setTimeout as delay } from "node:timers/promises";
import { CompiledQuery } from "kysely";
import type { DatabaseConnection } from "kysely";
import type pg from "pg";

/** Milliseconds that the server's own statements may take: each touches few rows, so one that takes longer waits for something. */
export const PATIENCE_MS = 30_000;

/** How long is waited for a database before what waits for it fails, and is tried again. Nothing of it where there is no limit. */
export interface Patience {
  /** For node-postgres, and for pg-boss, which passes it on. */
  readonly connecting: {
    readonly connectionTimeoutMillis?: number;
    readonly query_timeout?: number;
    readonly keepAlive: boolean;
  };
  /** For each new connection of kysely's. */
  readonly onCreateConnection?: (connection: DatabaseConnection) => Promise<void>;
}

/**
 * The database itself ends a statement that takes too long, and a transaction that nobody goes on with. One that does not even do
 * that, because it hangs or the way to it is gone, is given up on a little later. Set by a query, since poolers refuse such settings when
 * a connection begins.
 */
export const patienceOf = (milliseconds: number | undefined): Patience => {
  if (milliseconds === undefined) return { connecting: { keepAlive: true } };
  const settings = CompiledQuery.raw(
    `select set_config('statement_timeout', '${milliseconds}', false), set_config('idle_in_transaction_session_timeout', '${2 * milliseconds}', false)`,
  );
  return {
    connecting: {
      connectionTimeoutMillis: Math.min(milliseconds, LONGEST_CONNECT_MS),
      query_timeout: milliseconds + Math.min(milliseconds, LONGEST_EXTRA_MS),
      keepAlive: true,
    },
    onCreateConnection: async (connection) => {
      await connection.executeQuery(settings);
    },
  };
};

const LONGEST_CONNECT_MS = 10_000;
const LONGEST_EXTRA_MS = 5000;

/**
 * A connection that comes back while it still waits for an answer was given up on: whoever got it next would wait behind that. The
 * pool throws it away when it is ended.
 */
export const endStuck = (pool: pg.Pool): void => {
  pool.on("release", (_error, client) => {
    if (Reflect.get(client, "readyForQuery") === false) client.end().catch(() => undefined);
  });
};

/** How long is waited for connections to say goodbye. One that was cut may never answer, and nobody waits for its answer any more. */
const LONGEST_GOODBYE_MS = 5000;

/** Resolves when the connections are closed, or when that took too long. */
export const closed = async (closing: Promise<unknown>, longestMs = LONGEST_GOODBYE_MS): Promise<void> => {
  const over = new AbortController();
  try {
    await Promise.race([closing, delay(longestMs, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
};
