import type { DirectCommit } from "../../evaluation/deploy/decision.ts";
import type { BroughtPull } from "../../readiness/deploy/ports.ts";
import type { AssociatedPull, CommitWithPulls } from "./commit-pulls.ts";

/** What commits belong to. */
interface Belonging {
  readonly pulls: readonly BroughtPull[];
  readonly direct: readonly DirectCommit[];
  /** Number of the pull request that brought the commit that is deployed. */
  readonly lead?: number;
}

interface Line {
  readonly repositoryId: number;
  readonly defaultBranch: string | undefined;
  /** The commit that is deployed. */
  readonly sha: string;
}

/** Gives each commit of a release to the pull requests that brought it; what nobody brought is direct. Pure. */
export const belongingOf = (commits: readonly CommitWithPulls[], line: Line): Belonging => {
  const known = new Set(commits.map(({ oid }) => oid));
  const owners = new Map(commits.map((commit) => [commit.oid, ownersOf(commit, known, line)]));
  for (const commit of commits.filter(({ oid }) => owners.get(oid)?.length === 0))
    owners.set(commit.oid, aroundMerge(commit, { commits, owners }));
  const aside = new Set([...owners.values()].flatMap((all) => asideOf(all, line)));
  const pulls = new Map(
    [...owners.values()]
      .flat()
      .map((pull) => [pull.number, broughtOf(pull, { ...line, isAside: aside.has(pull.number) })]),
  );
  const lead = leadOf(owners.get(line.sha) ?? [], line);
  return {
    pulls: [...pulls.values()].toSorted((one, other) => one.number - other.number),
    direct: commits.filter(({ oid }) => owners.get(oid)?.length === 0).map(directOf),
    ...(lead === undefined ? {} : { lead }),
  };
};

/** A commit can be in several; those count that stand nearest to the deployed line. Of other repositories, such as a fork's parent, none. */
const ownersOf = (
  { associatedPullRequests: all }: CommitWithPulls,
  known: ReadonlySet<string>,
  line: Line,
): readonly AssociatedPull[] => {
  const own = (all?.nodes ?? []).flatMap((pull) => (pull?.repository.databaseId === line.repositoryId ? [pull] : []));
  const nearest = Math.min(...own.map((pull) => distance(pull, known, line)));
  return own.filter((pull) => distance(pull, known, line) === nearest);
};

/** Merged into what is deployed, into the default branch, elsewhere; then open, then closed without merge. */
const distance = (
  { state, mergeCommit, baseRefName }: AssociatedPull,
  known: ReadonlySet<string>,
  line: Line,
): number => {
  if (state === "CLOSED") return 4;
  if (state === "OPEN") return 3;
  if (mergeCommit != null && known.has(mergeCommit.oid)) return 0;
  return baseRefName === line.defaultBranch ? 1 : 2;
};

/** Pull requests that alone bring a commit, and not to the default branch. */
const asideOf = (owners: readonly AssociatedPull[], { defaultBranch }: Line): readonly number[] =>
  owners.some(({ baseRefName }) => baseRefName === defaultBranch) ? [] : owners.map(({ number }) => number);

interface Given {
  readonly commits: readonly CommitWithPulls[];
  readonly owners: ReadonlyMap<string, readonly AssociatedPull[]>;
}

/**
 * A merge within a pull request, as when its branch is brought up to date, belongs to it: a parent and a child of it do. One that
 * somebody made by hand on the branch itself stands between nothing, and is direct.
 */
const aroundMerge = (
  { oid, parents: { nodes: parents } }: CommitWithPulls,
  { commits, owners }: Given,
): readonly AssociatedPull[] => {
  if (parents.length < 2) return [];
  const above = new Set(parents.flatMap((parent) => (owners.get(parent.oid) ?? []).map(({ number }) => number)));
  const children = commits.filter((child) => child.parents.nodes.some((parent) => parent.oid === oid));
  return children.flatMap((child) => owners.get(child.oid) ?? []).filter(({ number }) => above.has(number));
};

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

const broughtOf = (
  pull: AssociatedPull,
  { repositoryId, isAside }: Line & Pick<BroughtPull, "isAside">,
): BroughtPull => ({
  isAside,
  number: pull.number,
  title: pull.title,
  url: pull.url,
  state: STATES[pull.state],
  mergedAt: pull.mergedAt ?? null,
  author: pull.author?.login ?? null,
  milestone: pull.milestone?.title ?? null,
  closes: (pull.closingIssuesReferences?.nodes ?? []).flatMap((issue) =>
    issue?.repository.databaseId === repositoryId ? [issue.number] : [],
  ),
});

const directOf = ({ oid, messageHeadline, author }: CommitWithPulls): DirectCommit => ({
  sha: oid,
  headline: messageHeadline,
  author: author?.user?.login ?? author?.name ?? null,
});

/** The one that brought it to the default branch, where there is one: its override lifts the whole release. */
const leadOf = (owners: readonly AssociatedPull[], { defaultBranch }: Line): number | undefined => {
  const there = owners.filter(({ baseRefName }) => baseRefName === defaultBranch);
  const numbers = (there.length === 0 ? owners : there).map(({ number }) => number);
  return numbers.length === 0 ? undefined : Math.min(...numbers);
};
