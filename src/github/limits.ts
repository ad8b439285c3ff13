import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { RetryLater } from "../readiness/retry-later.ts";

/** Holds writes back only near GitHub's limits. */
export interface Limits {
  /**
   * Resolves when this installation may write once more; throws `RetryLater` when that is not soon, because what waits to be written
   * would be old by then, and others wait for the worker. What creates something counts against GitHub's limit on content too.
   */
  readonly write: (installationId: number, write: { readonly creates: boolean }) => Promise<void>;
  /** Something is likely to be written soon: what has to be asked for that is asked meanwhile. Never rejects. */
  readonly ahead: (installationId: number) => Promise<void>;
}

/** How near the limits are. */
export interface Room {
  /** From 0 to 1, how much of the minute's writes is left, and in how many milliseconds all are. */
  readonly left: (installationId: number) => Promise<Left>;
}

interface Left {
  readonly share: number;
  readonly fullInMs: number;
}

/**
 * A minute has 900 points, and each write costs five of them; a tenth is left for what is read by REST.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const WRITES_PER_MINUTE = { keyPrefix: "writes", points: 160, duration: 60 };

/** Content GitHub lets one installation create: about 80 a minute and 500 an hour; bursts within them are free, and so are updates. */
const CREATIONS_PER_MINUTE = { keyPrefix: "creations-minute", points: 80, duration: 60 };
const CREATIONS_PER_HOUR = { keyPrefix: "creations-hour", points: 500, duration: 3600 };

/** Milliseconds for which a write waits where it is. */
const LONGEST_WAIT = 2000;

/** Points by installation. */
interface Bucket {
  /** Takes one; rejects with `RateLimiterRes` when there is none. */
  readonly consume: (key: string) => Promise<unknown>;
  /** Sees to it that one is at hand, if there is any. Never rejects. */
  readonly ahead: (key: string) => Promise<void>;
  readonly left: (key: string) => Promise<Left>;
}

/** Makes a bucket that holds so many points in so many seconds, for each key. */
type Buckets = (options: typeof WRITES_PER_MINUTE) => Bucket;

const inThisProcess: Buckets = (options) => {
  const bucket = new RateLimiterMemory(options);
  const left = async (key: string): Promise<Left> => {
    const used = await bucket.get(key);
    if (used === null) return { share: 1, fullInMs: 0 };
    return { share: Math.max(0, used.remainingPoints) / options.points, fullInMs: Math.max(0, used.msBeforeNext) };
  };
  return { consume: (key) => bucket.consume(key), ahead: async () => undefined, left };
};

/** One bucket of each kind per installation; those of several replicas are shared where the database can do that. */
export const createLimits = (buckets: Buckets = inThisProcess): Limits & Room => {
  const writes = buckets(WRITES_PER_MINUTE);
  const updates = [writes];
  const creations = [buckets(CREATIONS_PER_HOUR), buckets(CREATIONS_PER_MINUTE), ...updates];
  return {
    write: async (installationId, { creates }) => {
      const key = String(installationId);
      const some = creates ? creations : updates;
      await allAhead(some, key);
      for (const bucket of some) await take(bucket, key);
    },
    ahead: (installationId) => allAhead(creations, String(installationId)),
    left: (installationId) => writes.left(String(installationId)),
  };
};

const allAhead = async (buckets: readonly Bucket[], key: string): Promise<void> => {
  await Promise.all(buckets.map((bucket) => bucket.ahead(key)));
};

const take = async (bucket: Bucket, key: string): Promise<void> => {
  try {
    await bucket.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const wait = refusal.msBeforeNext;
    if (wait > LONGEST_WAIT) throw new RetryLater(new Date(Date.now() + wait), "near GitHub's limit on writes");
    await new Promise((resolve) => setTimeout(resolve, wait));
    await take(bucket, key);
  }
};
