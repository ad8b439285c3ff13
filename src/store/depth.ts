import { sql } from "kysely";
import type { Kysely } from "kysely";
import { QUEUES } from "./queue.ts";
import type { QueueName } from "./queue.ts";
import type { Tables } from "./schema.ts";

/** What waits and what runs, over all processes that share the database. */
export interface Depth {
  /** Seconds for which the oldest turn is due that nobody has begun; 0 when none is. What nobody's gate waits for may wait. */
  readonly lagSeconds: number;
  /** Deliveries that are not done with for somebody they concern. */
  readonly deliveries: number;
  /** Seconds since the oldest of these came in; 0 when there is none. One that GitHub keeps refusing stays, so it may be old while all is well. */
  readonly oldestSeconds: number;
  readonly jobs: Readonly<Record<string, JobCounts>>;
}

interface JobCounts {
  /** Could be begun now. */
  readonly due: number;
  readonly running: number;
  /** For a later moment: timers, and what is tried again. */
  readonly planned: number;
}

/** Two look-ups, by indexes that hold what is open and nothing else. */
export async function depthOf(db: Kysely<Tables>): Promise<Depth> {
  const { rows } = await sql<{ name: QueueName; due: number; running: number; planned: number; lag: number }>`
    select name,
      (count(*) filter (where state < 'active' and start_after <= now()))::int as due,
      (count(*) filter (where state = 'active'))::int as running,
      (count(*) filter (where state < 'active' and start_after > now()))::int as planned,
      coalesce(extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now())), 0)::float8 as lag
    from pgboss.job where name = any(${sql.val([...QUEUES])}::text[]) and state <= 'active'
    group by name
  `.execute(db);
  const { rows: waiting } = await sql<{ count: number; age: number }>`
    select count(*)::int as count, coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as age
    from deliveries where id in (select delivery_id from delivery_subjects where processed_at is null)
  `.execute(db);
  const countsOf = (queue: QueueName): JobCounts => {
    const { due = 0, running = 0, planned = 0 } = rows.find(({ name }) => name === queue) ?? {};
    return { due, running, planned };
  };
  return {
    lagSeconds: Math.max(0, ...rows.map(({ name, lag }) => (name === "aside" ? 0 : lag))),
    deliveries: waiting[0]?.count ?? 0,
    oldestSeconds: Math.max(0, waiting[0]?.age ?? 0),
    jobs: Object.fromEntries(QUEUES.map((queue) => [queue, countsOf(queue)])),
  };
}
