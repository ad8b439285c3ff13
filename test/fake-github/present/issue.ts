import { iso, isoOrNull } from "../world/clock.ts";
import type { Account, Comment, Issue, Label, Milestone, Pull, Reaction, Repository } from "../world/model.ts";
import { type World, atLeast } from "../world/world.ts";
import { type Json, api, app, olderApp, user, userOrNull } from "./account.ts";
import { repository, repositoryPage, repositoryUrl } from "./repository.ts";

const REACTIONS = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];

export function label(world: World, one: Label): Json {
  return {
    id: one.id,
    node_id: one.nodeId,
    url: `${repositoryUrl(world, one.repo)}/labels/${encodeURIComponent(one.name)}`,
    name: one.name,
    color: one.color,
    default: false,
    description: one.description,
  };
}

export function milestone(world: World, one: Milestone): Json {
  const url = `${repositoryUrl(world, one.repo)}/milestones/${one.number}`;
  return {
    url,
    html_url: `${repositoryPage(world, one.repo)}/milestone/${one.number}`,
    labels_url: `${url}/labels`,
    id: one.id,
    node_id: one.nodeId,
    number: one.number,
    state: one.state,
    title: one.title,
    description: null,
    creator: user(world, one.creator),
    open_issues: 0,
    closed_issues: 0,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    closed_at: null,
    due_on: null,
  };
}

/** What GitHub says of somebody's standing; private members show as if they were none, so nobody may decide on it. */
export function association(repo: Repository, account: Account): string {
  if (repo.owner === account) return "OWNER";
  return atLeast(repo.collaborators.get(account), "triage") ? "COLLABORATOR" : "NONE";
}

function reactions(url: string, given: readonly Reaction[]): Json {
  const count = (content: string): number => given.filter((one) => one.content === content).length;
  const counts = Object.fromEntries(REACTIONS.map((content) => [content, count(content)]));
  return { url: `${url}/reactions`, total_count: given.length, ...counts };
}

export const reaction = (world: World, one: Reaction): Json => ({
  id: one.id,
  node_id: one.nodeId,
  user: user(world, one.user),
  content: one.content,
  created_at: iso(one.createdAt),
});

export const issuePage = (world: World, one: Issue | Pull): string =>
  `${repositoryPage(world, one.repo)}/${one.kind === "PullRequest" ? "pull" : "issues"}/${one.number}`;

/** An issue, or a pull request as the issues API shows it. */
export function issue(world: World, one: Issue | Pull): Json {
  const url = `${repositoryUrl(world, one.repo)}/issues/${one.number}`;
  const pullUrl = `${repositoryUrl(world, one.repo)}/pulls/${one.number}`;
  const page = issuePage(world, one);
  return {
    url,
    repository_url: repositoryUrl(world, one.repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: one.kind === "PullRequest" ? one.issueId : one.id,
    node_id: one.nodeId,
    number: one.number,
    title: one.title,
    user: user(world, one.author),
    labels: one.labels.map((each) => label(world, each)),
    state: one.state,
    locked: false,
    assignee: userOrNull(world, one.assignees[0] ?? null),
    assignees: one.assignees.map((each) => user(world, each)),
    milestone: one.milestone === null ? null : milestone(world, one.milestone),
    comments: one.comments.length,
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    closed_at: isoOrNull(one.closedAt),
    author_association: association(one.repo, one.author),
    active_lock_reason: null,
    ...(one.kind === "PullRequest"
      ? {
          draft: one.draft,
          pull_request: {
            url: pullUrl,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: isoOrNull(one.mergedAt),
          },
        }
      : {}),
    body: one.body,
    reactions: reactions(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: one.app === null ? null : olderApp(world, one.app),
    state_reason: one.stateReason,
  };
}

export const fullIssue = (world: World, one: Issue | Pull): Json => ({
  ...issue(world, one),
  closed_by: userOrNull(world, one.closedBy),
  repository: repository(world, one.repo),
});

export function comment(world: World, one: Comment): Json {
  const { repo } = one.issue;
  const url = `${repositoryUrl(world, repo)}/issues/comments/${one.id}`;
  return {
    url,
    html_url: `${issuePage(world, one.issue)}#issuecomment-${one.id}`,
    issue_url: `${api(world)}/repos/${repo.owner.login}/${repo.name}/issues/${one.issue.number}`,
    id: one.id,
    node_id: one.nodeId,
    user: user(world, one.author),
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    author_association: association(repo, one.author),
    body: one.body,
    reactions: reactions(url, one.reactions),
    performed_via_github_app: one.app === null ? null : app(world, one.app),
    minimized: one.minimized === null ? null : { reason: one.minimized },
  };
}
