import type { Snapshot } from "../evidence/snapshot.ts";
import type { NodeOf } from "./connections.ts";
import type { Lists } from "./gathered.ts";

/**
 * A merged pull request as it was before its merge, as far as GitHub still tells. Which issues were open then it does not, so that is
 * unknown rather than taken for the same as now. Pure.
 */
export const asItWas = ({ openIssues: _now, ...snapshot }: Snapshot): Snapshot => ({
  ...snapshot,
  state: "open",
  mergedAt: null,
  mergeSha: null,
  unread: { ...snapshot.unread, openIssues: "Which issues were open before the merge is not known any more." },
});

/** The lists without what came after that moment: a review, a check, or the closing of an issue by the merge itself. */
export const listsBefore = ({ reviews, checks, linkedIssues, ...lists }: Lists, at: Date): Lists => ({
  ...lists,
  ...(reviews === undefined ? {} : { reviews: reviews.filter(({ submittedAt }) => !isAfter(submittedAt, at)) }),
  ...(checks === undefined ? {} : { checks: checks.flatMap((check) => checkBefore(check, at)) }),
  ...(linkedIssues === undefined ? {} : { linkedIssues: linkedIssues.map((issue) => issueBefore(issue, at)) }),
});

const isAfter = (moment: string | null | undefined, at: Date): boolean =>
  moment != null && Date.parse(moment) > at.getTime();

/** A run that ended after it was still under way. */
const checkBefore = (check: NodeOf<"checks">, at: Date): readonly NodeOf<"checks">[] => {
  if (check.__typename === "StatusContext") return isAfter(check.createdAt, at) ? [] : [check];
  if (isAfter(check.startedAt, at)) return [];
  return [isAfter(check.completedAt, at) ? { ...check, status: "IN_PROGRESS", conclusion: null } : check];
};

/** What was closed in the second of the merge was closed by it. */
const issueBefore = (issue: NodeOf<"linkedIssues">, at: Date): NodeOf<"linkedIssues"> =>
  issue?.closedAt != null && Date.parse(issue.closedAt) >= at.getTime() ? { ...issue, state: "OPEN" } : issue;
