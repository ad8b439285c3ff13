import { commitsBetween, mergeBase } from "../git/history.ts";
import { type Commit, type Signature, type FileEntry, type TreeEntry, isBinary, isFolder } from "../git/store.ts";
import { iso } from "../world/clock.ts";
import { latestRuns, latestStatuses, pullsWith, suitesOf } from "../world/derived.ts";
import { nodeId } from "../world/ids.ts";
import type { CheckSuite, Repository, Status } from "../world/model.ts";
import { fullName, pullsOf, resolveCommit } from "../world/world.ts";
import { deploymentsOf } from "./deployment-lists.ts";
import { checkContexts, rollupState } from "./rollup.ts";
import { type Context, type TypeFields, addresses, connect, demand, fields, record, text } from "./resolving.ts";

interface GitObject {
  readonly kind: "Commit" | "Tree" | "Blob";
  readonly repo: Repository;
  readonly sha: string;
}

interface Entry {
  readonly kind: "TreeEntry";
  readonly repo: Repository;
  readonly path: string;
  readonly entry: TreeEntry;
}

export interface Ref {
  readonly kind: "Ref";
  readonly repo: Repository;
  readonly name: string;
  readonly sha: string;
}

/** GitHub gives the text of larger blobs cut off. */
const LONGEST_TEXT = 512_000;

export const commitOf = (repo: Repository, sha: string): GitObject => ({ kind: "Commit", repo, sha });

const committer = (one: GitObject): Signature => stored(one).committer ?? stored(one).author;

const stored = ({ repo, sha }: GitObject): Commit => repo.git.commitAt(sha);

const objectOf = (repo: Repository, entry: FileEntry): GitObject => ({
  kind: isFolder(entry) ? "Tree" : "Blob",
  repo,
  sha: entry.sha,
});

/** What git calls `expression`: a commit, or `commit:path` for what lies there. */
export function objectAt(repo: Repository, expression: string): GitObject | null {
  const colon = expression.indexOf(":");
  const name = colon === -1 ? expression : expression.slice(0, colon);
  const sha = resolveCommit(repo, name);
  if (colon === -1) return sha === undefined ? byId(repo, name) : commitOf(repo, sha);
  const tree = sha === undefined ? name : repo.git.commitAt(sha).tree;
  const entry = repo.git.at(tree, expression.slice(colon + 1));
  return entry === undefined || repo.git.tree(tree) === undefined ? null : objectOf(repo, entry);
}

export function byId(repo: Repository, sha: string): GitObject | null {
  if (repo.git.commit(sha) !== undefined) return commitOf(repo, sha);
  if (repo.git.tree(sha) !== undefined) return { kind: "Tree", repo, sha };
  return repo.git.blob(sha) === undefined ? null : { kind: "Blob", repo, sha };
}

export function refOf(repo: Repository, qualified: string): Ref | null {
  for (const name of [qualified, `refs/heads/${qualified}`, `refs/tags/${qualified}`]) {
    const sha = repo.refs.get(name);
    if (sha !== undefined) return { kind: "Ref", repo, name, sha };
  }
  return null;
}

const shared = {
  id: ({ kind, repo, sha }: GitObject) => nodeId(kind.slice(0, 1), `${repo.id}:${sha}`),
  oid: ({ sha }: GitObject) => sha,
  abbreviatedOid: ({ sha }: GitObject) => sha.slice(0, 7),
  repository: ({ repo }: GitObject) => repo,
};

const person = ({ name, email, login, date }: Signature, { world }: Context) => {
  const user = world.account(login);
  return { name, email, date: iso(date), user: user?.kind === "User" && !user.deleted ? user : null };
};

