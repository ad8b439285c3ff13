import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Log } from "./log.ts";
import { queueOf, QUEUES, TURNS } from "./queue.ts";
import type { Queue } from "./queue.ts";
import { LOCK_SPACE } from "./subject-guard.ts";

/**
 * Takes up what an earlier process left undone. What was cut off goes back into the queue at once instead of when its heartbeat is
 * missed. The embedded database has one process, so that is whatever it finds running; on PostgreSQL another replica may be at it.
 */
export async function recover(database: Database, queue: Queue): Promise<void> {
  if (database.kind === "pglite") await releaseInterrupted(database);
  else await releaseAbandoned(database, 0);
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
 * Running by the queue's word for so many seconds, but nobody holds the subject: whoever did is dead. So is whoever left its place and
 * was to come back to it. A replica that has taken a job and not yet the hold finds the subject busy or nothing left to do. Answers how
 * many there were.
 */
export async function releaseAbandoned({ db }: Pick<Database, "db">, seconds: number): Promise<number> {
  const { rows } = await sql<{ released: number }>`
    with held as materialized (
      select name, id, data ->> 'key' as key from pgboss.job
      where name = any(${sql.val([...QUEUES])}::text[]) and (
        (state = 'active' and started_on <= now() - make_interval(secs => ${seconds}))
        or (name <> 'wake' and state = 'created' and start_after > now() and singleton_key = 'slow ' || (data ->> 'key'))
      )
    ), abandoned as materialized (
      select name, id from held where pg_try_advisory_xact_lock(${LOCK_SPACE}, hashtext(key))
    ), released as (
      update pgboss.job set state = case when state = 'active' then 'retry'::pgboss.job_state else state end, start_after = now()
        from abandoned where job.name = abandoned.name and job.id = abandoned.id and (job.state = 'active' or job.start_after > now())
      returning job.id
    )
    select count(*)::int as released from released
  `.execute(db);
  return rows[0]?.released ?? 0;
}

/** Milliseconds between two looks for what the dead left behind, and seconds that a live process may take to hold what it took. */
const LOOK_MS = 3000;
const SLOWEST_HOLD_SECONDS = 2;

interface Heirs {
  readonly database: Database;
  readonly log: Log;
  /** Told how many jobs there were. */
  readonly tookOver: (jobs: number) => void;
}

/** Gives back to the queue what dead replicas had begun, as long as this one lives; answers how to end that. */
export function takeOver({ database, log, tookOver }: Heirs): () => Promise<void> {
  if (database.kind === "pglite") return async () => undefined;
  let look: Promise<void> | undefined;
  const once = async (): Promise<void> => {
    const jobs = await releaseAbandoned(database, SLOWEST_HOLD_SECONDS);
    if (jobs === 0) return;
    log.warn({ jobs }, "another process died, its work is taken over");
    tookOver(jobs);
  };
  const timer = setInterval(() => {
    look ??= once()
      .catch((error: unknown) => log.debug({ err: error }, "could not look for what dead processes left"))
      .finally(() => {
        look = undefined;
      });
  }, LOOK_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await look;
  };
}
