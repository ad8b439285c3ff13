import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import type { Migration } from "kysely/migration";
import type { Kysely } from "kysely";
import { first } from "./migrations/0001-first.ts";
import { ledgerChain } from "./migrations/0002-ledger-chain.ts";
import { organisations } from "./migrations/0003-organisations.ts";
import { followed } from "./migrations/0004-followed.ts";
import { binding } from "./migrations/0005-binding.ts";
import { deployRequests } from "./migrations/0006-deploy-requests.ts";
import { links } from "./migrations/0007-links.ts";
import { catchUp } from "./migrations/0008-catch-up.ts";
import { writeLimits } from "./migrations/0009-write-limits.ts";
import { standings } from "./migrations/0010-standings.ts";
import { sessions } from "./migrations/0011-sessions.ts";
import { adoption } from "./migrations/0012-adoption.ts";
import { traceparent } from "./migrations/0013-traceparent.ts";
import { proposed } from "./migrations/0014-proposed.ts";
import { anew } from "./migrations/0015-anew.ts";
import { heldByConfig } from "./migrations/0016-held-by-config.ts";
import type { Tables } from "./schema.ts";

/**
 * Brings the tables up to date. Safe when several replicas start at once: on PostgreSQL the migrations run in one
 * transaction under an advisory lock, so the others wait and then find nothing left to do. Where nothing is to be done no
 * right to create is needed, and tables that a later release has brought further are left as they are.
 */
export async function migrate(
  db: Kysely<Tables>,
  migrations: Readonly<Record<string, Migration>> = MIGRATIONS,
): Promise<void> {
  if (await isUpToDate(db, Object.keys(migrations))) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("the database could not be migrated", { cause: error });
}

/** By name, in the order in which they run. */
export const MIGRATIONS: Readonly<
  Record<
    | "0001-first"
    | "0002-ledger-chain"
    | "0003-organisations"
    | "0004-followed"
    | "0005-binding"
    | "0006-deploy-requests"
    | "0007-links"
    | "0008-catch-up"
    | "0009-write-limits"
    | "0010-standings"
    | "0011-sessions"
    | "0012-adoption"
    | "0013-traceparent"
    | "0014-proposed"
    | "0015-anew"
    | "0016-held-by-config",
    Migration
  >
> = {
  "0001-first": first,
  "0002-ledger-chain": ledgerChain,
  "0003-organisations": organisations,
  "0004-followed": followed,
  "0005-binding": binding,
  "0006-deploy-requests": deployRequests,
  "0007-links": links,
  "0008-catch-up": catchUp,
  "0009-write-limits": writeLimits,
  "0010-standings": standings,
  "0011-sessions": sessions,
  "0012-adoption": adoption,
  "0013-traceparent": traceparent,
  "0014-proposed": proposed,
  "0015-anew": anew,
  "0016-held-by-config": heldByConfig,
};

/** Whether every one of these migrations has run. */
async function isUpToDate(db: Kysely<Tables>, names: readonly string[]): Promise<boolean> {
  const { rows: tables } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there
  `.execute(db);
  if (tables[0]?.there !== true) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  return names.every((name) => done.has(name));
}
