import { ownDelivery, type OwnChange } from "../own-change.ts";
import type { RepositoryRef } from "../ports.ts";
import type { Inbox } from "../inbox.ts";
import type { PendingDeliveries } from "../turn.ts";

/** A turn that a subject is to have because of what a sweep saw. */
export interface WantedTurn {
  readonly key: string;
  /** Of all sweeps; the same one again gives no turn. */
  readonly guid: string;
  readonly repository: RepositoryRef;
  readonly about: Partial<OwnChange>;
  /** Asked right before: what came before may have shown that it is not needed. */
  readonly isStillWanted?: () => Promise<boolean>;
}

export interface TakingTurns {
  readonly inbox: Inbox;
  readonly deliveries: Pick<PendingDeliveries, "pending">;
  readonly now: () => Date;
}

/** Nobody asked: a sweep found it. */
export const SWEEP = "sweep";

/** How long one turn is waited for before the next is begun: one that fails is repeated without us. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 50;

/**
 * Gives a subject its turn by way of the inbox, and waits for it, so that a sweep never fills the queue that others wait in. Answers
 * whether there was one to be given.
 */
export const takeTurn = async (parts: TakingTurns, turn: WantedTurn, signal: AbortSignal): Promise<boolean> => {
  if ((await turn.isStillWanted?.()) === false) return false;
  const { key, guid, repository, about } = turn;
  const delivery = ownDelivery(repository, { event: SWEEP, ...about }, { guid, key, receivedAt: parts.now() });
  if (!(await parts.inbox.accept(delivery)).accepted) return false;
  for (let waited = 0; waited < PATIENCE_MS && !signal.aborted; waited += PAUSE_MS) {
    const pending = await parts.deliveries.pending(key);
    if (pending.every((one) => one.guid !== guid)) return true;
    await pause(PAUSE_MS);
  }
  return true;
};

const pause = async (ms: number): Promise<void> => {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
};

/** Works off items, so many at once, in their order. Rejects with the first failure after all that began have ended. */
export const inLanes = async <Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const left = [...items];
  const lane = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ended.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
};