export const gitTypes: TypeFields = {
  Commit: fields<GitObject>({
    ...shared,
    url: ({ repo, sha }, _args, { world }) => addresses(world, `${fullName(repo)}/commit/${sha}`).url,
    message: (one) => stored(one).message,
    messageHeadline: (one) => stored(one).message.split("\n")[0],
    messageBody: (one) => stored(one).message.split("\n").slice(1).join("\n").trim(),
    committedDate: (one) => iso(committer(one).date),
    authoredDate: (one) => iso(stored(one).author.date),
    author: (one, _args, context) => person(stored(one).author, context),
    committer: (one, _args, context) => person(committer(one), context),
    tree: (one) => ({ kind: "Tree", repo: one.repo, sha: stored(one).tree }),
    parents: (one, args, context) =>
      connect(
        stored(one).parents.map((sha) => commitOf(one.repo, sha)),
        args,
        { context, name: "parents" },
      ),
    history: (one, args, context) => {
      const path = text(args, "path");
      const commits = commitsBetween(one.repo.git, undefined, one.sha).toReversed();
      const chosen = path === undefined ? commits : commits.filter((commit) => touches(one.repo, commit, path));
      return connect(
        chosen.map(({ sha }) => commitOf(one.repo, sha)),
        args,
        { context, name: "history" },
      );
    },
    file: (one, args) => fileAt(one, text(args, "path") ?? ""),
    associatedPullRequests: ({ repo, sha }, args, context) => {
      demand(context, repo, "pull_requests");
      const now = context.world.clock.now().getTime();
      const linked = pullsWith(repo, sha).filter(
        ({ mergedAt }) => mergedAt === null || now >= mergedAt.getTime() + repo.linkLagMs,
      );
      return connect(linked, args, { context, name: "associatedPullRequests" });
    },
    statusCheckRollup: ({ repo, sha }, _args, context) => {
      demand(context, repo, "checks", "statuses");
      const contexts = checkContexts(repo, sha);
      return contexts.length === 0 ? null : { kind: "StatusCheckRollup", repo, sha };
    },
    checkSuites: ({ repo, sha }, args, context) => {
      demand(context, repo, "checks");
      const { appId, checkName } = record(args, "filterBy");
      const chosen = suitesOf(repo, sha)
        .filter(({ app }) => typeof appId !== "number" || app.id === appId)
        .filter(({ runs }) => typeof checkName !== "string" || runs.some(({ name }) => name === checkName));
      return connect<CheckSuite>(chosen, args, { context, name: "checkSuites" });
    },
    status: ({ repo, sha }, _args, context) => {
      demand(context, repo, "statuses");
      const contexts = latestStatuses(repo, sha);
      return contexts.length === 0 ? null : { id: nodeId("S", sha), contexts };
    },
    deployments: (one, args, context) => deploymentsOf(one, args, context),
  }),
  Status: fields<{ contexts: readonly Status[] }>({
    state: ({ contexts }) => rollupState(contexts),
    context: ({ contexts }, args) =>
      contexts.find(({ context }) => context.toLowerCase() === text(args, "name")?.toLowerCase()) ?? null,
  }),
  StatusCheckRollup: fields<GitObject>({
    id: ({ repo, sha }) => nodeId("SCR", `${repo.id}:${sha}`),
    commit: ({ repo, sha }) => commitOf(repo, sha),
    state: ({ repo, sha }) => rollupState(checkContexts(repo, sha)),
    contexts: ({ repo, sha }, args, context) => ({
      ...connect(checkContexts(repo, sha), args, { context, name: "contexts" }),
      checkRunCount: latestRuns(suitesOf(repo, sha)).length,
      statusContextCount: latestStatuses(repo, sha).length,
    }),
  }),
  Tree: fields<GitObject>({
    ...shared,
    entries: ({ repo, sha }) =>
      (repo.git.tree(sha) ?? []).map((entry): Entry => ({ kind: "TreeEntry", repo, path: entry.name, entry })),
  }),
  TreeEntry: fields<Entry>({
    name: ({ entry }) => entry.name,
    path: ({ path }) => path,
    oid: ({ entry }) => entry.sha,
    mode: ({ entry }) => Number.parseInt(entry.mode, 8),
    type: ({ entry }) => (isFolder(entry) ? "tree" : "blob"),
    size: ({ repo, entry }) => repo.git.blob(entry.sha)?.length ?? 0,
    extension: ({ entry }) => /\.[^.]+$/.exec(entry.name)?.[0] ?? "",
    object: ({ repo, entry }) => objectOf(repo, entry),
    repository: ({ repo }) => repo,
  }),
  Blob: fields<GitObject>({
    ...shared,
    byteSize: ({ repo, sha }) => repo.git.blob(sha)?.length ?? 0,
    isBinary: ({ repo, sha }) => isBinary(repo.git.blob(sha) ?? Buffer.alloc(0)),
    isTruncated: ({ repo, sha }) => (repo.git.blob(sha)?.length ?? 0) > LONGEST_TEXT,
    text: ({ repo, sha }) => {
      const bytes = repo.git.blob(sha) ?? Buffer.alloc(0);
      return isBinary(bytes) ? null : bytes.subarray(0, LONGEST_TEXT).toString("utf8");
    },
  }),
  Ref: fields<Ref>({
    id: ({ repo, name }) => nodeId("REF", `${repo.id}:${name}`),
    name: ({ name }) => name.replace(/^refs\/(?:heads|tags)\//, ""),
    prefix: ({ name }) => /^refs\/(?:heads|tags)\//.exec(name)?.[0] ?? "refs/",
    repository: ({ repo }) => repo,
    target: ({ repo, sha }) => commitOf(repo, sha),
    compare: ({ repo, sha }, args) => {
      const head = resolveCommit(repo, text(args, "headRef") ?? "");
      return head === undefined || mergeBase(repo.git, sha, head) === undefined ? null : { repo, base: sha, head };
    },
    associatedPullRequests: ({ repo, name }, args, context) => {
      demand(context, repo, "pull_requests");
      const branch = name.replace(/^refs\/heads\//, "");
      const states = args["states"];
      const chosen = pullsOf(repo)
        .filter((pull) => pull.headRepo === repo && pull.headRef === branch)
        .filter((pull) => !Array.isArray(states) || states.includes(pull.state.toUpperCase()));
      return connect(chosen, args, { context, name: "associatedPullRequests" });
    },
  }),
  Comparison: fields<{ repo: Repository; base: string; head: string }>({
    id: ({ base, head }) => nodeId("CMP", `${base}...${head}`),
    aheadBy: ({ repo, base, head }) => commitsBetween(repo.git, base, head).length,
    behindBy: ({ repo, base, head }) => commitsBetween(repo.git, head, base).length,
    baseTarget: ({ repo, base }) => commitOf(repo, base),
    headTarget: ({ repo, head }) => commitOf(repo, head),
    status: ({ repo, base, head }) => {
      const ahead = commitsBetween(repo.git, base, head).length > 0;
      const behind = commitsBetween(repo.git, head, base).length > 0;
      if (ahead) return behind ? "DIVERGED" : "AHEAD";
      return behind ? "BEHIND" : "IDENTICAL";
    },
    commits: ({ repo, base, head }, args, context) => {
      const commits = commitsBetween(repo.git, base, head).map(({ sha }) => commitOf(repo, sha));
      return connect(commits, args, { context, name: "commits" });
    },
  }),
};

/** Whether a commit differs from every parent at a path, which is when `git log -- PATH` shows it. */
function touches({ git }: Repository, commit: Commit, path: string): boolean {
  const own = git.at(commit.tree, path)?.sha;
  const before = commit.parents.map((parent) => git.at(git.commitAt(parent).tree, path)?.sha);
  return before.length === 0 ? own !== undefined : before.every((sha) => sha !== own);
}

function fileAt(one: GitObject, path: string): Entry | null {
  const entry = one.repo.git.at(stored(one).tree, path);
  const name = path.split("/").at(-1) ?? path;
  return entry === undefined ? null : { kind: "TreeEntry", repo: one.repo, path, entry: { ...entry, name } };
}
