import { Migrator } from "kysely/migration";
import type { Kysely } from "kysely";
import { first } from "./migrations/0001-first.ts";
import type { Tables } from "./schema.ts";

/**
 * Brings the tables up to date. Safe when several replicas start at once: on PostgreSQL the migrations run in one
 * transaction under an advisory lock, so the others wait and then find nothing left to do.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("the database could not be migrated", { cause: error });
}

const MIGRATIONS = { "0001-first": first };
