import { latestTold, tipTold, type DeliveredChange } from "./known.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
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
  /** What its checks have come to, where that was read. */
  readonly evidence?: Pick<Snapshot, "checks" | "outputs">;
  readonly now: Date;
}

/**
 * Throws `RetryLater` for a state that is older than the event that caused the turn: GitHub answers from replicas that may lag, and
 * the old state would be judged as if it were news. Soon it is believed all the same, so that nothing is stuck on two clocks.
 */
export const refuseStale = (read: Read): void => {
  const { key, changes, updatedAt, now } = read;
  const told = toldAt(key, changes);
  const isOlder = Date.parse(updatedAt) < told && now.getTime() - told <= LAG_MS;
  if (!isOlder && !isBeforePush(read) && !isBeforeEnd(read)) return;
  throw later();
};

/** The same where GitHub knows nothing yet of what an event has just told: its turn would end, and nothing else would begin one. */
export const refuseAbsent = ({ key, changes, now }: Pick<Read, "key" | "changes" | "now">): void => {
  if (now.getTime() - toldAt(key, changes) <= LAG_MS) throw later();
};

const later = (): RetryLater =>
  new RetryLater(new Date(Date.now() + TRY_AGAIN_MS), "GitHub answers with a state older than the event");

/** When the newest state was that events tell of, in milliseconds; zero where they tell of none. */
const toldAt = (key: string, changes: Read["changes"]): number =>
  Math.max(0, ...changes.map((one) => Date.parse(latestTold(key, [one])?.updatedAt ?? "") || 0));

/** Whether an issue was read at the tip that the default branch had before the last push. */
const isBeforePush = ({ key, changes, headSha, now }: Read): boolean => {
  const tip = tipTold(key, changes);
  const pushedAt = Date.parse(tip?.at ?? "");
  return tip?.before === headSha && tip.sha !== headSha && now.getTime() - pushedAt <= LAG_MS;
};

/** What GitHub does not list at all it may never list, as with a run that was deleted; milliseconds until it is believed. */
const UNLISTED_MS = 10_000;

/** Whether a check goes on by what was read, of which an event told that it has ended: nothing else would tell it again. */
const isBeforeEnd = ({ changes, headSha, evidence = {}, now }: Read): boolean => {
  const ended = changes.flatMap(({ change }) => (change.ended?.sha === headSha ? [change.ended] : []));
  return ended.some(({ name, at }) => {
    const age = now.getTime() - Date.parse(at);
    const lists = [evidence.checks?.filter((check) => check.name === name), outputsOf(evidence, name)];
    return lists.some(
      (read) =>
        read !== undefined &&
        read.every(({ state }) => state === "pending") &&
        age <= (read.length === 0 ? UNLISTED_MS : LAG_MS),
    );
  });
};

/** A check may be called `constructor`, which every object has. */
const outputsOf = ({ outputs = {} }: NonNullable<Read["evidence"]>, name: string) =>
  Object.hasOwn(outputs, name) ? outputs[name] : undefined;
