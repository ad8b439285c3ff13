import { latestTold, tipTold, type DeliveredChange } from "./known.ts";
import { RetryLater } from "./retry-later.ts";

/** How long a read may lag behind the event that caused it before it is believed all the same, and when it is tried again. */
const LAG_MS = 60_000;
const TRY_AGAIN_MS = 2000;

interface Read {
  readonly key: string;
  readonly changes: readonly DeliveredChange[];
  /** ISO 8601: how new the state is that GitHub answered. */
  readonly updatedAt: string;
  /** The commit that was read. */
  readonly headSha: string;
  readonly now: Date;
}

/**
 * Throws `RetryLater` for a state that is older than the event that caused the turn: GitHub answers from replicas that may lag, and
 * the old state would be judged as if it were news. Soon it is believed all the same, so that nothing is stuck on two clocks.
 */
export const refuseStale = (read: Read): void => {
  const { key, changes, updatedAt, now } = read;
  const told = Math.max(0, ...changes.map((one) => Date.parse(latestTold(key, [one])?.updatedAt ?? "") || 0));
  const isOlder = Date.parse(updatedAt) < told && now.getTime() - told <= LAG_MS;
  if (!isOlder && !isBeforePush(read)) return;
  throw new RetryLater(new Date(Date.now() + TRY_AGAIN_MS), "GitHub answers with a state older than the event");
};

/** Whether an issue was read at the tip that the default branch had before the last push. */
const isBeforePush = ({ key, changes, headSha, now }: Read): boolean => {
  const tip = tipTold(key, changes);
  const pushedAt = Date.parse(tip?.at ?? "");
  return tip?.before === headSha && tip.sha !== headSha && now.getTime() - pushedAt <= LAG_MS;
};
