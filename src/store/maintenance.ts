import { sql } from "kysely";
import { clearBuckets } from "./buckets.ts";
import type { Database } from "./database.ts";
import type { Deliveries } from "./deliveries.ts";
import type { Log } from "./log.ts";
import { clearSessions } from "./sessions.ts";
import { createShadow } from "./shadow.ts";
import { createStandings } from "./standings.ts";
import { requeuePending } from "./recovery.ts";
import type { Queue } from "./queue.ts";

export interface Maintenance {
  readonly database: Database;
  readonly queue: Queue;
  readonly deliveries: Deliveries;
  readonly log: Log;
  /** Deliveries that are done are kept this long. */
  readonly retentionDays: number;
}

/** Housekeeping every hour; returns how to end it, which waits for a round under way. */
export function startMaintenance(maintenance: Maintenance): () => Promise<void> {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = maintain(maintenance).catch((error: unknown) =>
      maintenance.log.error({ err: error }, "maintenance failed"),
    );
  }, HOUR);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}

const HOUR = 3600 * 1000;

/** How long pages know what is over, and how long people waited: enough to compare with the same weeks a year before. */
const KEPT_DAYS = 400;

/** The embedded database has no autovacuum, so without this its files only ever grow. */
export async function maintain({ database, queue, deliveries, log, retentionDays }: Maintenance): Promise<void> {
  await requeuePending(database, queue);
  const forgotten = await deliveries.forget(new Date(Date.now() - retentionDays * 24 * HOUR));
  await createStandings(database.db).clear(new Date(Date.now() - KEPT_DAYS * 24 * HOUR));
  await createShadow(database.db).clear(new Date(Date.now() - KEPT_DAYS * 24 * HOUR));
  await clearSessions(database.db, new Date());
  await clearBuckets(database);
  if (database.kind === "pglite") await sql`vacuum analyze`.execute(database.db);
  log.info({ forgotten }, "database maintained");
}
