import { sql } from "kysely";
import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterAbstract } from "rate-limiter-flexible";
import type { Database } from "./database.ts";
import { leasing, type Bucket } from "./leases.ts";

/** What may be taken out of a bucket: so many points in so many seconds. */
export interface BucketOptions {
  readonly keyPrefix: string;
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

export type Buckets = (options: BucketOptions) => Bucket & {
  /** From 0 to 1, how full it is, and in how many milliseconds it is full again. */
  readonly left: (key: string) => Promise<{ readonly share: number; readonly fullInMs: number }>;
};

const TABLE = "write_limits";

/** Buckets that all replicas share on PostgreSQL. While the database does not answer, each replica counts for itself. */
export const createBuckets = ({ pool }: Pick<Database, "pool">): Buckets =>
  pool === undefined ? ownBucket : (options) => shared(sharedBucket(pool, options));

const ownBucket: Buckets = (options) => {
  const bucket = new RateLimiterMemory(options);
  return {
    consume: (key) => bucket.consume(key),
    ahead: async () => undefined,
    left: (key) => leftIn(bucket, key),
  };
};

const shared = (bucket: RateLimiterPostgres): ReturnType<Buckets> => ({
  ...leasing(bucket),
  left: (key) => leftIn(bucket, key),
});

const leftIn = async (bucket: RateLimiterAbstract, key: string): ReturnType<ReturnType<Buckets>["left"]> => {
  const used = await bucket.get(key);
  if (used === null) return { share: 1, fullInMs: 0 };
  return { share: Math.max(0, used.remainingPoints) / bucket.points, fullInMs: Math.max(0, used.msBeforeNext) };
};

/** What has been refused once is refused without asking the database again, until there is room. */
const sharedBucket = (pool: Pool, options: BucketOptions): RateLimiterPostgres =>
  new RateLimiterPostgres({
    ...options,
    storeClient: pool,
    storeType: "pool",
    tableName: TABLE,
    tableCreated: true,
    clearExpiredByTimeout: false,
    inMemoryBlockOnConsumed: options.points + 1,
    insuranceLimiter: new RateLimiterMemory(options),
  });

/** Forgets what ran out. */
export const clearBuckets = async ({ db }: Pick<Database, "db">): Promise<void> => {
  await sql`delete from ${sql.table(TABLE)} where expire < ${Date.now()}`.execute(db);
};
