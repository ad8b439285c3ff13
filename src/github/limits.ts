import { LRUCache } from "lru-cache";
import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";

/** Holds writes back only near GitHub's limits. */
export interface Limits {
  /** Resolves when this installation may write once more. */
  readonly write: (installationId: number) => Promise<void>;
}

/**
 * Content GitHub lets one installation create: about 80 a minute and 500 an hour; bursts within them are free.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const PER_MINUTE = { points: 80, duration: 60 };
const PER_HOUR = { points: 500, duration: 3600 };

/** Buckets of this process, one pair per installation. */
export const createLimits = (): Limits => {
  const minutes = new LRUCache<number, RateLimiterQueue>({ max: 10_000 });
  const hours = new LRUCache<number, RateLimiterQueue>({ max: 10_000 });
  return {
    write: async (installationId) => {
      await bucket(hours, installationId, PER_HOUR).removeTokens(1);
      await bucket(minutes, installationId, PER_MINUTE).removeTokens(1);
    },
  };
};

const bucket = (
  buckets: LRUCache<number, RateLimiterQueue>,
  installationId: number,
  size: { readonly points: number; readonly duration: number },
): RateLimiterQueue => {
  const known = buckets.get(installationId);
  if (known !== undefined) return known;
  const made = new RateLimiterQueue(new RateLimiterMemory(size));
  buckets.set(installationId, made);
  return made;
};
