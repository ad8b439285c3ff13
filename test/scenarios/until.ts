import { setTimeout as delay } from "node:timers/promises";

/** Far more than the slowest machine needs, and less than a test may take: what never comes is to be told by name. In milliseconds. */
const PATIENCE_MS = 500_000;
const STEP_MS = 50;

/** Waits until something holds that work behind the scenes brings about. Throws when it never does. */
export const until = async (holds: () => boolean | Promise<boolean>, what = "what was waited for"): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; !(await holds()); await delay(STEP_MS))
    if (Date.now() > end) throw new Error(`did not come true: ${what}`);
};
