import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect } from "kysely";
import type { LogEvent } from "kysely";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { fromPglite } from "pg-boss";
import type { ConstructorOptions } from "pg-boss";
import { lockDirectory } from "./directory-lock.ts";
import type { Log } from "./log.ts";
import { closed, endStuck, patienceOf } from "./patience.ts";
import type { Patience } from "./patience.ts";
import { PreparingClient } from "./prepared.ts";
import type { Tables } from "./schema.ts";

/** One open database, whichever kind; `close` releases connections, files and the lock on the directory. */
export interface Database {
  readonly kind: "pglite" | "postgres";
  readonly db: Kysely<Tables>;
  readonly boss: Pick<ConstructorOptions, "db" | "backend" | "connectionString" | "max">;
  readonly patience: Patience;
  readonly databaseUrl: string | undefined;
  /** Of PostgreSQL. */
  readonly pool: pg.Pool | undefined;
  close(): Promise<void>;
}

/** There is an embedded database where a new one was to be made. */
export class DatabaseThere extends Error {
  readonly code = "database-there";
}

export interface DatabaseOptions {
  /** A PostgreSQL connection string; without it the embedded database is used. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded database keeps its files; without it everything is in memory and gone at the end. */
  readonly dataDir?: string | undefined;
  /** Throws `DatabaseThere` where an embedded one is there already; PostgreSQL is not asked. */
  readonly mustBeNew?: boolean;
  readonly log: Log;
  /** Milliseconds that a statement may take on PostgreSQL; as long as it likes unless given. */
  readonly patienceMs?: number | undefined;
  /** Told of every statement that is over, and how long it took; it holds no values. */
  readonly onStatement?: ((sql: string, milliseconds: number) => void) | undefined;
}

/** Opens PostgreSQL when there is a URL for it, else the embedded database. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl } = options;
  return databaseUrl === undefined ? await openEmbedded(options) : openPostgres(databaseUrl, options);
}

/** PGlite takes no lock on its directory, and a second process would destroy the data: hence ours, taken first. */
async function openEmbedded({ dataDir, onStatement, mustBeNew = false }: DatabaseOptions): Promise<Database> {
  const lock = dataDir === undefined ? undefined : await lockDirectory(dataDir);
  const files = dataDir === undefined ? undefined : filesIn(dataDir);
  try {
    if (mustBeNew && files !== undefined && existsSync(files))
      throw new DatabaseThere(`There is a database in ${dataDir}`);
    const pglite = await PGlite.create(files);
    return {
      kind: "pglite",
      databaseUrl: undefined,
      pool: undefined,
      patience: patienceOf(undefined),
      db: new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }), log: statementsTo(onStatement) }),
      boss: { db: fromPglite(pglite), backend: "pglite" },
      close: async () => {
        await pglite.close();
        await lock?.release();
      },
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

const filesIn = (dataDir: string): string => join(dataDir, "pglite");

/** Removes an embedded database. Throws `DirectoryInUse` where a process has it open. */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const lock = await lockDirectory(dataDir);
  try {
    await rm(filesIn(dataDir), { recursive: true, force: true });
  } finally {
    await lock.release();
  }
}

/** What a caller of kysely's log wants to know. */
const statementsTo =
  (tell: DatabaseOptions["onStatement"]) =>
  ({ query, queryDurationMillis }: LogEvent): void =>
    tell?.(query.sql, queryDurationMillis);

function openPostgres(databaseUrl: string, { log, onStatement, patienceMs }: DatabaseOptions): Database {
  const patience = patienceOf(patienceMs);
  const { connecting, ...dialect } = patience;
  const connection = { connectionString: databaseUrl, Client: PreparingClient, ...connecting };
  const pool = new pg.Pool({ ...connection, max: 10, types: { getTypeParser } });
  endStuck(pool);
  pool.on("error", ({ message }) => {
    if (!pool.ending) log.warn({ reason: message }, "idle database connection lost");
  });
  // The pool listens to idle ones only. A query that was under way throws by itself, and an event nobody hears would end the process.
  pool.on("connect", (client) => {
    client.on("error", ({ message }) => log.debug({ reason: message }, "database connection lost"));
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool, ...dialect }), log: statementsTo(onStatement) });
  return {
    kind: "postgres",
    databaseUrl,
    pool,
    db,
    boss: { ...connection, max: 6 },
    patience,
    close: () => closed(db.destroy()),
  };
}

/** GitHub's ids outgrew 32 bits but stay far below 2^53, so `bigint` columns are read as plain numbers, as PGlite does. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format);

const INT8: number = pg.types.builtins.INT8;
