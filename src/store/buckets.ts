import { sql } from "kysely";
import type { Pool } from "pg";
import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { Database } from "./database.ts";
import { leasing, type Bucket } from "./leases.ts";

/** What may be taken out of a bucket: so many points in so many seconds. */
export interface BucketOptions {
  readonly keyPrefix: string;
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

export type Buckets = (options: BucketOptions) => Bucket;

const TABLE = "write_limits";

/** Buckets that all replicas share on PostgreSQL. While the database does not answer, each replica counts for itself. */
export const createBuckets = ({ pool }: Pick<Database, "pool">): Buckets =>
  pool === undefined ? ownBucket : (options) => leasing(sharedBucket(pool, options));

const ownBucket: Buckets = (options) => {
  const bucket = new RateLimiterMemory(options);
  return { consume: (key) => bucket.consume(key), ahead: async () => undefined };
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
