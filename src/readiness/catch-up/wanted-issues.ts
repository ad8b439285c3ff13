import { issueKey } from "../change.ts";
import { mayRunOnIssues } from "../issue-procedures.ts";
import { isUnseenIssue } from "./unseen.ts";
import { turn, type Through, type Wanted, type WantingTurns } from "./wanting.ts";

/** Turns that issues are to have. */
export interface WantedIssues extends Wanted {
  /** There are more: for the next time. */
  readonly isPart: boolean;
}

const NONE: WantedIssues = { turns: [], isPart: false, keep: async () => undefined };

/**
 * Turns of issues that changed, where procedures run on issues at all: asked when pull requests had theirs, which tell that. What one
 * look can't cover is left to the next, which begins where this one ended. An issue that is followed is among the other turns already
 * where everything is looked at.
 */
export const wantedIssues = async (parts: WantingTurns, through: Through): Promise<WantedIssues> => {
  const { seen, isOwnerConfigured, all, since } = through;
  const { repositoryId } = seen.repository;
  const isStillWanted = (): Promise<boolean> => mayRunOnIssues(parts.subjects, repositoryId);
  const isUsed = isOwnerConfigured || (seen.tip !== undefined && seen.configured.has(seen.tip.branch));
  if (!isUsed || !(await isStillWanted())) return NONE;
  const round = all ? through.sweep : String(since?.toISOString());
  const from = (await parts.sweeps.issuesUntil(repositoryId, round)) ?? since;
  const { issues, until } = await parts.waiting.issues(seen.repository, { from, closed: !all });
  const keyOf = (number: number): string => issueKey(repositoryId, number);
  const known = await parts.sweeps.known(
    repositoryId,
    issues.map(({ number }) => keyOf(number)),
  );
  const at = new Map(known.map((one) => [one.key, one]));
  const unseen = issues.filter((issue) =>
    isUnseenIssue(issue, { known: at.get(keyOf(issue.number)), all, now: parts.now() }),
  );
  return {
    turns: unseen.map(({ number }) => ({
      ...turn(through, keyOf(number), { issues: [{ number }] }),
      isStillWanted,
    })),
    isPart: until !== undefined,
    keep: async () => {
      if (until !== undefined || from !== since) await parts.sweeps.keepIssuesUntil(repositoryId, round, until);
    },
  };
};
