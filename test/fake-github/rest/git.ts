import { changes } from "../git/changes.ts";
import { commitsBetween, mergeBase } from "../git/history.ts";
import { type FileEntry, type TreeEntry, isFolder } from "../git/store.ts";
import { blobSize, commit, file } from "../present/commit.ts";
import { simplePull } from "../present/pull.ts";
import { repositoryPage, repositoryUrl } from "../present/repository.ts";
import { pullsWith } from "../world/derived.ts";
import type { Repository } from "../world/model.ts";
import { found, notFound } from "../world/refusal.ts";
import { isProtected } from "../world/rulesets.ts";
import { resolveCommit } from "../world/world.ts";
import { type Answer, type Call, type Route, pageLinks, pageOf, paged, read } from "./route.ts";

const CONTENTS = read("contents");

/** GitHub's limits: https://docs.github.com/en/rest/repos/contents and …/rest/commits/commits#compare-two-commits */
const LARGEST_AS_JSON = 1024 * 1024;
const MOST_IN_FOLDER = 1000;
const MOST_COMPARED_FILES = 300;
const MOST_UNPAGED_COMMITS = 250;
const MOST_IN_TREE = 100_000;

export const gitRoutes: readonly Route[] = [
  { name: "GET /repos/{owner}/{repo}/contents/{path}", handle: contents },
  { name: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}", handle: tree },
  { name: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}", handle: blob },
  { name: "GET /repos/{owner}/{repo}/git/ref/{ref}", handle: ref },
  { name: "GET /repos/{owner}/{repo}/branches/{branch}", handle: branch },
  { name: "GET /repos/{owner}/{repo}/compare/{basehead}", handle: compare },
  {
    name: "GET /repos/{owner}/{repo}/commits/{ref}",
    handle: (call) => {
      const repo = call.repo(CONTENTS);
      return fullCommit(call, repo, call.commit(repo, call.param("ref")));
    },
  },
  { name: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", handle: pullsOfCommit },
];

function contents(call: Call): Answer | Record<string, unknown> | unknown[] {
  const repo = call.repo(CONTENTS);
  const named = call.query.get("ref") ?? repo.defaultBranch;
  const sha = found(resolveCommit(repo, named));
  const path = call.param("path").replaceAll(/^\/+|\/+$/g, "");
  const entry = found(repo.git.at(repo.git.commitAt(sha).tree, path));
  const at = { call, repo, ref: named };
  if (isFolder(entry)) {
    const inside = (repo.git.tree(entry.sha) ?? []).slice(0, MOST_IN_FOLDER);
    return inside.map((one) => item(at, { path: path === "" ? one.name : `${path}/${one.name}`, entry: one }));
  }
  const bytes = found(repo.git.blob(entry.sha));
  if (call.accept.includes("raw")) return { status: 200, body: bytes };
  const small = bytes.length <= LARGEST_AS_JSON;
  return { ...item(at, { path, entry }), content: small ? wrapped(bytes) : "", encoding: small ? "base64" : "none" };
}

function item(at: { call: Call; repo: Repository; ref: string }, { path, entry }: { path: string; entry: FileEntry }) {
  const { world } = at.call;
  const folder = isFolder(entry);
  const url = `${repositoryUrl(world, at.repo)}/contents/${encodeURI(path)}?ref=${encodeURIComponent(at.ref)}`;
  const git = `${repositoryUrl(world, at.repo)}/git/${folder ? "trees" : "blobs"}/${entry.sha}`;
  const html = `${repositoryPage(world, at.repo)}/${folder ? "tree" : "blob"}/${at.ref}/${encodeURI(path)}`;
  return {
    name: path.split("/").at(-1) ?? "",
    path,
    sha: entry.sha,
    size: folder ? 0 : blobSize(at.repo.git, entry.sha),
    url,
    html_url: html,
    git_url: git,
    download_url: folder ? null : `${repositoryPage(world, at.repo)}/raw/${at.ref}/${encodeURI(path)}`,
    type: folder ? "dir" : "file",
    _links: { self: url, git, html },
  };
}

/** GitHub breaks base64 after 60 characters. */
const wrapped = (bytes: Buffer): string => bytes.toString("base64").replaceAll(/.{60}/g, "$&\n");

function tree(call: Call) {
  const repo = call.repo(CONTENTS);
  const name = call.param("tree_sha");
  const sha = repo.git.tree(name) === undefined ? repo.git.commitAt(found(resolveCommit(repo, name))).tree : name;
  const url = `${repositoryUrl(call.world, repo)}/git`;
  const entries = call.query.has("recursive") ? deep(repo, sha, "") : (repo.git.tree(sha) ?? []);
  const shown = entries.slice(0, MOST_IN_TREE).map((entry) => ({
    path: entry.name,
    mode: entry.mode,
    type: isFolder(entry) ? "tree" : "blob",
    sha: entry.sha,
    ...(isFolder(entry) ? {} : { size: blobSize(repo.git, entry.sha) }),
    url: `${url}/${isFolder(entry) ? "trees" : "blobs"}/${entry.sha}`,
  }));
  return { sha, url: `${url}/trees/${sha}`, tree: shown, truncated: entries.length > MOST_IN_TREE };
}

function deep(repo: Repository, sha: string, prefix: string): TreeEntry[] {
  return (repo.git.tree(sha) ?? []).flatMap((entry) => {
    const here = { ...entry, name: `${prefix}${entry.name}` };
    return isFolder(entry) ? [here, ...deep(repo, entry.sha, `${here.name}/`)] : [here];
  });
}

function blob(call: Call) {
  const repo = call.repo(CONTENTS);
  const sha = call.param("file_sha");
  const bytes = found(repo.git.blob(sha));
  const url = `${repositoryUrl(call.world, repo)}/git/blobs/${sha}`;
  return { sha, node_id: `B_${sha}`, size: bytes.length, url, content: wrapped(bytes), encoding: "base64" };
}

function ref(call: Call) {
  const repo = call.repo(CONTENTS);
  const name = `refs/${call.param("ref")}`;
  const sha = found(repo.refs.get(name));
  const url = repositoryUrl(call.world, repo);
  return {
    ref: name,
    node_id: `REF_${name}`,
    url: `${url}/git/${name}`,
    object: { type: "commit", sha, url: `${url}/git/commits/${sha}` },
  };
}

function branch(call: Call) {
  const repo = call.repo(CONTENTS);
  const name = call.param("branch");
  const sha = found(repo.refs.get(`refs/heads/${name}`));
  const url = `${repositoryUrl(call.world, repo)}/branches/${name}`;
  return {
    name,
    commit: fullCommit(call, repo, sha),
    _links: { html: `${repositoryPage(call.world, repo)}/tree/${name}`, self: url },
    protected: isProtected(repo, name),
    protection: { enabled: repo.protections.has(name) },
    protection_url: `${url}/protection`,
  };
}

function fullCommit(call: Call, repo: Repository, sha: string) {
  const one = repo.git.commitAt(sha);
  const [parent] = one.parents;
  const touched = changes(
    repo.git,
    parent === undefined ? repo.git.change(undefined, {}) : repo.git.commitAt(parent).tree,
    one.tree,
  );
  const sum = (key: "additions" | "deletions"): number => touched.reduce((total, change) => total + change[key], 0);
  return {
    ...commit(call.world, repo, one),
    stats: { additions: sum("additions"), deletions: sum("deletions"), total: sum("additions") + sum("deletions") },
    files: touched.slice(0, MOST_COMPARED_FILES).map((change) => file(call.world, { repo, sha }, change)),
  };
}

/**
 * With paging the commits come oldest first; without, they are the newest 250 of them, oldest first as well.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
function compare(call: Call): Answer {
  const repo = call.repo(CONTENTS);
  const [from = "", to = ""] = call.param("basehead").split("...");
  const base = found(side(call, repo, from));
  const head = found(side(call, repo, to));
  const { git } = repo;
  const common = mergeBase(git, base, head);
  if (common === undefined) throw notFound();
  const ahead = commitsBetween(git, base, head);
  const behind = commitsBetween(git, head, base).length;
  const asked = call.query.has("page") || call.query.has("per_page") ? pageOf(call.query) : undefined;
  const shown =
    asked === undefined
      ? ahead.slice(-MOST_UNPAGED_COMMITS)
      : ahead.slice((asked.page - 1) * asked.size, asked.page * asked.size);
  const touched = (asked?.page ?? 1) === 1 ? changes(git, git.commitAt(common).tree, git.commitAt(head).tree) : [];
  const url = `${repositoryUrl(call.world, repo)}/compare/${call.param("basehead")}`;
  const html = `${repositoryPage(call.world, repo)}/compare/${call.param("basehead")}`;
  const body = {
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commit(call.world, repo, git.commitAt(base)),
    merge_base_commit: commit(call.world, repo, git.commitAt(common)),
    status: relation(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: shown.map((one) => commit(call.world, repo, one)),
    files: touched.slice(0, MOST_COMPARED_FILES).map((change) => file(call.world, { repo, sha: head }, change)),
  };
  return { status: 200, body, headers: asked === undefined ? {} : pageLinks(asked, ahead.length) };
}

/** `owner:branch` names a branch of that owner's fork. */
function side(call: Call, repo: Repository, name: string): string | undefined {
  const [owner, branchName] = name.split(":");
  if (branchName === undefined) return resolveCommit(repo, name);
  const fork = call.world.repo(`${owner}/${repo.name}`);
  return fork === undefined ? undefined : resolveCommit(fork, branchName);
}

function relation(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}

function pullsOfCommit(call: Call) {
  const repo = call.repo(read("pull_requests"));
  const sha = call.commit(repo, call.param("commit_sha"));
  return paged(call, pullsWith(repo, sha), { each: (pull) => simplePull(call.world, pull) });
}
