import type { PendingDelivery } from "./known.ts";
import { RetryLater } from "./retry-later.ts";
import type { Assessing, Opening, PendingDeliveries } from "./turn.ts";

/**
 * Works off the deliveries that wait for a key, where there are any. They are done when the work is; when it throws they stay, and
 * the queue tries again. `RetryLater` counts as no failure.
 */
export const inTurn = async (
  deliveries: PendingDeliveries,
  key: string,
  work: (pending: readonly PendingDelivery[]) => Promise<void>,
): Promise<void> => {
  const pending = await gathered(deliveries, key);
  if (pending.length === 0) return;
  const guids = pending.map(({ guid }) => guid);
  try {
    await work(pending);
    await deliveries.done(guids, key);
  } catch (error) {
    if (!(error instanceof RetryLater)) await deliveries.failed(guids, key, error);
    throw error;
  }
};

/** The same with what is known of the subject, which is asked for at the same time. */
export const openedTurn = (
  { deliveries, opening }: Pick<Assessing, "deliveries" | "opening">,
  key: string,
  work: (pending: readonly PendingDelivery[], opening: Opening) => Promise<void>,
): Promise<void> => {
  const opened = opening(key);
  opened.catch(() => undefined);
  return inTurn(deliveries, key, async (pending) => work(pending, await opened));
};

/** Where so many wait at once more are on their way, as after a push or when somebody answers everything in a row. */
const CROWD = 3;

/** Milliseconds to let them come in, again and again as long as some do. */
const PAUSE_MS = 30;
const MOST_PAUSES = 5;

/** What waits. A crowd is given a moment to be complete: each turn of its own would cost calls, and say what is old when it is said. */
const gathered = async (deliveries: PendingDeliveries, key: string): Promise<readonly PendingDelivery[]> => {
  let pending = await deliveries.pending(key);
  for (let pauses = 0; pauses < MOST_PAUSES && pending.length >= CROWD; pauses += 1) {
    const before = pending;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    pending = await deliveries.pending(key);
    if (pending.length === before.length) break;
  }
  return pending;
};
