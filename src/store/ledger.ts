import { sql } from "kysely";
import type { Kysely } from "kysely";
import { jsonText } from "./json-text.ts";
import { repositoryKey, type SubjectKey } from "./keys.ts";
import type { Tables } from "./schema.ts";

/** One act to be recorded. */
export interface LedgerEntry {
  /** Names the act within its subject, so that acting on a delivery twice records it once. */
  readonly key: string;
  readonly at: Date;
  readonly deliveryGuid?: string | undefined;
  readonly entry: unknown;
}

export interface RecordedEntry extends LedgerEntry {
  readonly id: number;
}

/**
 * The record of what people did. The database itself chains each entry to the one before in its repository, one at a time,
 * and refuses to change or delete (see migration 0002).
 */
export interface Ledger {
  /** Appends what isn't there yet; answers the id of each entry, in the order given. */
  append(subjectKey: SubjectKey, entries: readonly LedgerEntry[]): Promise<readonly number[]>;
  /** Everything recorded for a subject, oldest first. */
  of(subjectKey: SubjectKey): Promise<readonly RecordedEntry[]>;
  /** Who rolled back what in a repository, and who took it up again, oldest first: the entries with their subjects. */
  rollbacksIn(repositoryId: number): Promise<readonly { readonly subjectKey: SubjectKey; readonly entry: unknown }[]>;
}

export function createLedger(db: Kysely<Tables>): Ledger {
  return {
    append: (subjectKey, entries) => append(db, subjectKey, entries),
    async of(subjectKey) {
      const rows = await db
        .selectFrom("ledger")
        .selectAll()
        .where("subject_key", "=", subjectKey)
        .orderBy("sequence")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        key: row.key,
        at: row.at,
        deliveryGuid: row.delivery_guid ?? undefined,
        entry: row.entry,
      }));
    },
    async rollbacksIn(repositoryId) {
      const rows = await db
        .selectFrom("ledger")
        .select(["subject_key", "entry"])
        .where("chain", "=", repositoryKey(repositoryId))
        .where(sql<boolean>`entry ->> 'act' in ('rollback', 'resume')`)
        .orderBy("sequence")
        .execute();
      return rows.map(({ subject_key: key, entry }) => ({ subjectKey: key, entry }));
    },
  };
}

async function append(
  db: Kysely<Tables>,
  subjectKey: SubjectKey,
  entries: readonly LedgerEntry[],
): Promise<readonly number[]> {
  if (entries.length === 0) return [];
  const values = entries.map(({ key, at, deliveryGuid, entry }) => ({
    subject_key: subjectKey,
    key,
    at,
    delivery_guid: deliveryGuid ?? null,
    entry: jsonText(entry),
  }));
  const keys = [...new Set(entries.map(({ key }) => key))];
  const there = db.selectFrom("ledger").select(["id", "key"]).where("subject_key", "=", subjectKey);
  const rows = await db
    .with("added", (to) =>
      to
        .insertInto("ledger")
        .values(values)
        .onConflict((conflict) => conflict.columns(["subject_key", "key"]).doNothing())
        .returning(["id", "key"]),
    )
    .selectFrom("added")
    .select(["id", "key"])
    .unionAll(there.where("key", "in", keys))
    .execute();
  // What somebody else added in this very moment is in neither part.
  const all = rows.length === keys.length ? rows : await there.where("key", "in", keys).execute();
  const ids = new Map(all.map(({ id, key }) => [key, id]));
  return entries.flatMap(({ key }) => ids.get(key) ?? []);
}
