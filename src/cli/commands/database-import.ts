import { existsSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pino } from "pino";
import type { DatabaseEnvironment } from "../../config/environment.ts";
import { checkChains, checkTable } from "../../store/audit.ts";
import { DatabaseThere, openDatabase, removeEmbedded, type Database } from "../../store/database.ts";
import { openStore } from "../../store/open-store.ts";
import { TransferError } from "../../store/transfer/format.ts";
import { importDatabase, openExport, type OpenExport } from "../../store/transfer/import-database.ts";
import type { Reply } from "../answers.ts";
import { databaseEnvironment, explained } from "../audit/open-ledger.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";
import { json, told, type DatabaseFileRequest } from "./database-export.ts";
import { assertReadable, linesOf, type NamedFile } from "./database-files.ts";

/** `gatehouse database import`: fills an empty database, and says whether the ledger's hashes still fit. */
export const databaseImport = async ({ file, format }: DatabaseFileRequest, shell: Shell): Promise<Reply> => {
  const environment = databaseEnvironment(shell);
  const dataDir = resolve(shell.cwd, environment.dataDir);
  const named = { file, cwd: shell.cwd };
  await assertReadable(named);
  const done = await importedFrom({ ...environment, dataDir }, named);
  const { rows, timers, problems } = done;
  const verdict =
    problems.length === 0 ? "The ledger's hashes fit." : ["The ledger's hashes don't fit:", ...problems].join("\n  ");
  const text = format === "json" ? json({ rows, timers, problems }) : `${told(done)} imported. ${verdict}\n`;
  return { text, exit: problems.length === 0 ? EXIT.yes : EXIT.no };
};

/** What is no export leaves no trace: nothing is made before its first line was read. */
const importedFrom = async (place: DatabaseEnvironment, named: NamedFile) => {
  const lines = linesOf(named);
  const refused = (error: unknown): never => asWrongUse(error, { ...named, ...place });
  const missing = missingFolders(place.dataDir);
  try {
    const opened = await openExport(lines).catch(refused);
    return await explained(place, () => transferred(place, opened).catch(refused));
  } catch (error) {
    for (const folder of missing) await rmdir(folder).catch(() => undefined);
    throw error;
  } finally {
    await lines.return(undefined);
  }
};

const asWrongUse = (error: unknown, { file, dataDir }: NamedFile & DatabaseEnvironment): never => {
  const said = (message: string): WrongUse => new WrongUse(message, { cause: error });
  if (error instanceof TransferError) throw said(`\`${file}\` was not imported. ${error.message}`);
  if (error instanceof DatabaseThere)
    throw said(`There is a database in ${dataDir} already. Set DATA_DIR to an empty directory, or DATABASE_URL.`);
  throw error;
};

/** Those that are made for the database, the innermost first. */
const missingFolders = (folder: string): readonly string[] =>
  existsSync(folder) ? [] : [folder, ...missingFolders(dirname(folder))];

const transferred = async (place: DatabaseEnvironment, opened: OpenExport) => {
  const { databaseUrl, databaseMigrationUrl: migrationUrl, dataDir } = place;
  const database = await openDatabase({
    databaseUrl: migrationUrl ?? databaseUrl,
    dataDir,
    mustBeNew: true,
    log: pino({ level: "silent" }),
  });
  try {
    const imported = await importDatabase(database.db, opened);
    const problems = await problemsIn(database.db);
    await database.close();
    await planTimers(place, imported.planned);
    return { ...imported, problems };
  } catch (error) {
    await database.close().catch(() => undefined);
    // Made by us just now; half of it would be in the way of the next try.
    if (database.kind === "pglite") await removeEmbedded(dataDir).catch(() => undefined);
    throw error;
  }
};

const problemsIn = async (db: Database["db"]): Promise<readonly string[]> => {
  const chains = await checkChains(db, { chain: undefined, expected: [] });
  return [...(await checkTable(db)), ...chains.flatMap(({ findings }) => findings.map(({ message }) => message))];
};

/** By the queue itself, which is made with the first start of a store. */
const planTimers = async (
  { databaseUrl, databaseMigrationUrl: migrationUrl, dataDir }: DatabaseEnvironment,
  planned: readonly { readonly key: string; readonly at: Date }[],
): Promise<void> => {
  const store = await openStore({ databaseUrl, migrationUrl, dataDir, log: pino({ level: "silent" }) });
  try {
    for (const { key, at } of planned) await store.jobs.wakeAt(key, at);
  } finally {
    await store.close();
  }
};
