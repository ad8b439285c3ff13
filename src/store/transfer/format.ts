import { z } from "zod";

/**
 * A whole database as text, a JSON document a line: what it is, then rows table by table as PostgreSQL writes them, then timers, then how
 * many there were of each and the digest of all lines before. No kind of database and no release of it has a say in this.
 */
export const FORMAT = "gatehouse-database";

export const Header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  /** Those that the tables had been through. */
  migrations: z.array(z.string()).min(1),
  /** In the order in which they can be filled. */
  tables: z.array(z.string().regex(/^[a-z_]+$/)),
});
export type Header = z.output<typeof Header>;

/** A row stands in its line as text, so that no number of it goes through JavaScript. */
export const Row = z.object({ table: z.string(), row: z.string() });

export const Timer = z.object({ timer: z.string(), at: z.iso.datetime({ offset: true }) });

export const Trailer = z.object({
  end: z.literal(true),
  rows: z.record(z.string(), z.int()),
  timers: z.int(),
  /** SHA-256 in hexadecimal digits, each line with its line break. */
  sha256: z.string(),
});

/** How many rows of each table, and timers, went over. */
export interface Transferred {
  readonly rows: Readonly<Record<string, number>>;
  readonly timers: number;
}

/**
 * What is no record of anything: kysely's own tables; how much was written within the hour; sessions, whose keys are not in the
 * database, so that people sign in anew.
 */
export const LEFT_OUT: readonly string[] = ["kysely_migration", "kysely_migration_lock", "write_limits", "sessions"];

/** The file is not a whole export, or not for this database; the message says why. */
export class TransferError extends Error {
  readonly code = "transfer";
}
