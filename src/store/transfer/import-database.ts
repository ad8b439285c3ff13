import { createHash, type Hash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { z } from "zod";
import { migrate, MIGRATIONS } from "../migrate.ts";
import type { Tables } from "../schema.ts";
import { Header, Row, Timer, Trailer, TransferError, type Transferred } from "./format.ts";

/** What is to be planned when the queue is there. */
interface Planned {
  readonly key: string;
  readonly at: Date;
}

interface Imported extends Transferred {
  readonly planned: readonly Planned[];
}

/** An export whose first line was read: it is one, and of no later release than this. */
export interface OpenExport {
  readonly header: Header;
  /** The tables are made as they were when they were exported, filled, and only then brought up to date. */
  readonly migrations: Partial<typeof MIGRATIONS>;
  readonly reader: AsyncIterator<string>;
  readonly hash: Hash;
}

/** Looks whether these lines are an export for this release, before any database is touched. Throws `TransferError`. */
export async function openExport(lines: AsyncIterable<string>): Promise<OpenExport> {
  const reader = lines[Symbol.asyncIterator]();
  const first = await reader.next();
  const text = first.done === true ? "" : first.value;
  const header = headerOf(text);
  return { header, migrations: migrationsOf(header), reader, hash: createHash("sha256").update(`${text}\n`) };
}

/**
 * Fills an empty database from an export: with all of it, or with nothing. Entries of the ledger keep their numbers, times and hashes, so
 * it has to be done by the owner of the tables. Throws `TransferError`.
 */
export async function importDatabase(db: Kysely<Tables>, opened: OpenExport): Promise<Imported> {
  const { header, migrations } = opened;
  await assertEmpty(db, header);
  await migrate(db, migrations);
  const imported = await db.transaction().execute(async (trx) => {
    await triggers(trx, header.tables, "disable");
    const filled = await fill(trx, opened);
    await triggers(trx, header.tables, "enable");
    await countOn(trx, header.tables);
    return filled;
  });
  await migrate(db);
  return imported;
}

function headerOf(line: string): Header {
  const header = Header.safeParse(parsed(line));
  if (header.success) return header.data;
  throw new TransferError("This is no export that this release can read: its first line says something else.");
}

function migrationsOf({ migrations }: Header): Partial<typeof MIGRATIONS> {
  const later = migrations.filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (later.length > 0)
    throw new TransferError(`The export is of a later release than this one, which does not know ${later.join(", ")}.`);
  return Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => migrations.includes(name)));
}

/** Tables that an import left behind that failed are fine. */
async function assertEmpty(db: Kysely<Tables>, { migrations, tables }: Header): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) return;
  const { rows: done } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const isSame = done.map(({ name }) => name).join(" ") === migrations.join(" ");
  if (isSame && !(await hasRows(db, tables))) return;
  throw new TransferError("This database has tables of Gatehouse's already. An export is only read into an empty one.");
}

async function hasRows(db: Kysely<Tables>, tables: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}

/** The ledger lets nobody choose an entry's time and hash, but for its owner, who may switch that off for as long as this takes. */
async function triggers(trx: Kysely<Tables>, tables: readonly string[], how: "enable" | "disable"): Promise<void> {
  for (const table of tables) await sql`alter table ${sql.table(table)} ${sql.raw(how)} trigger user`.execute(trx);
}

const ROWS_AT_ONCE = 500;

async function fill(trx: Kysely<Tables>, { header, reader, hash }: OpenExport): Promise<Imported> {
  const rows: Record<string, number> = Object.fromEntries(header.tables.map((table) => [table, 0]));
  const planned: Planned[] = [];
  let batch: { readonly table: string; readonly rows: string[] } | undefined;
  for (;;) {
    const next = await reader.next();
    if (next.done === true)
      throw new TransferError("The export ends early: its last line is missing. Nothing was kept.");
    const content = parsed(next.value);
    const row = Row.safeParse(content).data;
    if (batch !== undefined && (row?.table !== batch.table || batch.rows.length >= ROWS_AT_ONCE)) {
      await insert(trx, batch);
      batch = undefined;
    }
    const trailer = Trailer.safeParse(content).data;
    if (trailer !== undefined) {
      const found = { rows, timers: planned.length };
      assertWhole(trailer, found, hash.digest("hex"));
      return { ...found, planned };
    }
    hash.update(`${next.value}\n`);
    if (row === undefined) {
      planned.push(timerOf(content));
      continue;
    }
    rows[row.table] = (rows[row.table] ?? Number.NaN) + 1;
    batch ??= { table: row.table, rows: [] };
    batch.rows.push(row.row);
  }
}

function timerOf(content: unknown): Planned {
  const timer = Timer.safeParse(content);
  if (!timer.success)
    throw new TransferError("The export has a line that says nothing this release knows. Nothing was kept.");
  return { key: timer.data.timer, at: new Date(timer.data.at) };
}

/** PostgreSQL reads what PostgreSQL wrote. */
async function insert(
  trx: Kysely<Tables>,
  { table, rows }: { readonly table: string; readonly rows: readonly string[] },
) {
  await sql`
    insert into ${sql.table(table)} overriding system value
    select * from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(",")}]`}::jsonb)
  `.execute(trx);
}

function assertWhole(trailer: z.output<typeof Trailer>, found: Transferred, sha256: string): void {
  const isSame = Object.entries(trailer.rows).every(([table, count]) => found.rows[table] === count);
  if (isSame && trailer.timers === found.timers && trailer.sha256 === sha256) return;
  throw new TransferError(
    "The export was changed since it was made: its last line does not fit the others. Nothing was kept.",
  );
}

/** The next number of each table follows its highest. */
async function countOn(trx: Kysely<Tables>, tables: readonly string[]): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select relname::text as table, attname::text as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where attidentity <> '' and relnamespace = current_schema()::regnamespace and relname = any(${sql.val([...tables])}::text[])
  `.execute(trx);
  for (const { table, column } of rows)
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${sql.ref(column)}), 1), max(${sql.ref(column)}) is not null)
      from ${sql.table(table)}
    `.execute(trx);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
