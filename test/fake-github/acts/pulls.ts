import { user } from "../present/account.ts";
import { pullRequest } from "../present/pull.ts";
import { iso } from "../world/clock.ts";
import { closes, commitsOf, mergedFiles, missingChecks } from "../world/derived.ts";
import { mergeBase, mergeFiles } from "../git/history.ts";
import type { Account, App, Pull, Repository } from "../world/model.ts";
import { Refusal, checkLength, invalid } from "../world/refusal.ts";
import { queueRuleOn } from "../world/rulesets.ts";
import { type World, branchSha } from "../world/world.ts";
import { written } from "./edits.ts";
import { closeIssue, fresh, nextNumber, retext } from "./issues.ts";
import { moveBranch, signature } from "./pushes.ts";

export interface NewPull {
  readonly by: Account;
  readonly head: { readonly repo: Repository; readonly ref: string };
  readonly base: string;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | undefined;
  readonly app?: App | null | undefined;
}

export function openPull(world: World, repo: Repository, about: NewPull): Pull {
  checkLength(about.body ?? "");
  const headSha = branchSha(about.head.repo, about.head.ref);
  const baseSha = branchSha(repo, about.base);
  if (headSha === undefined)
    throw invalid("Validation Failed", [{ resource: "PullRequest", field: "head", code: "invalid" }]);
  if (baseSha === undefined)
    throw invalid("Validation Failed", [{ resource: "PullRequest", field: "base", code: "invalid" }]);
  if (mergeBase(repo.git, baseSha, headSha) === headSha)
    throw invalid("Validation Failed", [
      { resource: "PullRequest", code: "custom", message: `No commits between ${about.base} and ${about.head.ref}` },
    ]);
  const pull = world.add("pull", (ids): Pull => ({
    kind: "PullRequest",
    ...ids,
    ...written(about.by, world.now()),
    ...fresh(about.app ?? null),
    issueId: world.ids.next("issue").id,
    number: nextNumber(repo),
    repo,
    title: about.title,
    body: about.body ?? null,
    labels: [],
    headRepo: about.head.repo,
    headRef: about.head.ref,
    headSha,
    baseRef: about.base,
    baseSha,
    retargets: [],
    draft: about.draft ?? false,
    reviews: [],
    threads: [],
    mergedAt: null,
    mergedBy: null,
    mergeSha: null,
    rebased: [],
    reviewers: [],
    reviewTeams: [],
  }));
  repo.issues.set(pull.number, pull);
  repo.refs.set(`refs/pull/${pull.number}/head`, headSha);
  tell(world, pull, { action: "opened", by: about.by });
  return pull;
}

export interface PullChange {
  readonly by: Account;
  readonly title?: string | undefined;
  readonly body?: string | null | undefined;
  readonly base?: string | undefined;
}

export function editPull(world: World, pull: Pull, change: PullChange): void {
  const changes = retext(world, pull, change);
  if (Object.keys(changes).length > 0) tell(world, pull, { action: "edited", by: change.by, extra: { changes } });
  if (change.base === undefined || change.base === pull.baseRef) return;
  const sha = branchSha(pull.repo, change.base);
  if (sha === undefined)
    throw invalid("Validation Failed", [{ resource: "PullRequest", field: "base", code: "invalid" }]);
  const base = { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } };
  pull.retargets.push({
    kind: "BaseRefChangedEvent",
    createdAt: iso(world.now()),
    previousRefName: pull.baseRef,
    currentRefName: change.base,
  });
  Object.assign(pull, { baseRef: change.base, baseSha: sha, updatedAt: world.now() });
  tell(world, pull, { action: "edited", by: change.by, extra: { changes: { base } } });
}

export function closePull(world: World, pull: Pull, by: Account): void {
  if (pull.state === "closed") return;
  Object.assign(pull, { state: "closed", closedAt: world.now(), closedBy: by, updatedAt: world.now() });
  tell(world, pull, { action: "closed", by });
}

export function reopenPull(world: World, pull: Pull, by: Account): void {
  if (pull.mergedAt !== null)
    throw invalid("Validation Failed", [
      { resource: "PullRequest", code: "custom", message: "A merged pull request can't be reopened." },
    ]);
  if (pull.state === "open") return;
  Object.assign(pull, { state: "open", closedAt: null, closedBy: null, updatedAt: world.now() });
  tell(world, pull, { action: "reopened", by });
}

export function setDraft(world: World, pull: Pull, change: { by: Account; draft: boolean }): void {
  if (pull.draft === change.draft) return;
  Object.assign(pull, { draft: change.draft, updatedAt: world.now() });
  tell(world, pull, { action: change.draft ? "converted_to_draft" : "ready_for_review", by: change.by });
}

