import pg from "pg";
import type { Log } from "./log.ts";
import { closed, endStuck } from "./patience.ts";
import type { Patience } from "./patience.ts";
import { PreparingClient } from "./prepared.ts";

/** One statement, and what stands for `$1` and so on in it. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Transactions whose statements don't depend on each other's answers. */
export interface Pipeline {
  /** Does all or nothing, and gives the rows that each statement answers; in one round trip. */
  readonly transaction: (statements: readonly Statement[]) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => Promise<void>;
}

interface Place extends Pick<Patience, "connecting"> {
  readonly databaseUrl: string;
}

/**
 * A connection of its own to PostgreSQL that sends statements without waiting for the answers to those before. In a crowd each
 * answer waits until everything else that has arrived was looked at, so five in a row take five times as long as one.
 * https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
 */
export const openPipeline = ({ databaseUrl, connecting }: Place, log: Log): Pipeline => {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    Client: PreparingClient,
    max: 1,
    pipeline: true,
    ...connecting,
  });
  endStuck(pool);
  pool.on("error", ({ message }) => {
    if (!pool.ending) log.warn({ reason: message }, "idle database connection lost");
  });
  // What was under way rejects by itself, and an event nobody hears would end the process.
  pool.on("connect", (client) => {
    client.on("error", ({ message }) => log.debug({ reason: message }, "database connection lost"));
  });
  return {
    transaction: async (statements) => {
      const client = await pool.connect();
      const answers = await Promise.allSettled([
        client.query("begin"),
        ...statements.map(({ sql, parameters }) => client.query(sql, [...parameters])),
        client.query("commit"),
      ]);
      const failed = answers.find((answer) => answer.status === "rejected");
      client.release(failed !== undefined);
      if (failed !== undefined) throw failed.reason;
      return answers.slice(1, -1).map((answer) => (answer.status === "fulfilled" ? answer.value.rows : []));
    },
    close: () => closed(pool.end()),
  };
};
