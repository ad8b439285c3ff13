import { changes } from "../git/changes.ts";
import { commitsBetween, mergeBase } from "../git/history.ts";
import type { Commit, Files, Signature } from "../git/store.ts";
import { user } from "../present/account.ts";
import { pushedCommit } from "../present/commit.ts";
import { pullRequest } from "../present/pull.ts";
import { pushedRepository, repositoryPage } from "../present/repository.ts";
import type { Account, Pull, Repository } from "../world/model.ts";
import { type World, branchSha } from "../world/world.ts";
import { requestSuites } from "./checks.ts";

export interface Push {
  readonly repo: Repository;
  readonly branch: string;
  readonly by: Account;
  readonly files?: Files | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly message?: string | undefined;
  /** Rewrites the branch into one commit on its fork point, as an amended force-push does. */
  readonly force?: boolean | undefined;
  /** Where a new branch starts; the default branch unless given. */
  readonly from?: string | undefined;
}

/** Commits files to a branch and moves it. */
export function push(world: World, what: Push): Commit {
  const { repo } = what;
  const start = branchSha(repo, what.branch) ?? what.from ?? defaultTip(repo);
  const tree = repo.git.change(start === undefined ? undefined : repo.git.commitAt(start).tree, what);
  const fork =
    start === undefined || what.force !== true ? start : mergeBase(repo.git, defaultTip(repo) ?? start, start);
  const commit = repo.git.writeCommit({
    tree,
    parents: fork === undefined ? [] : [fork],
    message: what.message ?? `Change ${Object.keys(what.files ?? {}).join(", ") || "nothing"}`,
    author: signature(world, what.by),
  });
  moveBranch(world, { repo, branch: what.branch, sha: commit.sha, by: what.by });
  return commit;
}

/** Commits one file after the other and moves the branch once. Returns the commits, oldest first. */
export function pushMany(
  world: World,
  { repo, branch, by, count }: { repo: Repository; branch: string; by: Account; count: number },
): string[] {
  const made: string[] = [];
  let tip = branchSha(repo, branch);
  for (let index = 1; index <= count; index += 1) {
    const before = tip === undefined ? undefined : repo.git.commitAt(tip);
    const text = `${before?.sha ?? ""} ${index}\n`;
    const { sha } = repo.git.writeCommit({
      tree: repo.git.change(before?.tree, { files: { [`many/${index}.txt`]: text } }),
      parents: before === undefined ? [] : [before.sha],
      message: `Commit ${index} of ${count}`,
      author: signature(world, by),
    });
    made.push(sha);
    tip = sha;
  }
  if (tip !== undefined) moveBranch(world, { repo, branch, sha: tip, by });
  return made;
}

export const signature = (world: World, { login }: Account): Signature => ({
  name: login,
  email: `${login.replaceAll(/[^\w.-]/g, "")}@users.noreply.github.example`,
  login,
  date: world.now(),
});

/** Points a branch at a commit and tells of it: the push, its check suites, and the pull requests it moves. */
export function moveBranch(world: World, move: { repo: Repository; branch: string; sha: string; by: Account }): void {
  const { repo, branch, sha, by } = move;
  const before = branchSha(repo, branch) ?? null;
  if (before === sha) return;
  repo.refs.set(`refs/heads/${branch}`, sha);
  repo.pushedAt = world.now();
  tellPush(world, { ...move, before });
  requestSuites(world, { repo, sha, branch, before, by });
  for (const pull of openFrom(world, repo, branch)) synchronize(world, pull, { before: pull.headSha, sha, by });
}

function synchronize(world: World, pull: Pull, move: { before: string; sha: string; by: Account }): void {
  pull.headSha = move.sha;
  pull.baseSha = branchSha(pull.repo, pull.baseRef) ?? pull.baseSha;
  pull.updatedAt = world.now();
  pull.repo.refs.set(`refs/pull/${pull.number}/head`, move.sha);
  world.tell({
    event: "pull_request",
    action: "synchronize",
    sender: move.by,
    repo: pull.repo,
    body: { number: pull.number, before: move.before, after: move.sha, pull_request: pullRequest(world, pull) },
  });
}

function openFrom(world: World, repo: Repository, branch: string): Pull[] {
  return [...world.repos.values()]
    .flatMap(({ issues }) => [...issues.values()])
    .filter((issue) => issue.kind === "PullRequest")
    .filter((pull) => pull.state === "open" && pull.headRepo === repo && pull.headRef === branch);
}

function tellPush(
  world: World,
  move: { repo: Repository; branch: string; sha: string; by: Account; before: string | null },
): void {
  const { repo, sha, before } = move;
  const { git } = repo;
  const commits = commitsBetween(git, before ?? defaultTip(repo), sha)
    .slice(-2048)
    .map((commit) => shown(world, repo, commit));
  const page = repositoryPage(world, repo);
  world.tell({
    event: "push",
    action: null,
    sender: move.by,
    repo,
    body: {
      ref: `refs/heads/${move.branch}`,
      before: before ?? "0".repeat(40),
      after: sha,
      repository: { ...pushedRepository(world, repo), master_branch: repo.defaultBranch, stargazers: 0 },
      pusher: { name: move.by.login, email: signature(world, move.by).email },
      sender: user(world, move.by),
      created: before === null,
      deleted: false,
      forced: before !== null && mergeBase(git, before, sha) !== before,
      base_ref: null,
      compare: `${page}/compare/${(before ?? sha).slice(0, 12)}...${sha.slice(0, 12)}`,
      commits,
      head_commit: shown(world, repo, git.commitAt(sha)),
    },
  });
}

function shown(world: World, repo: Repository, commit: Commit) {
  const [parent] = commit.parents;
  const before = parent === undefined ? repo.git.change(undefined, {}) : repo.git.commitAt(parent).tree;
  return pushedCommit(world, repo, { commit, touched: changes(repo.git, before, commit.tree) });
}

const defaultTip = (repo: Repository): string | undefined => branchSha(repo, repo.defaultBranch);
