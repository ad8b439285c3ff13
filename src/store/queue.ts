import { randomUUID } from "node:crypto";
import { fromKysely, PgBoss } from "pg-boss";
import type { ConnectionOptions, QueueOptions } from "pg-boss";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "./database.ts";
import type { Log } from "./log.ts";
import { isAsideKey, isRepositoryKey } from "./keys.ts";
import { plan, QUEUED, remove, setOff } from "./planned-jobs.ts";
import type { Statement } from "./pipeline.ts";
import type { Tables } from "./schema.ts";

/**
 * `evaluate`: a subject changed. `repository`: something touches many subjects. `wake`: a timer of a subject; timers have
 * a queue of their own because a deferred job would swallow the immediate ones that share its key. `aside`: what can take long, and
 * nobody's gate waits for.
 */
export type QueueName = "evaluate" | "repository" | "wake" | "aside";
export const QUEUES: readonly QueueName[] = ["evaluate", "repository", "wake", "aside"];

/** Those that work off deliveries. */
export const TURNS = ["repository", "evaluate", "aside"] as const satisfies readonly QueueName[];

/** The queue in which a key has its turn. */
export const queueOf = (key: string): QueueName => {
  if (isRepositoryKey(key)) return "repository";
  return isAsideKey(key) ? "aside" : "evaluate";
};

/** What travels in a job: whose turn it is, and how often it has failed in a row. */
export const JobData = z.object({
  key: z.string(),
  attempts: z.int().default(0),
  /** Of a timer: its moment, by the clock of whoever set it. */
  at: z.iso.datetime().optional(),
});
export type JobData = z.output<typeof JobData>;

/** Why a run is planned: `again`, it failed; `busy`, somebody else was at it, or too many others; `slow`, it goes on and may be cut off. */
export type Why = "again" | "busy" | "slow";

export interface When {
  readonly at: Date;
  readonly why: Why;
}

export interface Queue {
  readonly boss: PgBoss;
  /** Makes sure a run follows for each key. With a transaction, the run sees what that transaction wrote. */
  send(name: QueueName, keys: readonly string[], within?: Transaction<Tables>): Promise<void>;
  /** The same as statements for a transaction of somebody else's. */
  sending(name: QueueName, keys: readonly string[]): Promise<Sendings>;
  /** Plans a run beside whatever else is queued, replacing an earlier one that was planned for the same reason. */
  postpone(name: QueueName, job: JobData, when: When): Promise<void>;
  /** Drops what `postpone` planned for that reason. */
  cancelPostponed(name: QueueName, key: string, why: Why): Promise<void>;
  /** Sets, replaces or (with `undefined`) removes the timer of a subject. `now` is the caller's, whose clock may be another one. */
  setTimer(key: string, at: Date | undefined, now: Date): Promise<void>;
  /** Lets go off at once what has come by this clock: it was moved. */
  setOff(now: Date): Promise<void>;
  stop(): Promise<void>;
}

/** Starts pg-boss on the same database, so that a row and its job are written in one transaction. */
export async function openQueue(database: Database, log: Log): Promise<Queue> {
  const boss = new PgBoss({ ...database.boss, ...BOSS, createSchema: !(await hasSchema(database)) });
  boss.on("error", (error) => log.error({ err: error }, "queue error"));
  boss.on("warning", (warning) => log.warn({ warning }, "queue warning"));
  await boss.start();
  for (const name of QUEUES) await prepare(boss, name);
  return {
    boss,
    send: (name, keys, within) => send(database, boss, { name, keys, within }),
    sending: (name, keys) => sending(database, boss, { name, keys }),
    ...plannedJobs(database, boss),
    stop: () => boss.stop({ graceful: false }),
  };
}

const plannedJobs = (
  { db }: Database,
  boss: PgBoss,
): Pick<Queue, "postpone" | "cancelPostponed" | "setTimer" | "setOff"> => ({
  postpone: (name, job, { at, why }) => plan({ db, boss }, { name, key: postponedKey(name, job, why), at, data: job }),
  cancelPostponed: (name, key, why) => remove(db, name, postponedKey(name, { key }, why)),
  setTimer: (key, at, now) =>
    at === undefined ? remove(db, "wake", key) : plan({ db, boss }, { name: "wake", key, ...timerOf(key, at, now) }),
  setOff: (now) => setOff(db, now),
});

/** A key of its own lets new events through at once while a retry is waiting; the group still keeps runs apart. */
const postponedKey = (name: QueueName, { key }: Pick<JobData, "key">, why: Why): string =>
  name === "wake" ? key : `${why} ${key}`;

