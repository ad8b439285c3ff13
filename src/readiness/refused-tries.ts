import { LRUCache } from "lru-cache";

interface Limit {
  /** Refused tries of one address within `seconds` of the first of them. */
  readonly most: number;
  readonly seconds: number;
}

/** What somebody tries: it has to be told how it ended, and whether GitHub refused it. */
export interface Try {
  readonly ended: (isRefused: boolean) => void;
}

/** Holds back an address from which GitHub refused too much: answers with a try, or for how many milliseconds to stay away. */
export type RefusedTries = (address: string) => Try | { readonly waitMs: number };

/** What is under way may be refused, too: it is over soon. */
const SOON_MS = 1000;

/** So many addresses are remembered. */
const MOST_ADDRESSES = 10_000;

/** Counts what is refused and what may yet be, so that many tries at once are no more than many in a row. In this process. */
export const createRefusedTries = ({ most, seconds }: Limit): RefusedTries => {
  const refused = new LRUCache<string, { count: number }>({ max: MOST_ADDRESSES, ttl: seconds * 1000 });
  const underWay = new Map<string, number>();
  const count = (address: string): void => {
    const counted = refused.get(address);
    if (counted === undefined) refused.set(address, { count: 1 });
    else counted.count += 1;
  };
  return (address) => {
    const counted = refused.get(address)?.count ?? 0;
    const running = underWay.get(address) ?? 0;
    if (counted >= most) return { waitMs: Math.max(SOON_MS, refused.getRemainingTTL(address)) };
    if (counted + running >= most) return { waitMs: SOON_MS };
    underWay.set(address, running + 1);
    return {
      ended: (isRefused) => {
        if (isRefused) count(address);
        const left = (underWay.get(address) ?? 1) - 1;
        if (left === 0) underWay.delete(address);
        else underWay.set(address, left);
      },
    };
  };
};