export function requestReview(world: World, pull: Pull, request: { by: Account; reviewer: Account }): void {
  if (request.reviewer === pull.author) throw invalid("Review cannot be requested from pull request author.");
  if (!pull.reviewers.includes(request.reviewer)) pull.reviewers = [...pull.reviewers, request.reviewer];
  const extra = { requested_reviewer: user(world, request.reviewer) };
  tell(world, pull, { action: "review_requested", by: request.by, extra });
}

/** Merges as GitHub's button does, or refuses as its API does. Returns the merge commit. */
export function mergePull(
  world: World,
  pull: Pull,
  merge: { by: Account; sha?: string | undefined; method?: string | undefined },
): string {
  if (pull.state !== "open") throw new Refusal(405, "Pull Request is not mergeable");
  if (merge.sha !== undefined && merge.sha !== pull.headSha)
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  if (pull.draft) throw new Refusal(405, "Pull Request is still a draft");
  if (queueRuleOn(pull.repo, pull.baseRef) !== undefined)
    throw new Refusal(405, "Repository rule violations found\n\nChanges must be made through the merge queue");
  const missing = missingChecks(pull);
  if (missing.length > 0)
    throw new Refusal(405, missing.map((name) => `Required status check "${name}" is expected.`).join(" "));
  const files = mergedFiles(pull);
  if (files === undefined) throw new Refusal(405, "Pull Request is not mergeable");
  const onto = branchSha(pull.repo, pull.baseRef) ?? pull.baseSha;
  const tree = pull.repo.git.writeTree(files);
  const sha = merge.method === "rebase" ? rebase(world, pull, onto) : join(world, pull, { onto, tree, ...merge });
  recordMerge(world, pull, { onto, sha, by: merge.by });
  return sha;
}

function join(
  world: World,
  pull: Pull,
  { onto, tree, by, method }: { onto: string; tree: string; by: Account; method?: string | undefined },
): string {
  const squash = method === "squash";
  const { sha } = pull.repo.git.writeCommit({
    tree,
    parents: squash ? [onto] : [onto, pull.headSha],
    message: squash ? `${pull.title} (#${pull.number})` : `Merge pull request #${pull.number}\n\n${pull.title}`,
    author: signature(world, by),
  });
  return sha;
}

/** Each commit of the branch anew on the base, under its author and committed by GitHub; merges are left out. */
function rebase(world: World, pull: Pull, onto: string): string {
  const { git } = pull.repo;
  const filesAt = (sha: string) => git.files(git.commitAt(sha).tree);
  const made: string[] = [];
  let tip = onto;
  for (const one of commitsOf(pull)) {
    const [parent, other] = one.parents;
    if (parent === undefined || other !== undefined) continue;
    const files = mergeFiles(filesAt(parent), filesAt(tip), git.files(one.tree));
    if (files === undefined) throw new Refusal(405, "This branch can't be rebased");
    const committer = { name: "GitHub", email: "noreply@github.example", login: "web-flow", date: world.now() };
    tip = git.writeCommit({ ...one, tree: git.writeTree(files), parents: [tip], committer }).sha;
    made.push(tip);
  }
  pull.rebased = made;
  return tip;
}

/** A pull request is merged by that commit: its base branch moves there, if it has not yet, and what it closes is closed. */
export function recordMerge(world: World, pull: Pull, merge: { onto: string; sha: string; by: Account }): void {
  const now = world.now();
  Object.assign(pull, {
    baseSha: merge.onto,
    state: "closed",
    closedAt: now,
    closedBy: merge.by,
    mergedAt: now,
    mergedBy: merge.by,
    mergeSha: merge.sha,
    updatedAt: now,
  });
  if (branchSha(pull.repo, pull.baseRef) === merge.onto)
    moveBranch(world, { repo: pull.repo, branch: pull.baseRef, sha: merge.sha, by: merge.by });
  tell(world, pull, { action: "closed", by: merge.by });
  if (pull.baseRef === pull.repo.defaultBranch)
    for (const issue of closes(pull, (name) => world.repo(name))) closeIssue(world, issue, merge.by);
}

function tell(world: World, pull: Pull, telling: { action: string; by: Account; extra?: object }): void {
  world.tell({
    event: "pull_request",
    action: telling.action,
    sender: telling.by,
    repo: pull.repo,
    body: { number: pull.number, pull_request: pullRequest(world, pull), ...telling.extra },
  });
}
