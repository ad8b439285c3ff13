import { iso } from "../world/clock.ts";
import type { Repository } from "../world/model.ts";
import { type World, fullName } from "../world/world.ts";
import { type Json, api, user } from "./account.ts";

export const repositoryUrl = (world: World, repo: Repository): string => `${api(world)}/repos/${fullName(repo)}`;

export const repositoryPage = (world: World, repo: Repository): string => `${world.url}/${fullName(repo)}`;

const ADDRESSES = {
  archive_url: "{archive_format}{/ref}",
  assignees_url: "assignees{/user}",
  blobs_url: "git/blobs{/sha}",
  branches_url: "branches{/branch}",
  collaborators_url: "collaborators{/collaborator}",
  comments_url: "comments{/number}",
  commits_url: "commits{/sha}",
  compare_url: "compare/{base}...{head}",
  contents_url: "contents/{+path}",
  contributors_url: "contributors",
  deployments_url: "deployments",
  downloads_url: "downloads",
  events_url: "events",
  forks_url: "forks",
  git_commits_url: "git/commits{/sha}",
  git_refs_url: "git/refs{/sha}",
  git_tags_url: "git/tags{/sha}",
  hooks_url: "hooks",
  issue_comment_url: "issues/comments{/number}",
  issue_events_url: "issues/events{/number}",
  issues_url: "issues{/number}",
  keys_url: "keys{/key_id}",
  labels_url: "labels{/name}",
  languages_url: "languages",
  merges_url: "merges",
  milestones_url: "milestones{/number}",
  notifications_url: "notifications{?since,all,participating}",
  pulls_url: "pulls{/number}",
  releases_url: "releases{/id}",
  stargazers_url: "stargazers",
  statuses_url: "statuses/{sha}",
  subscribers_url: "subscribers",
  subscription_url: "subscription",
  tags_url: "tags",
  teams_url: "teams",
  trees_url: "git/trees{/sha}",
};

export function minimalRepository(world: World, repo: Repository): Json {
  const url = repositoryUrl(world, repo);
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
    owner: user(world, repo.owner),
    html_url: repositoryPage(world, repo),
    description: repo.description,
    fork: repo.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(ADDRESSES).map(([key, path]) => [key, `${url}/${path}`])),
  };
}

export function repository(world: World, repo: Repository): Json {
  const page = repositoryPage(world, repo);
  const open = [...repo.issues.values()].filter(({ state }) => state === "open").length;
  return {
    ...minimalRepository(world, repo),
    created_at: iso(repo.createdAt),
    updated_at: iso(repo.pushedAt),
    pushed_at: iso(repo.pushedAt),
    git_url: `${page.replace(/^https?/, "git")}.git`,
    ssh_url: `git@github.example:${fullName(repo)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
  };
}

export function fullRepository(world: World, repo: Repository): Json {
  return {
    ...repository(world, repo),
    ...(repo.parent === null ? {} : { parent: repository(world, repo.parent), source: repository(world, repo.parent) }),
    network_count: 0,
    subscribers_count: 0,
  };
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** `push` alone gives times as seconds since 1970. */
export function pushedRepository(world: World, repo: Repository): Json {
  return { ...repository(world, repo), created_at: seconds(repo.createdAt), pushed_at: seconds(repo.pushedAt) };
}
