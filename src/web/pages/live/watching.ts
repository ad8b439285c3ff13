import type { Versions } from "../../../readiness/viewing/versions.ts";

/** Told of the version at every look; undefined once there is nothing any more. */
export type Listener = (version: string | undefined) => void;

/** Looks after everything that somebody watches, with one query at a time for all of it, and none while nobody does. */
export interface Watching {
  /** Begins to watch; answers how to end it. */
  readonly watch: (key: string, listener: Listener) => () => void;
  /** How many are watching. */
  readonly count: () => number;
}

export interface WatchingParts {
  readonly versions: Versions;
  readonly warn: (data: object, message: string) => void;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

const EVERY_MS = 2000;

/** Polling sees what every replica writes, needs no connection of its own, and costs the database one small query every two seconds. */
export const createWatching = ({ versions, warn, everyMs = EVERY_MS }: WatchingParts): Watching => {
  const listeners = new Map<string, Set<Listener>>();
  let isLooking = false;
  const look = async (): Promise<void> => {
    try {
      const found = await versions.of([...listeners.keys()]);
      listeners.forEach((all, key) => all.forEach((listener) => listener(found.get(key))));
    } catch (error) {
      warn({ err: error }, "what somebody watches could not be looked at");
    }
  };
  const goOn = (): void => {
    if (listeners.size === 0) {
      isLooking = false;
      return;
    }
    // Nobody waits for it: the process may end at any time.
    setTimeout(() => void look().then(goOn), everyMs).unref();
  };
  return {
    watch: (key, listener) => {
      const all = listeners.get(key) ?? new Set();
      listeners.set(key, all.add(listener));
      if (!isLooking) {
        isLooking = true;
        goOn();
      }
      return () => {
        all.delete(listener);
        if (all.size === 0 && listeners.get(key) === all) listeners.delete(key);
      };
    },
    count: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  };
};
