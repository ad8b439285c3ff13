import { z } from "zod";
import { PullAnswer, type RepositoryAnswer } from "./pull-answer.ts";

const Issue = z.looseObject({ state: z.string() });
const Branch = z.object({ name: z.string(), target: z.looseObject({ oid: z.string() }) });

/**
 * An issue in the form of a pull request, so that both are read alike: it stands at the tip of the default branch, which is its head and
 * its base. Undefined in a repository without a commit: there is nothing to judge it by or to report on.
 */
export const issueAsPull = ({ issue, defaultBranchRef }: RepositoryAnswer): PullAnswer | undefined => {
  const branch = Branch.safeParse(defaultBranchRef);
  if (issue == null || !branch.success) return undefined;
  const { name, target } = branch.data;
  const tip = { nodes: [{ commit: target }] };
  return PullAnswer.parse({
    ...Issue.parse(issue),
    isDraft: false,
    isCrossRepository: false,
    baseRefName: name,
    headRefName: name,
    headRefOid: target.oid,
    additions: 0,
    deletions: 0,
    changedFiles: 0,
    checks: tip,
    runs: tip,
    outputs: tip,
  });
};
