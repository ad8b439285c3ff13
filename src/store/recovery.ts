import { sql } from "kysely";
import type { Database } from "./database.ts";
import { QUEUES } from "./queue.ts";
import type { Queue } from "./queue.ts";
import { isRepositoryKey } from "./keys.ts";

/**
 * Takes up what an earlier process left undone. The embedded database has one process, so whatever it finds running was
 * cut off and goes back into the queue at once instead of when its heartbeat is missed; on PostgreSQL another replica may be at it.
 */
export async function recover(database: Database, queue: Queue): Promise<void> {
  if (database.kind === "pglite") await releaseInterrupted(database);
  await requeuePending(database, queue);
}

/** A net under the transactions: every delivery that is not done has a job. */
export async function requeuePending({ db }: Database, queue: Queue): Promise<void> {
  const pending = await db
    .selectFrom("delivery_subjects")
    .select("subject_key")
    .distinct()
    .where("processed_at", "is", null)
    .execute();
  const keys = pending.map(({ subject_key: key }) => key);
  await queue.send("repository", keys.filter(isRepositoryKey));
  await queue.send(
    "evaluate",
    keys.filter((key) => !isRepositoryKey(key)),
  );
}

async function releaseInterrupted({ db }: Database): Promise<void> {
  await db
    .updateTable("pgboss.job")
    .set({ state: sql`'retry'`, start_after: sql`now()` })
    .where("name", "in", QUEUES)
    .where("state", "=", sql<string>`'active'`)
    .execute();
}
