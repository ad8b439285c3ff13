import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { jsonText } from "./json-text.ts";
import { installationKey, isRepositoryKey, repositoryKey } from "./keys.ts";
import type { SubjectKey } from "./keys.ts";
import type { Queue } from "./queue.ts";
import type { Tables } from "./schema.ts";

/** A webhook delivery as it came in, its payload trimmed by whoever accepts it. */
export interface IncomingDelivery {
  /** `X-GitHub-Delivery`; a redelivery carries the same one. */
  readonly guid: string;
  readonly event: string;
  readonly action?: string | undefined;
  readonly installationId?: number | undefined;
  readonly repositoryId?: number | undefined;
  readonly owner?: string | undefined;
  readonly name?: string | undefined;
  readonly sender?: unknown;
  readonly payload: unknown;
  readonly receivedAt: Date;
  /** Whom it concerns; may be several, such as two pull requests with one head commit. */
  readonly subjects: readonly SubjectKey[];
  /** It concerns the whole repository (or installation), and is the `repository` job's to spread. */
  readonly repositoryWide?: boolean | undefined;
}

export interface Delivery {
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly owner: string | undefined;
  readonly name: string | undefined;
  readonly sender: unknown;
  readonly payload: unknown;
  readonly receivedAt: Date;
  /** How often acting on it for this subject has failed, and the last error. */
  readonly attempts: number;
  readonly error: string | undefined;
}

export interface Deliveries {
  /**
   * Stores a delivery and its jobs in one transaction; when this resolves nothing can be lost. `accepted` is false for a
   * repetition of one that is done; a repetition of one that isn't makes sure again that its jobs exist.
   */
  accept(delivery: IncomingDelivery): Promise<{ readonly accepted: boolean }>;
  /** What is still to be acted on for a subject, in order of arrival. */
  pending(key: SubjectKey): Promise<readonly Delivery[]>;
  /** These are done for this subject; for other subjects of theirs they may still be open. */
  done(guids: readonly string[], key: SubjectKey): Promise<void>;
  /** Keeps what went wrong; they stay pending. */
  failed(guids: readonly string[], key: SubjectKey, error: unknown): Promise<void>;
  /** Forgets deliveries received before a moment that are done for everyone they concern; answers how many. */
  forget(before: Date): Promise<number>;
}

export function createDeliveries(db: Kysely<Tables>, queue: Queue): Deliveries {
  return {
    accept: (delivery) => db.transaction().execute((trx) => accept(trx, queue, delivery)),
    pending: (key) => pending(db, key),
    async done(guids, key) {
      await open(db, guids, key).set({ processed_at: new Date() }).execute();
    },
    async failed(guids, key, error) {
      const message = error instanceof Error ? error.message : String(error);
      await open(db, guids, key)
        .set({ attempts: sql`attempts + 1`, error: message.replaceAll("\0", "\u{FFFD}") })
        .execute();
    },
    forget: (before) => forget(db, before),
  };
}

async function accept(
  trx: Transaction<Tables>,
  queue: Queue,
  delivery: IncomingDelivery,
): Promise<{ readonly accepted: boolean }> {
  const isNew = await insert(trx, delivery);
  const keys = isNew ? keysOf(delivery) : await openKeys(trx, delivery.guid);
  const repositories = keys.filter(isRepositoryKey);
  const subjects = keys.filter((key) => !isRepositoryKey(key));
  await queue.send("repository", repositories, trx);
  await queue.send("evaluate", subjects, trx);
  return { accepted: isNew || keys.length > 0 };
}

/** Both tables in one statement, because this is on the way to the answer GitHub waits for. */
async function insert(trx: Transaction<Tables>, delivery: IncomingDelivery): Promise<boolean> {
  const added = await trx
    .with("added", (cte) =>
      cte
        .insertInto("deliveries")
        .values({
          guid: delivery.guid,
          event: delivery.event,
          action: delivery.action ?? null,
          installation_id: delivery.installationId ?? null,
          repository_id: delivery.repositoryId ?? null,
          owner: delivery.owner ?? null,
          name: delivery.name ?? null,
          sender: jsonText(delivery.sender),
          payload: jsonText(delivery.payload),
          received_at: delivery.receivedAt,
        })
        .onConflict((conflict) => conflict.column("guid").doNothing())
        .returning("id"),
    )
    .with("concerned", (cte) =>
      cte
        .insertInto("delivery_subjects")
        .columns(["delivery_id", "subject_key"])
        .expression((from) =>
          from
            .selectFrom("added")
            .select(["added.id", sql<string>`unnest(${sql.val(keysOf(delivery))}::text[])`.as("subject_key")]),
        ),
    )
    .selectFrom("added")
    .select("id")
    .execute();
  return added.length > 0;
}

function keysOf(delivery: IncomingDelivery): SubjectKey[] {
  const wide = delivery.repositoryWide === true ? wholeOf(delivery) : [];
  return [...new Set([...delivery.subjects, ...wide])];
}

function wholeOf({ repositoryId, installationId }: IncomingDelivery): SubjectKey[] {
  if (repositoryId !== undefined) return [repositoryKey(repositoryId)];
  return installationId === undefined ? [] : [installationKey(installationId)];
}

async function openKeys(trx: Transaction<Tables>, guid: string): Promise<SubjectKey[]> {
  const rows = await trx
    .selectFrom("delivery_subjects")
    .innerJoin("deliveries", "deliveries.id", "delivery_subjects.delivery_id")
    .select("subject_key")
    .where("guid", "=", guid)
    .where("processed_at", "is", null)
    .execute();
  return rows.map(({ subject_key: key }) => key);
}

async function pending(db: Kysely<Tables>, key: SubjectKey): Promise<Delivery[]> {
  const rows = await db
    .selectFrom("delivery_subjects")
    .innerJoin("deliveries", "deliveries.id", "delivery_subjects.delivery_id")
    .selectAll()
    .where("subject_key", "=", key)
    .where("processed_at", "is", null)
    .orderBy("delivery_id")
    .execute();
  return rows.map((row) => ({
    guid: row.guid,
    event: row.event,
    action: row.action ?? undefined,
    installationId: row.installation_id ?? undefined,
    repositoryId: row.repository_id ?? undefined,
    owner: row.owner ?? undefined,
    name: row.name ?? undefined,
    sender: row.sender ?? undefined,
    payload: row.payload,
    receivedAt: row.received_at,
    attempts: row.attempts,
    error: row.error ?? undefined,
  }));
}

function open(db: Kysely<Tables>, guids: readonly string[], key: SubjectKey) {
  return db
    .updateTable("delivery_subjects")
    .where("subject_key", "=", key)
    .where("processed_at", "is", null)
    .where("delivery_id", "in", (from) =>
      from
        .selectFrom("deliveries")
        .select("id")
        .where("guid", "=", sql<string>`any(${sql.val(guids)}::text[])`),
    );
}

async function forget(db: Kysely<Tables>, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("deliveries")
    .where("received_at", "<", before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("delivery_subjects")
            .select("delivery_id")
            .whereRef("delivery_id", "=", "deliveries.id")
            .where("processed_at", "is", null),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
