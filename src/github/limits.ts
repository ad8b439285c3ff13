import { LRUCache } from "lru-cache";
import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";

/** Holds writes back only near GitHub's limits. */
export interface Limits {
  /** Resolves when this installation may write once more. What creates something is counted against GitHub's limit on content too. */
  readonly write: (installationId: number, write: { readonly creates: boolean }) => Promise<void>;
}

/**
 * A minute has 900 points, and each write costs five of them; a tenth is left for what is read by REST.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const WRITES_PER_MINUTE = { points: 160, duration: 60 };

/** Content GitHub lets one installation create: about 80 a minute and 500 an hour; bursts within them are free, and so are updates. */
const CREATIONS_PER_MINUTE = { points: 80, duration: 60 };
const CREATIONS_PER_HOUR = { points: 500, duration: 3600 };

/** Buckets of this process, one of each kind per installation. */
export const createLimits = (): Limits => {
  const writes = buckets(WRITES_PER_MINUTE);
  const creations = [buckets(CREATIONS_PER_HOUR), buckets(CREATIONS_PER_MINUTE)];
  return {
    write: async (installationId, { creates }) => {
      for (const take of creates ? [...creations, writes] : [writes]) await take(installationId);
    },
  };
};

/** Takes one from an installation's bucket, as soon as there is one. */
const buckets = (size: { readonly points: number; readonly duration: number }) => {
  const known = new LRUCache<number, RateLimiterQueue>({ max: 10_000 });
  return async (installationId: number): Promise<void> => {
    const bucket = known.get(installationId) ?? new RateLimiterQueue(new RateLimiterMemory(size));
    known.set(installationId, bucket);
    await bucket.removeTokens(1);
  };
};
