import { setImmediate as nextRound } from "node:timers/promises";

/**
 * Deliveries go before turns: GitHub waits for the answer to each of them, and hardly anybody notices a turn that begins a moment later. A process
 * has one thread, so a crowd of webhooks would otherwise be answered between pieces of the work on the first of them.
 */
export interface Precedence {
  /** Takes deliveries as given, and knows of each until it is answered. */
  readonly taking: <Delivery>(take: (delivery: Delivery) => Promise<void>) => (delivery: Delivery) => Promise<void>;
  /** Begins work when no delivery is being taken; after a while in any case, so that a stream that never ends holds nothing up for ever. */
  readonly yielding: <Given extends readonly unknown[]>(
    work: (...given: Given) => Promise<void>,
  ) => (...given: Given) => Promise<void>;
}

/** Milliseconds for which a turn waits at most. */
const LONGEST_MS = 250;

export const createPrecedence = (longestMs = LONGEST_MS): Precedence => {
  const taken = new Set<object>();
  const waiting = new Set<() => void>();
  const left = (delivery: object): void => {
    taken.delete(delivery);
    if (taken.size === 0) waiting.forEach((go) => go());
  };
  return {
    taking: (take) => async (delivery) => {
      const mine = {};
      taken.add(mine);
      await take(delivery).finally(() => left(mine));
    },
    yielding:
      (work) =>
      async (...given) => {
        const until = Date.now() + longestMs;
        while (taken.size > 0 && Date.now() < until) {
          await told(waiting, until - Date.now());
          // What has arrived meanwhile is looked at first.
          await nextRound();
        }
        await work(...given);
      },
  };
};

/** Resolves when somebody tells those that wait, or after so many milliseconds. */
const told = (waiting: Set<() => void>, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    waiting.add(go);
  });
