import type { ExitState } from "../evidence/exit-states.ts";
import type { LinkedIssue, Snapshot } from "../evidence/snapshot.ts";
import { unread } from "./define.ts";
import { met, unmet, waiting, type Actor, type Outcome } from "./outcome.ts";
import { listed, quote } from "./wording.ts";

interface Wanted {
  readonly id: string;
  readonly isComplete: (exit: ExitState) => boolean;
}

/**
 * Whether a procedure is complete on every linked issue on which it runs; on at least one it must. The run has to be for this very
 * change: an issue that was closed before the merge served another one.
 */
export const judgeIssues = ({ id, isComplete }: Wanted, facts: Snapshot): Outcome => {
  const { linkedIssues = [], issueProcedures = {} } = facts;
  const author: Actor = { kind: "author", login: facts.author?.login };
  if (linkedIssues.length === 0) return noIssue(id, author);
  if (!linkedIssues.every((issue) => Object.hasOwn(issueProcedures, nameOf(issue))))
    return unread("procedure", "issueProcedures", facts);
  const runs = linkedIssues.flatMap((issue) => {
    const exits = issueProcedures[nameOf(issue)] ?? {};
    const exit = Object.hasOwn(exits, id) ? exits[id] : undefined;
    return exit === undefined ? [] : [{ issue, exit }];
  });
  if (runs.length === 0) return nowhere(id, linkedIssues, author);
  const open = runs.filter(({ exit }) => !isComplete(exit));
  if (open.length > 0) return incomplete(id, open);
  const old = runs.filter(({ issue }) => issue.state === "closed" && facts.state !== "merged");
  return old.length > 0 ? closedBefore(id, linkedOf(old), author) : complete(id, linkedOf(runs));
};

interface RunOnIssue {
  readonly issue: LinkedIssue;
  readonly exit: ExitState;
}

const nameOf = ({ repository, number }: LinkedIssue): string => `${repository}#${number}`;

const linkedOf = (runs: readonly RunOnIssue[]): readonly LinkedIssue[] => runs.map(({ issue }) => issue);

const complete = (id: string, issues: readonly LinkedIssue[]): Outcome =>
  met(
    `${quote(id)} is complete on ${listed(issues.map(nameOf))}.`,
    issues.map((issue) => ({ text: nameOf(issue), ...(issue.url === undefined ? {} : { url: issue.url }) })),
  );

const incomplete = (id: string, open: readonly RunOnIssue[]): Outcome => {
  const shown = open.map(({ issue, exit }) => `${nameOf(issue)} (${exit.replace("-", " ")})`);
  const outcome = {
    code: "procedure/incomplete",
    reason: `${quote(id)} is not complete on ${listed(shown)}.`,
    remedy: `First do what is left of ${quote(id)} on ${listed(open.map(({ issue }) => nameOf(issue)))}.`,
    short: `${id} first`,
    actors: [{ kind: "writers" as const }],
  };
  return open.every(({ exit }) => exit === "in-progress") ? waiting(outcome) : unmet(outcome);
};

const closedBefore = (id: string, issues: readonly LinkedIssue[], author: Actor): Outcome => {
  const names = listed(issues.map(nameOf));
  return unmet({
    code: "procedure/issue-closed",
    reason: `${quote(id)} is complete on ${names}, which ${issues.length === 1 ? "was" : "were"} closed before this pull request was merged, so it may have been for another change.`,
    remedy: `Open ${names} again where it is about this change, or link the issue on which ${quote(id)} was run for it.`,
    short: "issue closed",
    actors: [author],
    unknown: true,
  });
};

const noIssue = (id: string, author: Actor): Outcome =>
  unmet({
    code: "procedure/no-issue",
    reason: `No issue is linked on which ${quote(id)} could be complete.`,
    remedy: `Write \`Closes #NUMBER\` in the description, with the issue on which ${quote(id)} was run; without one, run it first.`,
    short: "issue not linked",
    actors: [author],
    unknown: true,
  });

const nowhere = (id: string, issues: readonly LinkedIssue[], author: Actor): Outcome =>
  unmet({
    code: "procedure/not-run",
    reason: `${quote(id)} does not run on ${listed(issues.map(nameOf), "or")}.`,
    remedy: `Link the issue on which ${quote(id)} was run, by \`Closes #NUMBER\` in the description; without one, run it first.`,
    short: `${id} not run`,
    actors: [author],
    unknown: true,
  });
