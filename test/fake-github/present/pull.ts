import { iso, isoOrNull } from "../world/clock.ts";
import { commitsOf, filesOf, mergeState } from "../world/derived.ts";
import type { Pull, Repository, Review, ReviewComment, ReviewThread } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, team, user, userOrNull } from "./account.ts";
import { association, issuePage, label, milestone } from "./issue.ts";
import { repository, repositoryUrl } from "./repository.ts";

/** A pull request as lists show it. */
export function simplePull(world: World, pull: Pull): Json {
  const url = `${repositoryUrl(world, pull.repo)}/pulls/${pull.number}`;
  const issueUrl = `${repositoryUrl(world, pull.repo)}/issues/${pull.number}`;
  const page = issuePage(world, pull);
  const addresses = {
    comments_url: `${issueUrl}/comments`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(world, pull.repo)}/pulls/comments{/number}`,
    commits_url: `${url}/commits`,
    statuses_url: `${repositoryUrl(world, pull.repo)}/statuses/${pull.headSha}`,
  };
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: user(world, pull.author),
    body: pull.body,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeSha,
    assignee: userOrNull(world, pull.assignees[0] ?? null),
    assignees: pull.assignees.map((one) => user(world, one)),
    requested_reviewers: pull.reviewers.map((one) => user(world, one)),
    requested_teams: pull.reviewTeams.map((one) => ({ ...team(world, one), parent: null })),
    labels: pull.labels.map((one) => label(world, one)),
    milestone: pull.milestone === null ? null : milestone(world, pull.milestone),
    draft: pull.draft,
    ...addresses,
    head: side(world, pull.headRepo, { ref: pull.headRef, sha: pull.headSha, pull }),
    base: side(world, pull.repo, { ref: pull.baseRef, sha: pull.baseSha, pull }),
    _links: links({ self: url, html: page, issue: issueUrl, ...linked(addresses) }),
    author_association: association(pull.repo, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function pullRequest(world: World, pull: Pull): Json {
  const files = filesOf(pull);
  const state = mergeState(pull);
  const sum = (key: "additions" | "deletions"): number => files.reduce((total, file) => total + file[key], 0);
  return {
    ...simplePull(world, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === "open" ? state !== "dirty" : null,
    rebaseable: pull.state === "open" ? state !== "dirty" : null,
    mergeable_state: state,
    merged_by: userOrNull(world, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: pull.threads.reduce((total, { comments }) => total + comments.length, 0),
    maintainer_can_modify: false,
    commits: commitsOf(pull).length,
    additions: sum("additions"),
    deletions: sum("deletions"),
    changed_files: files.length,
  };
}

/** The short form inside check runs and suites. */
export function minimalPull(world: World, pull: Pull): Json {
  const of = (repo: Repository | null): Json | null =>
    repo === null ? null : { id: repo.id, url: repositoryUrl(world, repo), name: repo.name };
  return {
    url: `${repositoryUrl(world, pull.repo)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.headRef, sha: pull.headSha, repo: of(pull.headRepo) },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo: of(pull.repo) },
  };
}

export function review(world: World, one: Review): Json {
  const { pull } = one;
  const page = `${issuePage(world, pull)}#pullrequestreview-${one.id}`;
  const pullUrl = `${repositoryUrl(world, pull.repo)}/pulls/${pull.number}`;
  return {
    id: one.id,
    node_id: one.nodeId,
    user: user(world, one.author),
    body: one.body,
    state: one.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: association(pull.repo, one.author),
    _links: links({ html: page, pull_request: pullUrl }),
    submitted_at: iso(one.submittedAt),
    commit_id: one.commitSha,
  };
}

/** Webhooks write review states in lower case and an empty body as null. */
export const reviewInHook = (world: World, one: Review): Json => ({
  ...review(world, one),
  state: one.state.toLowerCase(),
  body: one.body === "" ? null : one.body,
  updated_at: iso(one.updatedAt),
});

export const threadInHook = (world: World, thread: ReviewThread): Json => ({
  node_id: thread.nodeId,
  comments: thread.comments.map((one) => reviewCommentInHook(world, one)),
});

export function reviewCommentInHook(world: World, one: ReviewComment): Json {
  const { thread } = one;
  const url = `${repositoryUrl(world, thread.pull.repo)}/pulls/comments/${one.id}`;
  const pullUrl = `${repositoryUrl(world, thread.pull.repo)}/pulls/${thread.pull.number}`;
  const page = `${issuePage(world, thread.pull)}#discussion_r${one.id}`;
  const counts = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return {
    url,
    pull_request_review_id: one.review.id,
    id: one.id,
    node_id: one.nodeId,
    diff_hunk: "@@ -1 +1 @@",
    path: thread.path,
    position: 1,
    original_position: 1,
    commit_id: one.commitSha,
    original_commit_id: one.commitSha,
    user: user(world, one.author),
    body: one.body,
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    html_url: page,
    pull_request_url: pullUrl,
    author_association: association(thread.pull.repo, one.author),
    _links: links({ self: url, html: page, pull_request: pullUrl }),
    reactions: { url: `${url}/reactions`, total_count: 0, ...counts },
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: thread.line,
    original_line: thread.line,
    side: "RIGHT",
    subject_type: "line",
  };
}

function side(world: World, repo: Repository | null, at: { ref: string; sha: string; pull: Pull }): Json {
  const owner = repo?.owner ?? at.pull.author;
  return {
    label: `${owner.login}:${at.ref}`,
    ref: at.ref,
    sha: at.sha,
    user: user(world, owner),
    repo: repo === null ? null : repository(world, repo),
  };
}

const links = (hrefs: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(hrefs).map(([name, href]) => [name, { href }]));

const linked = (addresses: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(addresses).map(([name, href]) => [name.replace(/_url$/, ""), href]));