/** The database goes by the real time; a clock that tests move is as far from its moment as that is from the real one. */
const timerOf = (key: string, at: Date, now: Date) => ({
  at: new Date(Date.now() + at.getTime() - now.getTime()),
  data: { key, attempts: 0, at: at.toISOString() },
});

/** PostgreSQL asks for the right to create a schema even where it is there already, which a user of few rights lacks. */
async function hasSchema({ db }: Database): Promise<boolean> {
  const { rows } = await sql`select from pg_namespace where nspname = 'pgboss'`.execute(db);
  return rows.length > 0;
}

const BOSS = {
  useListenNotify: true,
  schedule: false,
  superviseIntervalSeconds: 10,
  monitorIntervalSeconds: 10,
  maintenanceIntervalSeconds: 600,
  monitorVacuum: false,
} as const;

const YEAR = 365 * 24 * 3600;

/** A crash is seen by the missing heartbeat. Jobs are given up never: the limit on retries is out of reach. */
const SETTINGS = {
  policy: "short",
  notify: true,
  heartbeatSeconds: 10,
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  retentionSeconds: YEAR,
  deleteAfterSeconds: 600,
} as const satisfies QueueOptions & { policy: "short"; notify: boolean };

/**
 * The first send looks the queue's settings up outside of any given transaction and remembers them. On the embedded
 * database's only connection that look-up would wait for the very transaction it is part of, so it is done here.
 */
async function prepare(boss: PgBoss, name: QueueName): Promise<void> {
  await boss.createQueue(name, SETTINGS);
  await boss.updateQueue(name, { notify: true, heartbeatSeconds: SETTINGS.heartbeatSeconds });
  const id = await boss.send(name, { key: "" }, { startAfter: 3600, singletonKey: `warm-up ${randomUUID()}` });
  if (id !== null) await boss.deleteJob(name, id);
}

/**
 * Sends jobs, and holds them until the transaction ends: the second answers a `key` for each. For the others a run is on its way that
 * may be too early, so they are to be sent again afterwards. Nothing where there are no keys.
 */
export type Sendings = readonly [send: Statement, hold: Statement] | readonly [];

interface Sending {
  readonly name: QueueName;
  readonly keys: readonly string[];
  readonly within: Transaction<Tables> | undefined;
}

/** If a queued job is fetched before it could be held, its run may be too early for us: then a new one follows. */
async function send({ db }: Database, boss: PgBoss, { name, keys, within }: Sending): Promise<void> {
  const options = within === undefined ? {} : { db: fromKysely(within) };
  let missing = [...new Set(keys)].toSorted();
  while (missing.length > 0) {
    const queued = await insert(boss, name, { keys: missing, options });
    if (queued.length === 0) return;
    const held = await hold(within ?? db, name, queued);
    missing = queued.filter((key) => !held.has(key));
  }
}

interface Batch {
  readonly keys: readonly string[];
  readonly options: ConnectionOptions;
}

/** Answers the keys that have a queued job already. */
async function insert(boss: PgBoss, name: QueueName, { keys, options }: Batch): Promise<string[]> {
  const jobs = keys.map((key) => ({
    id: randomUUID(),
    data: { key, attempts: 0 },
    singletonKey: key,
    group: { id: key },
  }));
  const inserted = new Set(await boss.insert(name, jobs, { ...options, returnId: true }));
  return jobs.filter(({ id }) => !inserted.has(id)).map(({ singletonKey }) => singletonKey);
}

/**
 * The row lock keeps a queued job from being fetched before the transaction ends, else its run could miss what that transaction writes.
 * Answers the keys whose job is still there; the others were fetched.
 */
async function hold(db: Kysely<Tables>, name: QueueName, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await holding(name, keys).execute(db);
  return new Set(rows.map(({ key }) => key));
}

const holding = (name: QueueName, keys: readonly string[]): RawBuilder<{ key: string }> => sql`
  select singleton_key as key from pgboss.job
  where name = ${name} and ${QUEUED} and coalesce(singleton_key, '') = any(${sql.val(keys)}::text[])
  order by singleton_key for update
`;

/** pg-boss tells its statement to whoever stands in for a database. */
async function sending(
  { db }: Database,
  boss: PgBoss,
  { name, keys: given }: Pick<Sending, "name" | "keys">,
): Promise<Sendings> {
  const keys = [...new Set(given)].toSorted();
  const told: Statement[] = [];
  const executeSql = async (text: string, values: unknown[] = []) => {
    told.push({ sql: text, parameters: values });
    return { rows: [] };
  };
  if (keys.length > 0) await insert(boss, name, { keys, options: { db: { executeSql } } });
  const [first] = told;
  return first === undefined ? [] : [first, holding(name, keys).compile(db)];
}
