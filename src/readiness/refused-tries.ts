import { RateLimiterMemory } from "rate-limiter-flexible";

interface Limit {
  /** Refused tries of one address within `duration`. */
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

/** What somebody tries: it has to be told how it ended, and whether GitHub refused it. */
export interface Try {
  readonly ended: (isRefused: boolean) => Promise<void>;
}

/** Holds back an address from which GitHub refused too much: answers with a try, or for how many milliseconds to stay away. */
export type RefusedTries = (address: string) => Promise<Try | { readonly waitMs: number }>;

/** What is under way may be refused, too: it is over soon. */
const SOON_MS = 1000;

/** Counts what is refused and what may yet be, so that many tries at once are no more than many in a row. In this process. */
export const createRefusedTries = ({ points, duration }: Limit): RefusedTries => {
  const refused = new RateLimiterMemory({ points, duration });
  const underWay = new Map<string, number>();
  return async (address) => {
    const counted = await refused.get(address);
    const consumed = counted?.consumedPoints ?? 0;
    // From here on nothing else runs before the try is counted.
    const running = underWay.get(address) ?? 0;
    if (counted !== null && consumed >= points) return { waitMs: counted.msBeforeNext };
    if (consumed + running >= points) return { waitMs: SOON_MS };
    underWay.set(address, running + 1);
    return {
      ended: async (isRefused) => {
        if (isRefused) await refused.penalty(address);
        const left = (underWay.get(address) ?? 1) - 1;
        if (left === 0) underWay.delete(address);
        else underWay.set(address, left);
      },
    };
  };
};
