import type { Verdict } from "../../evaluation/verdict.ts";
import type { StoredSubject } from "../known.ts";
import { lookAgain } from "../spread.ts";
import type { Policed, Turn } from "../turn.ts";
import { memberRun, standingOf } from "./judge-group.ts";
import { groupMemoryOf } from "./memory.ts";

/**
 * A pull request was judged: the merge queue's groups that bring it in are judged anew where it stands otherwise than they know.
 * Without a verdict, because it keeps failing to be read, they always are. Its own group comes first. Repeating it for the same delivery does nothing.
 */
export const tellGroups = async (turn: Policed | Turn, verdict: Verdict | undefined): Promise<void> => {
  const { parts, subject, changes } = turn;
  if (subject.kind !== "pull_request") return;
  const groups = await parts.subjects.groupsWith(subject.repositoryId, subject.number);
  if (groups.length === 0) return;
  const standing = verdict === undefined || !("reading" in turn) ? undefined : standingIn(turn, verdict);
  const cause = changes.at(-1)?.guid ?? "nothing";
  const isOwn = ({ memory }: StoredSubject): boolean =>
    groupMemoryOf(memory)?.members.at(-1)?.number === subject.number;
  for (const group of groups.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)))) {
    const known = groupMemoryOf(group.memory)?.members.find(({ number }) => number === subject.number)?.said;
    if (standing === undefined || standing !== known) await lookAgain(parts, group, `${cause}/${group.key}`);
  }
};

const standingIn = ({ subject, reading }: Policed, verdict: Verdict): string | undefined => {
  const run = memberRun({ repository: subject, number: subject.number, reading }, verdict);
  return run === undefined ? undefined : standingOf(run);
};
