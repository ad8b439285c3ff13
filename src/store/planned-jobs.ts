import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { PgBoss } from "pg-boss";
import type { JobData, QueueName } from "./queue.ts";
import type { Tables } from "./schema.ts";

/** The one job that is queued under a key, in the words of pg-boss's own index: with others, PostgreSQL would look through the whole queue. */
export const QUEUED = sql<boolean>`state = 'created' and policy = 'short'`;

const queuedUnder = (key: string) => sql<boolean>`${QUEUED} and coalesce(singleton_key, '') = ${key}`;

/** Something to be done at a moment. */
export interface Planned {
  readonly name: QueueName;
  readonly key: string;
  readonly at: Date;
  readonly data: JobData;
}

/** Plans a job in place of the one that is planned under the same key. */
export async function plan(
  { db, boss }: { readonly db: Kysely<Tables>; readonly boss: PgBoss },
  { name, key, at, data }: Planned,
): Promise<void> {
  const job = { data, singletonKey: key, startAfter: at, group: { id: data.key } };
  while (!(await replace(db, { name, key, at, data }))) {
    if ((await boss.insert(name, [job], { returnId: true })) !== null) return;
  }
}

async function replace(db: Kysely<Tables>, { name, key, at, data }: Planned): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update pgboss.job
    set data = ${JSON.stringify(data)}::jsonb, start_after = ${at}, keep_until = ${at}::timestamptz + (keep_until - start_after)
    where name = ${name} and ${queuedUnder(key)}
  `.execute(db);
  return numAffectedRows > 0n;
}

/** Drops what is planned under a key. */
export async function remove(db: Kysely<Tables>, name: QueueName, key: string): Promise<void> {
  await db.deleteFrom("pgboss.job").where("name", "=", name).where(queuedUnder(key)).execute();
}

/** Lets timers go off at once whose moment has come by this clock. */
export async function setOff(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .updateTable("pgboss.job")
    .set({ start_after: sql`now()` })
    .where("name", "=", "wake")
    .where(sql<boolean>`state < 'active' and start_after > now() and (data ->> 'at')::timestamptz <= ${now}`)
    .execute();
}
