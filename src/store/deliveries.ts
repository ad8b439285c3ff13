import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { acceptAtOnce } from "./accept-at-once.ts";
import { insertion, keysOf, openKeys } from "./incoming.ts";
import type { SubjectKey } from "./keys.ts";
import type { Pipeline } from "./pipeline.ts";
import { queueOf, TURNS } from "./queue.ts";
import type { Queue } from "./queue.ts";
import { forget } from "./forget.ts";
import type { Tables } from "./schema.ts";
import { together } from "./together.ts";

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
  /** What caused it, where somebody wants traces. https://www.w3.org/TR/trace-context/#traceparent-header */
  readonly traceparent?: string | undefined;
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
  readonly traceparent: string | undefined;
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

/** With a pipeline, deliveries are accepted in one round trip to the database. */
export function createDeliveries(db: Kysely<Tables>, queue: Queue, pipeline?: Pipeline): Deliveries {
  return {
    accept: together(
      (crowd: readonly IncomingDelivery[]) =>
        pipeline === undefined
          ? db.transaction().execute((trx) => accept(trx, queue, crowd))
          : acceptAtOnce({ db, queue, pipeline }, crowd),
      MOST_AT_ONCE,
    ),
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

/** Deliveries written by one transaction, at most: it should not hold up the answers to them for long. */
const MOST_AT_ONCE = 250;

async function accept(
  trx: Transaction<Tables>,
  queue: Queue,
  crowd: readonly IncomingDelivery[],
): Promise<readonly { readonly accepted: boolean }[]> {
  const { rows } = await insertion(crowd).execute(trx);
  const added = new Set(rows.map(({ guid }) => guid));
  const repeated = crowd.filter(({ guid }) => !added.has(guid)).map(({ guid }) => guid);
  const unfinished = await openKeys(trx, repeated);
  const keys = crowd.flatMap((delivery) =>
    added.has(delivery.guid) ? keysOf(delivery) : (unfinished.get(delivery.guid) ?? []),
  );
  for (const name of TURNS)
    await queue.send(
      name,
      keys.filter((key) => queueOf(key) === name),
      trx,
    );
  return crowd.map(({ guid }) => ({ accepted: added.has(guid) || unfinished.has(guid) }));
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
    traceparent: row.traceparent ?? undefined,
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
