import type { FileChange } from "../git/changes.ts";
import type { Commit, GitStore, Signature } from "../git/store.ts";
import { iso } from "../world/clock.ts";
import { nodeId } from "../world/ids.ts";
import type { Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, user } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export function commit(world: World, repo: Repository, one: Commit): Json {
  const { sha, tree, message, parents } = one;
  const url = `${repositoryUrl(world, repo)}/commits/${sha}`;
  const git = `${repositoryUrl(world, repo)}/git`;
  const page = repositoryPage(world, repo);
  const { author, committer = author } = one;
  const person = ({ login }: Signature): Json | null => {
    const account = world.account(login);
    return account === undefined ? null : user(world, account);
  };
  return {
    sha,
    node_id: nodeId("C", `${repo.id}:${sha}`),
    commit: {
      author: signed(author),
      committer: signed(committer),
      message,
      tree: { sha: tree, url: `${git}/trees/${tree}` },
      url: `${git}/commits/${sha}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url,
    html_url: `${page}/commit/${sha}`,
    comments_url: `${url}/comments`,
    author: person(author),
    committer: person(committer),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${repositoryUrl(world, repo)}/commits/${parent}`,
      html_url: `${page}/commit/${parent}`,
    })),
  };
}

const signed = ({ name, email, date }: Signature): Json => ({ name, email, date: iso(date) });

export const simpleCommit = ({ sha, tree, message, author: { name, email, date } }: Commit): Json => ({
  id: sha,
  tree_id: tree,
  message,
  timestamp: iso(date),
  author: { name, email },
  committer: { name, email },
});

export function pushedCommit(
  world: World,
  repo: Repository,
  { commit: one, touched }: { commit: Commit; touched: readonly FileChange[] },
): Json {
  const { name, email, login } = one.author;
  const of = (...statuses: readonly string[]): string[] =>
    touched.filter(({ status }) => statuses.includes(status)).map(({ path }) => path);
  const who = { name, email, username: login };
  return {
    ...simpleCommit(one),
    distinct: true,
    url: `${repositoryPage(world, repo)}/commit/${one.sha}`,
    author: who,
    committer: who,
    added: of("added", "renamed"),
    removed: [...of("removed"), ...touched.flatMap(({ previousPath }) => previousPath ?? [])],
    modified: of("modified"),
  };
}

export function file(world: World, at: { repo: Repository; sha: string }, change: FileChange): Json {
  const page = repositoryPage(world, at.repo);
  const path = encodeURIComponent(change.path);
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page}/blob/${at.sha}/${path}`,
    raw_url: `${page}/raw/${at.sha}/${path}`,
    contents_url: `${repositoryUrl(world, at.repo)}/contents/${path}?ref=${at.sha}`,
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}

export const blobSize = (git: GitStore, sha: string): number => git.blob(sha)?.length ?? 0;
