import { issueKey, pullKey } from "./change.ts";
import type { StoredSubject } from "./known.ts";
import { memoryOf, type Memory } from "./memory.ts";
import type { Subjects } from "./turn.ts";

/** A pull request with what is known of it besides its number, where it was read afresh. */
export interface LaunchedPull {
  readonly number: number;
  /** Numbers of the issues of the same repository that it closes. */
  readonly closes?: readonly number[] | undefined;
  readonly milestone?: string | null | undefined;
}

/**
 * The launch issues that the deployment of these pull requests waits for: followed ones that collected one of them, or will when their
 * turn comes; and closed ones that they close and that an earlier release of Gatehouse took for given up, because a merge closes an
 * issue by itself. How each stands towards an environment is for its verdict to say.
 */
export const launchIssuesOf = async (
  subjects: Pick<Subjects, "launchesIn" | "among">,
  repositoryId: number,
  pulls: readonly (number | LaunchedPull)[],
): Promise<readonly StoredSubject[]> => {
  if (pulls.length === 0) return [];
  const asked = pulls.map((pull) => (typeof pull === "number" ? { number: pull } : pull));
  const followed = (await subjects.launchesIn(repositoryId)).filter((issue) =>
    asked.some((pull) => collects(issue, pull)),
  );
  const known = new Set(followed.map(({ key }) => key));
  const closed = await subjects.among((await closedBy(subjects, repositoryId, asked)).filter((key) => !known.has(key)));
  return [...followed, ...closed.filter(isUnfinished)];
};

/** Whether a launch issue collected a pull request, or names what it would collect it by. */
export const collects = ({ memory: stored, number }: StoredSubject, pull: LaunchedPull): boolean => {
  const { collected = [], collects: by } = memoryOf(stored) ?? {};
  return (
    collected.some((one) => one.number === pull.number) ||
    by?.named.includes(pull.number) === true ||
    (by?.milestone != null && by.milestone === pull.milestone) ||
    (number !== undefined && pull.closes?.includes(number) === true)
  );
};

const closedBy = async (
  subjects: Pick<Subjects, "among">,
  repositoryId: number,
  pulls: readonly LaunchedPull[],
): Promise<readonly string[]> => {
  const remembered = await subjects.among(pulls.map(({ number }) => pullKey(repositoryId, number)));
  const told = pulls.flatMap(({ closes = [] }) => closes.map((number) => issueKey(repositoryId, number)));
  const kept = remembered.flatMap(({ memory }) => memoryOf(memory)?.closes ?? []);
  return [...new Set([...told, ...kept.filter((one) => one.repositoryId === repositoryId).map(({ key }) => key)])];
};

const DONE: ReadonlySet<string> = new Set<NonNullable<Memory["exits"]>[string]>(["completed", "partial"]);

/** A launch that is not complete stays followed when it is closed, unless it was let go before launches were known. */
const isUnfinished = ({ state, memory: stored }: StoredSubject): boolean => {
  const { exits = {}, collected } = memoryOf(stored) ?? {};
  return state === "closed" && collected === undefined && Object.values(exits).some((exit) => !DONE.has(exit));
};
