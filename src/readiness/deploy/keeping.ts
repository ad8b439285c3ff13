import { LRUCache } from "lru-cache";

interface Keeping<Asked, Answer extends object | string> {
  readonly ask: (asked: Asked) => Promise<Answer>;
  readonly keyOf: (asked: Asked) => string;
  /** Milliseconds for which an answer is given again without asking; 0: not at all. */
  readonly keptMs: (answer: Answer) => number;
  readonly now: () => Date;
}

/** Most questions of one kind that are remembered. */
const MOST = 10_000;

/** Gives answers again for a while, and one to all who ask at the same time; what failed is asked anew. */
export const keeping = <Asked, Answer extends object | string>({
  ask,
  keyOf,
  keptMs,
  now,
}: Keeping<Asked, Answer>): ((asked: Asked) => Promise<Answer>) => {
  const known = new LRUCache<string, { readonly answer: Answer }>({
    max: MOST,
    ttl: 1,
    ttlResolution: 0,
    perf: { now: () => now().getTime() },
  });
  const underWay = new Map<string, Promise<Answer>>();
  const fresh = async (asked: Asked, key: string): Promise<Answer> => {
    try {
      const answer = await ask(asked);
      const ttl = keptMs(answer);
      if (ttl > 0) known.set(key, { answer }, { ttl });
      return answer;
    } finally {
      underWay.delete(key);
    }
  };
  return async (asked) => {
    const key = keyOf(asked);
    const kept = known.get(key);
    if (kept !== undefined) return kept.answer;
    const answering = underWay.get(key) ?? fresh(asked, key);
    underWay.set(key, answering);
    return answering;
  };
};
