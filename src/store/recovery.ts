import { sql } from "kysely";
import type { Database } from "./database.ts";
import { queueOf, QUEUES, TURNS } from "./queue.ts";
import type { Queue } from "./queue.ts";
import { LOCK_SPACE } from "./subject-guard.ts";

/**
 * Takes up what an earlier process left undone. What was cut off goes back into the queue at once instead of when its heartbeat is
 * missed. The embedded database has one process, so that is whatever it finds running; on PostgreSQL another replica may be at it.
 */
export async function recover(database: Database, queue: Queue): Promise<void> {
  if (database.kind === "pglite") await releaseInterrupted(database);
  else await releaseAbandoned(database);
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
  for (const name of TURNS)
    await queue.send(
      name,
      keys.filter((key) => queueOf(key) === name),
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

/**
 * Running by the queue's word, but nobody holds the subject: whoever did is dead. A replica that has taken a job and not yet the hold
 * finds the subject busy or nothing left to do.
 */
async function releaseAbandoned({ db }: Database): Promise<void> {
  await sql`
    with active as materialized (
      select name, id, data ->> 'key' as key from pgboss.job where state = 'active' and name = any(${sql.val([...QUEUES])}::text[])
    ), abandoned as materialized (
      select name, id from active where pg_try_advisory_xact_lock(${LOCK_SPACE}, hashtext(key))
    )
    update pgboss.job set state = 'retry', start_after = now()
      from abandoned where job.name = abandoned.name and job.id = abandoned.id and job.state = 'active'
  `.execute(db);
}
