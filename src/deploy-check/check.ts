import { setTimeout as delay } from "node:timers/promises";
import { ask } from "./ask.ts";
import type { CheckRequest } from "./request.ts";
import { waitFor, type Outcome, type Waiting, type World } from "./wait.ts";

/** Asks Gatehouse about one deployment until it is decided, the time is over, or somebody stops it by Ctrl-C. */
export const check = async (request: CheckRequest, tell: Waiting["tell"]): Promise<Outcome> => {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of STOPS) process.once(signal, stop);
  try {
    return await waitFor({
      ask: () => ask(request, { fetch, signal: stopping.signal }),
      waitMs: request.waitMs,
      pollMs: request.pollMs,
      signal: stopping.signal,
      tell,
      world: WORLD,
    });
  } finally {
    for (const signal of STOPS) process.removeListener(signal, stop);
  }
};

/** GitHub's runner cancels a job by the one and then the other. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation */
const STOPS = ["SIGINT", "SIGTERM"] as const;

const WORLD: World = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
  random: () => Math.random(),
};
