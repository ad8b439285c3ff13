import { LRUCache } from "lru-cache";
import type { Occasions, Seen } from "./enforcement.ts";

/** Remembers in this process when each repository was looked at. Losing it costs calls only. */
export const createOccasions = (): Occasions => {
  const looked = new LRUCache<number, Seen>({ max: 10_000 });
  return {
    at: (repositoryId, { day, isRequired }) => {
      const before = looked.get(repositoryId);
      if (before?.day !== day) return "day";
      return isRequired !== undefined && before.isRequired !== isRequired ? "news" : undefined;
    },
    taken: (repositoryId, seen) => void looked.set(repositoryId, seen),
  };
};
