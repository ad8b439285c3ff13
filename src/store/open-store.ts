import { createBuckets } from "./buckets.ts";
import type { Buckets } from "./buckets.ts";
import { openDatabase } from "./database.ts";
import type { Database, DatabaseOptions } from "./database.ts";
import { createCatchUp } from "./catch-up.ts";
import type { CatchUpRecords } from "./catch-up.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Deliveries } from "./deliveries.ts";
import { depthOf } from "./depth.ts";
import type { Depth } from "./depth.ts";
import type { DeployRequests } from "../readiness/deploy/ports.ts";
import type { Sessions } from "../readiness/viewing/ports.ts";
import type { ReleasesRead } from "../readiness/deploy/releases-read.ts";
import type { WaitsRead } from "../readiness/waits.ts";
import { createDeployRequests } from "./deploy-requests.ts";
import type { Enforcements } from "../readiness/adoption/enforcement.ts";
import { createEnforcements } from "./enforcement.ts";
import { createJobs } from "./jobs.ts";
import type { Jobs } from "./jobs.ts";
import { createLedger } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import { startMaintenance } from "./maintenance.ts";
import { migrate } from "./migrate.ts";
import { PATIENCE_MS } from "./patience.ts";
import { createOrganisations } from "./organisations.ts";
import type { Organisations } from "./organisations.ts";
import { openPipeline } from "./pipeline.ts";
import { createPublished } from "./published.ts";
import type { Published } from "./published.ts";
import { openingIn } from "./opening.ts";
import type { Opening } from "./opening.ts";
import { openQueue } from "./queue.ts";
import { localGuard, postgresGuard } from "./subject-guard.ts";
import type { SubjectGuard } from "./subject-guard.ts";
import { createSessions } from "./sessions.ts";
import { createShadow } from "./shadow.ts";
import type { Shadow } from "./shadow.ts";
import type { Versions } from "../readiness/viewing/versions.ts";
import { createStandings } from "./standings.ts";
import type { Standings } from "./standings.ts";
import { createWaits } from "./waits.ts";
import { createReleasesRead } from "./releases-read.ts";
import { createSubjects } from "./subjects.ts";
import type { Subjects } from "./subjects.ts";
import { prepareForTwoUsers } from "./two-users.ts";
import { createVersions } from "./versions.ts";

export interface StoreOptions extends DatabaseOptions {
  /** Deliveries that are done are kept this long; default 7. GitHub redelivers for 3 days. */
  readonly retentionDays?: number;
  /** Connects as the owner of the tables, where `databaseUrl` is that of a user with fewer rights; used at the start only. */
  readonly migrationUrl?: string | undefined;
}

/** Everything Gatehouse keeps, and the queue that drives it. */
export interface Store {
  readonly deliveries: Deliveries;
  /** What a turn begins with. */
  readonly opening: Opening;
  readonly subjects: Subjects;
  readonly ledger: Ledger;
  readonly published: Published;
  readonly standings: Standings;
  /** What shadow mode would have held. */
  readonly shadow: Shadow;
  /** How far settings on GitHub make people pass the gate. */
  readonly enforcement: Enforcements;
  readonly waits: WaitsRead;
  readonly releases: ReleasesRead;
  readonly sessions: Sessions;
  /** Whether anything changed of what pages show. */
  readonly versions: Versions;
  readonly organisations: Organisations;
  readonly deployRequests: DeployRequests;
  readonly catchUp: CatchUpRecords;
  readonly jobs: Jobs;
  /** Buckets that limit what all replicas do together. */
  readonly buckets: Buckets;
  /** Runs one piece of work at a time for a key, over all processes; throws `SubjectBusy` when another process is at it. */
  readonly alone: SubjectGuard["alone"];
  /** For the health check: rejects when the database doesn't answer. */
  ping(): Promise<void>;
  /** What waits and what runs, over all processes that share the database. */
  depth(): Promise<Depth>;
  /** Of this process to PostgreSQL, by what they are at; undefined for the embedded database. */
  connections(): Connections | undefined;
  /** Stops the jobs gracefully, then lets go of the database. */
  close(): Promise<void>;
}

interface Connections {
  readonly total: number;
  readonly idle: number;
  /** Work that waits for one. */
  readonly waiting: number;
}

/** Opens the database, brings its tables up to date and starts the queue; throws `DirectoryInUse` and `UsersNotApart`. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, migrationUrl, log } = options;
  if (databaseUrl !== undefined && migrationUrl !== undefined) {
    await prepareForTwoUsers({ databaseUrl, migrationUrl, log });
  }
  if (databaseUrl !== undefined) await migrated({ databaseUrl, log });
  const database = await openDatabase({ patienceMs: PATIENCE_MS, ...options });
  try {
    if (databaseUrl === undefined) await migrate(database.db);
    return await assemble(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** By a connection of its own, which may take as long as it needs: a migration can be long, and others wait for it. */
async function migrated(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  try {
    await migrate(database.db);
  } finally {
    await database.close();
  }
}

async function assemble(database: Database, { log, retentionDays = 7 }: StoreOptions): Promise<Store> {
  const { db, databaseUrl } = database;
  const queue = await openQueue(database, log);
  const guard = guardOf(database, log);
  const pipeline = databaseUrl === undefined ? undefined : openPipeline({ databaseUrl, ...database.patience }, log);
  const deliveries = createDeliveries(db, queue, pipeline);
  const jobs = createJobs({ database, queue, guard, log });
  const endMaintenance = startMaintenance({ database, queue, deliveries, log, retentionDays });
  return {
    deliveries,
    opening: openingIn(db),
    subjects: createSubjects(db),
    ledger: createLedger(db),
    published: createPublished(db),
    ...forPages(db),
    sessions: createSessions(db),
    versions: createVersions(db),
    organisations: createOrganisations(db),
    buckets: createBuckets(database),
    deployRequests: createDeployRequests(db),
    catchUp: createCatchUp(db),
    jobs,
    alone: (key, work) => guard.alone(key, work),
    async ping() {
      await db.selectFrom("subjects").select("key").limit(1).execute();
    },
    depth: () => depthOf(db),
    connections: () => connectionsOf(database),
    async close() {
      await endMaintenance();
      await jobs.stop();
      await queue.stop();
      await guard.close();
      await pipeline?.close();
      await database.close();
    },
  };
}

function connectionsOf({ pool }: Database): Connections | undefined {
  if (pool === undefined) return undefined;
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}

/** What pages show, beside the subjects themselves. */
function forPages(db: Database["db"]): Pick<Store, "standings" | "waits" | "releases" | "shadow" | "enforcement"> {
  return {
    standings: createStandings(db),
    waits: createWaits(db),
    releases: createReleasesRead(db),
    shadow: createShadow(db),
    enforcement: createEnforcements(db),
  };
}

const guardOf = ({ databaseUrl, patience: { connecting } }: Database, log: StoreOptions["log"]): SubjectGuard =>
  databaseUrl === undefined ? localGuard() : postgresGuard({ databaseUrl, connecting }, log);
