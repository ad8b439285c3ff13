import { iso } from "../world/clock.ts";
import type { Account, App, Installation, Organization, Team } from "../world/model.ts";
import { type World, fullName } from "../world/world.ts";

export type Json = Record<string, unknown>;

/** Where the REST API's addresses start. */
export const api = (world: World): string => `${world.url}/api/v3`;

/** GitHub puts a ghost in the place of deleted people. */
const GHOST = { login: "ghost", id: 10_137, nodeId: "MDQ6VXNlcjEwMTM3" };

export function user(world: World, account: Account): Json {
  const { login, id, nodeId } = account.deleted ? GHOST : account;
  const url = `${api(world)}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: `${world.url}/avatars/${id}`,
    gravatar_id: "",
    url,
    html_url: account.kind === "Bot" ? `${world.url}/apps/${login.replace(/\[bot\]$/, "")}` : `${world.url}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.kind,
    user_view_type: "public",
    site_admin: false,
  };
}

export const userOrNull = (world: World, account: Account | null): Json | null =>
  account === null ? null : user(world, account);

export function publicUser(world: World, account: Account): Json {
  return {
    ...user(world, account),
    name: account.login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(account.createdAt),
    updated_at: iso(account.createdAt),
  };
}

export function organization(world: World, { account }: Organization): Json {
  const url = `${api(world)}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/${account.id}`,
    description: null,
  };
}

export function fullOrganization(world: World, org: Organization): Json {
  return {
    ...organization(world, org),
    html_url: `${world.url}/${org.account.login}`,
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    type: "Organization",
    created_at: iso(org.account.createdAt),
    updated_at: iso(org.account.createdAt),
    archived_at: null,
  };
}

export function team(world: World, one: Team): Json {
  const url = `${api(world)}/organizations/${one.org.account.id}/team/${one.id}`;
  return {
    id: one.id,
    node_id: one.nodeId,
    name: one.name,
    slug: one.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    organization_id: one.org.account.id,
    url,
    html_url: `${world.url}/orgs/${one.org.account.login}/teams/${one.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  };
}

export function fullTeam(world: World, one: Team): Json {
  return {
    ...team(world, one),
    parent: one.parent === null ? null : team(world, one.parent),
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    members_count: one.members.size,
    repos_count: 0,
    organization: fullOrganization(world, one.org),
  };
}

export function app(world: World, one: App): Json {
  return {
    id: one.id,
    client_id: one.clientId,
    slug: one.slug,
    node_id: one.nodeId,
    owner: user(world, one.owner),
    name: one.name,
    description: "",
    external_url: `${world.url}/apps/${one.slug}`,
    html_url: `${world.url}/apps/${one.slug}`,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    permissions: one.permissions,
    events: one.events,
  };
}

export function installation(world: World, one: Installation): Json {
  const { account } = one;
  const url = `${api(world)}/app/installations/${one.id}`;
  return {
    id: one.id,
    client_id: one.app.clientId,
    account: user(world, account),
    repository_selection: one.all ? "all" : "selected",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${api(world)}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${one.id}`,
    app_id: one.app.id,
    app_slug: one.app.slug,
    target_id: account.id,
    target_type: account.kind,
    permissions: one.permissions,
    events: one.events,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: one.suspendedAt === null ? null : user(world, account),
    suspended_at: one.suspendedAt === null ? null : iso(one.suspendedAt),
  };
}

/** The short form inside `installation` webhooks. */
export const installedRepositories = (one: Installation): Json[] =>
  [...one.repos].map((repo) => ({
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
  }));

/** The contracts of suites and issues in webhooks know not all of our events; elsewhere an App's events are free. */
const UNKNOWN_EVENTS = new Set(["deployment_protection_rule", "merge_group"]);

/** An App as suites and issues in webhooks show it. */
export const olderApp = (world: World, one: App): Json => ({
  ...app(world, one),
  events: one.events.filter((event) => !UNKNOWN_EVENTS.has(event)),
});
