import { pullKey } from "../change.ts";
import type { PendingDelivery } from "../known.ts";
import { RetryLater } from "../retry-later.ts";
import type { GroupTurn } from "./assess-group.ts";
import { groupMemoryOf } from "./memory.ts";

/** Milliseconds after which it is looked again whether the others have had their turns, at least and at most. */
const SHORTEST_MS = 200;
const LONGEST_MS = 10_000;

/** A turn that was put off, as by a limit of GitHub's, is waited for a quarter longer at most than it takes. */
const SHARE = 0.25;

/** How long to wait for what is pending: the longer it has been, the longer. A member that stands otherwise then calls the group at once. */
export const pauseMs = (pending: readonly PendingDelivery[], now: Date): number => {
  const waited = pending.map(({ receivedAt = now }) => now.getTime() - receivedAt.getTime());
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ...waited.map((ms) => ms * SHARE)));
};

/**
 * Lets others have their turns first. What people did on a member and was not recorded yet could take back what it says. And where a
 * group holds several pull requests, the group of the one that holds it back has to fail first: who fails first is thrown out. Where one
 * of them keeps failing, so does this group. Costs no call.
 */
export const waitForOthers = async (turn: GroupTurn, numbers: readonly number[]): Promise<void> => {
  const { parts, repository } = turn;
  const members = numbers.map((number) => pullKey(repository.repositoryId, number));
  const keys = [...members, ...(await groupsBefore(turn, numbers))];
  const pending = (await Promise.all(keys.map((key) => parts.deliveries.pending(key)))).flat();
  if (pending.length === 0) return;
  if (pending.every(({ attempts }) => attempts === 0))
    throw new RetryLater(
      new Date(Date.now() + pauseMs(pending, parts.now())),
      "a pull request of the group is being judged",
    );
  throw new Error("a pull request of the group could not be judged");
};

/** The groups that were made for the other pull requests of this one. */
const groupsBefore = async (
  { parts, repository }: GroupTurn,
  numbers: readonly number[],
): Promise<readonly string[]> => {
  const others = await Promise.all(
    numbers.slice(0, -1).map(async (number) => {
      const groups = await parts.subjects.groupsWith(repository.repositoryId, number);
      return groups.filter(({ memory }) => groupMemoryOf(memory)?.members.at(-1)?.number === number);
    }),
  );
  return others.flat().map(({ key }) => key);
};
