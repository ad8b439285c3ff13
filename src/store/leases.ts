import { LRUCache } from "lru-cache";
import type { RateLimiterAbstract } from "rate-limiter-flexible";

/** Points by key, so many in a while. */
export interface Bucket {
  /** Takes one; rejects with `RateLimiterRes` when there is none, which says when there will be. */
  readonly consume: (key: string) => Promise<unknown>;
  /** Sees to it that one is at hand, if there is any: who takes it then need not wait. Never rejects. */
  readonly ahead: (key: string) => Promise<void>;
}

type Shared = Pick<RateLimiterAbstract, "consume">;

/** Points that were taken out of the shared bucket and not given out yet. */
interface Lease {
  left: number;
  /** How many were taken last, and what the bucket held after that. */
  size: number;
  remaining: number;
  /** Milliseconds since 1970: from then on the bucket is full again, and these points are worth nothing. */
  expiresAt: number;
  renewing: Promise<void> | undefined;
}

/**
 * So much of what is left is taken at once. No more than that is kept from the other replicas without need, and towards the end, where
 * it matters, each point is asked for by itself.
 */
const SHARE = 1 / 10;

/** What a process that dies had taken is lost until the bucket is full again: one that dies again and again must not drain it. */
const MOST_AT_ONCE = 3;

/** Keys for which points are kept; those of one that is forgotten are lost until the bucket is full again. */
const MOST_KEYS = 10_000;

/**
 * Takes points out of a bucket that is shared by way of the database before they are needed, so that hardly anybody waits for it. Never
 * are more given out than it holds.
 */
export const leasing = (bucket: Shared): Bucket => {
  const leases = new LRUCache<string, Lease>({ max: MOST_KEYS });
  const leaseOf = (key: string): Lease => {
    const lease = leases.get(key) ?? { ...NOTHING };
    if (lease.expiresAt <= Date.now()) Object.assign(lease, { left: 0, size: 0, remaining: 0 });
    leases.set(key, lease);
    return lease;
  };
  const renewed = (key: string, lease: Lease): Promise<void> => {
    lease.renewing ??= renew(bucket, key, lease).finally(() => {
      lease.renewing = undefined;
    });
    return lease.renewing;
  };
  return {
    consume: async (key) => {
      for (let lease = leaseOf(key); lease.left === 0; lease = leaseOf(key)) await renewed(key, lease);
      const lease = leaseOf(key);
      lease.left -= 1;
      if (lease.size > 1 && lease.left < lease.size / 2) renewed(key, lease).catch(() => undefined);
    },
    ahead: async (key) => {
      const lease = leaseOf(key);
      if (lease.left === 0) await renewed(key, lease).catch(() => undefined);
    },
  };
};

const NOTHING: Lease = { left: 0, size: 0, remaining: 0, expiresAt: 0, renewing: undefined };

const renew = async (bucket: Shared, key: string, lease: Lease): Promise<void> => {
  const size = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(lease.remaining * SHARE)));
  const { remainingPoints, msBeforeNext } = await bucket.consume(key, size);
  const left = lease.expiresAt > Date.now() ? lease.left : 0;
  Object.assign(lease, { left: left + size, size, remaining: remainingPoints, expiresAt: Date.now() + msBeforeNext });
};
