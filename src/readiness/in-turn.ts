import type { PendingDelivery } from "./known.ts";
import { RetryLater } from "./retry-later.ts";
import type { PendingDeliveries } from "./turn.ts";

/**
 * Works off the deliveries that wait for a key, where there are any. They are done when the work is; when it throws they stay, and
 * the queue tries again. `RetryLater` counts as no failure.
 */
export const inTurn = async (
  deliveries: PendingDeliveries,
  key: string,
  work: (pending: readonly PendingDelivery[]) => Promise<void>,
): Promise<void> => {
  const pending = await deliveries.pending(key);
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
