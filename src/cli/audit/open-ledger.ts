import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { pino } from "pino";
import { EnvironmentError, readDatabaseEnvironment, type DatabaseEnvironment } from "../../config/environment.ts";
import { startProblem } from "../../config/start-problem.ts";
import { openDatabase, type Database } from "../../store/database.ts";
import { DirectoryInUse } from "../../store/directory-lock.ts";
import type { Tables } from "../../store/schema.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

/** What a command sees of the database. */
export interface OpenLedger {
  readonly db: Kysely<Tables>;
  readonly environment: DatabaseEnvironment;
}

/** Opens the database that the server uses, found by the same variables, for as long as the work lasts. Throws `WrongUse`. */
export const withLedger = async <Answer>(
  shell: Pick<Shell, "env" | "cwd">,
  work: (ledger: OpenLedger) => Promise<Answer>,
): Promise<Answer> => {
  const environment = databaseEnvironment(shell);
  const database = await open(environment, shell);
  try {
    return await explained(environment, async () => {
      await assertLedger(database);
      return await work({ db: database.db, environment });
    });
  } finally {
    await database.close();
  }
};

/** The settings by which the database is found; throws `WrongUse`. */
export const databaseEnvironment = ({ env }: Pick<Shell, "env">): DatabaseEnvironment => {
  try {
    return readDatabaseEnvironment(env);
  } catch (error) {
    throw error instanceof EnvironmentError ? new WrongUse(error.message, { cause: error }) : error;
  }
};

/** Runs what needs the database; what goes wrong there is told with the variable to look at. */
export const explained = async <Answer>(
  environment: DatabaseEnvironment,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WrongUse || !isOfTheOutside(error)) throw error;
    const problem = startProblem(error, { ...environment, host: "", port: 0 });
    throw new WrongUse(problem.replace("Gatehouse can't start:", "The database can't be used:"), { cause: error });
  }
};

/** Errors of PostgreSQL and of the system carry a code; what has none is a fault of ours. */
const isOfTheOutside = (error: unknown): boolean =>
  error instanceof Error && (("code" in error && typeof error.code === "string") || isOfTheOutside(error.cause));

const open = async (environment: DatabaseEnvironment, { cwd }: Pick<Shell, "cwd">): Promise<Database> => {
  const { databaseUrl } = environment;
  const dataDir = resolve(cwd, environment.dataDir);
  if (databaseUrl === undefined && !existsSync(join(dataDir, "pglite"))) throw new WrongUse(noDatabase(dataDir));
  try {
    return await explained(environment, async () =>
      openDatabase({ databaseUrl, dataDir, log: pino({ level: "silent" }) }),
    );
  } catch (error) {
    if (!(error instanceof WrongUse && error.cause instanceof DirectoryInUse)) throw error;
    throw new WrongUse(inUse(dataDir), { cause: error });
  }
};

const noDatabase = (dataDir: string): string =>
  `There is no database in ${dataDir}. Set DATABASE_URL or DATA_DIR to what the server has, such as \`node --env-file=.env lib/cli/main.js …\`.`;

const inUse = (dataDir: string): string =>
  `The database in ${dataDir} is in use by a running Gatehouse, and an embedded database takes one process at a time. Stop the server, run this again, and start the server (docs/if-gatehouse-is-down.md says what becomes of deliveries meanwhile). With PostgreSQL (DATABASE_URL) both run at once.`;

const assertLedger = async ({ db }: Database): Promise<void> => {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('ledger_heads') is not null as there
  `.execute(db);
  if (rows[0]?.there === true) return;
  throw new WrongUse(
    "This database has no ledger with hashes: it is empty, or of an earlier release. Start the server of this release on it once, and run this again.",
  );
};
