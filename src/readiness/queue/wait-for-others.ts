import { pullKey } from "../change.ts";
import { RetryLater } from "../retry-later.ts";
import type { GroupTurn } from "./assess-group.ts";
import { groupMemoryOf } from "./memory.ts";

/** Milliseconds after which it is looked again whether the others have had their turns. */
const PAUSE_MS = 200;

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
    throw new RetryLater(new Date(Date.now() + PAUSE_MS), "a pull request of the group is being judged");
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
