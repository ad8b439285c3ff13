import { type FileChange, changes } from "../git/changes.ts";
import { ancestors, commitsBetween, mergeBase, mergeFiles } from "../git/history.ts";
import type { Commit } from "../git/store.ts";
import type { CheckRun, CheckSuite, Issue, Pull, Repository, RequiredCheck, Review, Status } from "./model.ts";
import { requiredOn } from "./rulesets.ts";
import { branchSha, pullOf, pullsOf, roleOf, atLeast } from "./world.ts";

/** The commit a pull request is compared with: its base branch while open, the base it was closed at afterwards. */
const comparedWith = (pull: Pull): string =>
  pull.state === "open" ? (branchSha(pull.repo, pull.baseRef) ?? pull.baseSha) : pull.baseSha;

export function filesOf(pull: Pull): readonly FileChange[] {
  const { git } = pull.repo;
  const base = mergeBase(git, comparedWith(pull), pull.headSha) ?? pull.baseSha;
  return changes(git, git.commitAt(base).tree, git.commitAt(pull.headSha).tree);
}

const commitsKnown = new WeakMap<Pull, { readonly range: string; readonly commits: readonly Commit[] }>();

/** The commits of a pull request's branch, oldest first. */
export function commitsOf(pull: Pull): readonly Commit[] {
  const base = comparedWith(pull);
  const range = `${base}..${pull.headSha}`;
  const known = commitsKnown.get(pull);
  if (known?.range === range) return known.commits;
  const commits = commitsBetween(pull.repo.git, base, pull.headSha);
  commitsKnown.set(pull, { range, commits });
  return commits;
}

/**
 * The pull requests a commit belongs to: on the default branch those that were merged with it, elsewhere all that contain it.
 * https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export function pullsWith(repo: Repository, sha: string): Pull[] {
  const containing = pullsOf(repo).filter(
    (pull) => pull.mergeSha === sha || pull.rebased.includes(sha) || commitsOf(pull).some((one) => one.sha === sha),
  );
  const tip = branchSha(repo, repo.defaultBranch);
  const landed = tip !== undefined && ancestors(repo.git, tip).has(sha);
  return landed ? containing.filter(({ mergedAt }) => mergedAt !== null) : containing;
}

/** The tree a merge would give; undefined when the branches conflict. */
export function mergedFiles(pull: Pull): ReturnType<typeof mergeFiles> {
  const { git } = pull.repo;
  const onto = comparedWith(pull);
  const base = mergeBase(git, onto, pull.headSha);
  const files = (sha: string | undefined) => (sha === undefined ? new Map() : git.files(git.commitAt(sha).tree));
  return mergeFiles(files(base), files(onto), files(pull.headSha));
}

/** One state per App and name on a commit: the newest run of each. */
export function latestRuns(suites: readonly CheckSuite[]): CheckRun[] {
  return suites.flatMap(({ runs }) => [...new Map(runs.map((run) => [run.name, run])).values()]);
}

export const suitesOf = (repo: Repository, sha: string): CheckSuite[] =>
  repo.suites.filter((suite) => suite.sha === sha);

/** The newest status of each context, newest first. */
export function latestStatuses(repo: Repository, sha: string): Status[] {
  const ofCommit = repo.statuses.filter((status) => status.sha === sha);
  return [...new Map(ofCommit.map((status) => [status.context.toLowerCase(), status])).values()].toReversed();
}

/** GitHub lets success, neutral and skipped pass a required check. */
const PASSES = new Set(["success", "neutral", "skipped"]);

/** How the checks that a branch requires stand on a commit. */
export function requiredStates(at: {
  readonly repo: Repository;
  readonly branch: string;
  readonly sha: string;
}): { readonly check: RequiredCheck; readonly state: "passed" | "failed" | "pending" }[] {
  const runs = latestRuns(suitesOf(at.repo, at.sha));
  const statuses = latestStatuses(at.repo, at.sha);
  return requiredOn(at.repo, at.branch).map((check) => {
    const { context, appId } = check;
    const results = [
      ...runs
        .filter(({ name, suite }) => name === context && (appId === null || suite.app.id === appId))
        .map(({ conclusion }) => conclusion),
      ...statuses
        .filter((status) => status.context === context && appId === null)
        .map(({ state }) => (state === "pending" ? null : state)),
    ];
    return { check, state: together(results) };
  });
}

function together(results: readonly (string | null)[]): "passed" | "failed" | "pending" {
  if (results.some((result) => result !== null && !PASSES.has(result))) return "failed";
  return results.length === 0 || results.includes(null) ? "pending" : "passed";
}

/** The required checks of the base branch that are missing or not passing, by name. */
export const missingChecks = (pull: Pull): string[] =>
  requiredStates({ repo: pull.repo, branch: pull.baseRef, sha: pull.headSha })
    .filter(({ state }) => state !== "passed")
    .map(({ check }) => check.context);

export function mergeState(pull: Pull): "clean" | "dirty" | "blocked" | "draft" | "unstable" | "unknown" {
  if (pull.state !== "open") return "unknown";
  if (mergedFiles(pull) === undefined) return "dirty";
  if (missingChecks(pull).length > 0) return "blocked";
  if (pull.draft) return "draft";
  const red = latestRuns(suitesOf(pull.repo, pull.headSha)).some(
    ({ conclusion }) => conclusion === null || !PASSES.has(conclusion),
  );
  return red ? "unstable" : "clean";
}

export function suiteStatus({ runs, reset }: CheckSuite): { status: string; conclusion: string | null } {
  if (reset || runs.length === 0) return { status: "queued", conclusion: null };
  const latest = [...new Map(runs.map((run) => [run.name, run])).values()];
  if (latest.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const conclusions = new Set(latest.map(({ conclusion }) => conclusion));
  const worst = ["failure", "timed_out", "cancelled", "action_required", "stale", "success", "neutral", "skipped"];
  return { status: "completed", conclusion: worst.find((one) => conclusions.has(one)) ?? "neutral" };
}

/** Each person's last review that approves, rejects or was dismissed. */
export function opinions(pull: Pull, { writersOnly }: { writersOnly: boolean }): Review[] {
  const telling = pull.reviews.filter(({ state }) => state !== "COMMENTED" && state !== "PENDING");
  const last = [...new Map(telling.map((review) => [review.author, review])).values()];
  return last.filter(({ author }) => !writersOnly || atLeast(roleOf(pull.repo, author), "write"));
}

const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s+(?:([\w.-]+\/[\w.-]+)?#(\d+))/gi;

/** The issues a description closes by GitHub's keywords. */
export function closes(pull: Pull, find: (fullName: string) => Repository | undefined): Issue[] {
  const prose = (pull.body ?? "").replaceAll(/<!--[\s\S]*?-->|```[\s\S]*?```|`[^`\n]*`/g, "");
  const found = [...prose.matchAll(CLOSING)].map(([, name, number]) => {
    const repo = name === undefined ? pull.repo : find(name);
    return repo?.issues.get(Number(number));
  });
  return [...new Set(found)].filter((issue) => issue?.kind === "Issue");
}

/** Open pull requests of this repository and branch whose head is that commit; forks are left out, as in check payloads. */
export function pullsAt(repo: Repository, sha: string): Pull[] {
  return [...repo.issues.keys()]
    .map((number) => pullOf(repo, number))
    .filter((pull) => pull !== undefined)
    .filter((pull) => pull.headSha === sha && pull.state === "open" && pull.headRepo === repo);
}
