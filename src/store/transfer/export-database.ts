import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { atOneMoment } from "../audit.ts";
import type { Tables } from "../schema.ts";
import { FORMAT, LEFT_OUT, TransferError, type Transferred } from "./format.ts";

type Write = (line: string) => Promise<void>;

/**
 * Writes everything that is kept, as it was at one moment; others may go on writing meanwhile. Throws `TransferError` where there is
 * nothing of ours.
 */
export async function exportDatabase(db: Kysely<Tables>, write: Write): Promise<Transferred> {
  return await atOneMoment(db, async (trx) => {
    const hash = createHash("sha256");
    const line = async (content: object): Promise<void> => {
      const text = `${JSON.stringify(content)}\n`;
      hash.update(text);
      await write(text);
    };
    const tables = await tablesOf(trx);
    await line({ format: FORMAT, version: 1, migrations: await migrationsOf(trx), tables });
    const rows: Record<string, number> = {};
    for (const table of tables) rows[table] = await writeRows(trx, table, line);
    const timers = await writeTimers(trx, line);
    await write(`${JSON.stringify({ end: true, rows, timers, sha256: hash.digest("hex") })}\n`);
    return { rows, timers };
  });
}

async function migrationsOf(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) throw new TransferError("There are no tables of Gatehouse's in this database.");
  const { rows: done } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return done.map(({ name }) => name);
}

/** Ours, each after those that it refers to. */
async function tablesOf(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; refers: string[] }>`
    select relname::text as name, array(
      select confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid = pg_class.oid and confrelid <> pg_class.oid
    ) as refers
    from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> all(${sql.val([...LEFT_OUT])}::text[])
    order by relname
  `.execute(db);
  const sorted: string[] = [];
  while (sorted.length < rows.length) {
    const next = rows.find(
      ({ name, refers }) => !sorted.includes(name) && refers.every((other) => sorted.includes(other)),
    );
    if (next === undefined) throw new Error("tables that refer to each other in a circle");
    sorted.push(next.name);
  }
  return sorted;
}

const ROWS_AT_ONCE = 500;

async function writeRows(trx: Kysely<Tables>, table: string, line: (row: object) => Promise<void>): Promise<number> {
  await sql`declare exported no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} as t`.execute(
    trx,
  );
  let count = 0;
  for (let isMore = true; isMore;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from exported`.execute(trx);
    for (const { row } of rows) await line({ table, row });
    count += rows.length;
    isMore = rows.length === ROWS_AT_ONCE;
  }
  await sql`close exported`.execute(trx);
  return count;
}

/** Other jobs follow from the deliveries that are not done. */
async function writeTimers(trx: Kysely<Tables>, line: (timer: object) => Promise<void>): Promise<number> {
  const { rows: queue } = await sql<{ there: boolean }>`select to_regclass('pgboss.job') is not null as there`.execute(
    trx,
  );
  if (queue[0]?.there !== true) return 0;
  const { rows } = await sql<{ key: string; at: Date }>`
    select data ->> 'key' as key, coalesce((data ->> 'at')::timestamptz, start_after) as at from pgboss.job
    where name = 'wake' and state <= 'active' and data ->> 'key' <> '' order by start_after
  `.execute(trx);
  for (const { key, at } of rows) await line({ timer: key, at: at.toISOString() });
  return rows.length;
}
