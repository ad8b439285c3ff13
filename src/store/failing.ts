import { LRUCache } from "lru-cache";

/** What failed when this process tried it last. */
export interface Failing {
  readonly add: (key: string) => void;
  /** Whether it was there. */
  readonly delete: (key: string) => boolean;
}

/**
 * Keeps those that failed last: where another process succeeded nobody tells this one. What is forgotten only has the try that was
 * planned for it, which then finds nothing to do.
 */
export const createFailing = (most = 10_000): Failing => {
  const keys = new LRUCache<string, true>({ max: most });
  return { add: (key) => void keys.set(key, true), delete: (key) => keys.delete(key) };
};
