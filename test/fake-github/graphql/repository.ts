import { environmentOf } from "../world/actions.ts";
import { iso } from "../world/clock.ts";
import type { Account, Issue, Label, Milestone, Organization, Pull, Repository, Team } from "../world/model.ts";
import { branchSha, fullName, issueOf, pullOf, pullsOf, roleOf } from "../world/world.ts";
import { membersOf } from "../world/teams.ts";
import { deploymentsOf } from "./deployment-lists.ts";
import { byId, objectAt, refOf } from "./git.ts";
import { mergeQueueOf } from "./merge-queue.ts";
import {
  type Args,
  type Context,
  type TypeFields,
  addresses,
  connect,
  demand,
  failure,
  fields,
  list,
  missing,
  present,
  record,
  text,
  visible,
} from "./resolving.ts";

const TEMPLATE = /^(?:(?:\.github|docs)\/)?pull_request_template(?:\.(?:md|txt)|\/[^/]+\.(?:md|txt))$/i;

export const repositoryTypes: TypeFields = {
  Repository: fields<Repository>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => id,
    name: ({ name }) => name,
    nameWithOwner: (repo) => fullName(repo),
    owner: ({ owner }) => owner,
    url: (repo, _args, { world }) => addresses(world, fullName(repo)).url,
    description: ({ description }) => description,
    createdAt: ({ createdAt }) => iso(createdAt),
    pushedAt: ({ pushedAt }) => iso(pushedAt),
    isArchived: ({ archived }) => archived,
    isDisabled: () => false,
    isLocked: () => false,
    hasIssuesEnabled: () => true,
    isFork: ({ parent }) => parent !== null,
    isPrivate: (repo) => repo.private,
    visibility: (repo) => (repo.private ? "PRIVATE" : "PUBLIC"),
    parent: ({ parent }, _args, context) => (parent !== null && visible(context, parent) ? parent : null),
    viewerPermission: (repo, _args, { viewer }) =>
      viewer.kind === "user" ? (roleOf(repo, viewer.account)?.toUpperCase() ?? null) : "READ",
    defaultBranchRef: (repo) => refOf(repo, `refs/heads/${repo.defaultBranch}`),
    ref: (repo, args, context) => {
      demand(context, repo, "contents");
      return refOf(repo, text(args, "qualifiedName") ?? "");
    },
    object: (repo, args, context) => {
      demand(context, repo, "contents");
      const expression = text(args, "expression");
      return expression === undefined ? byId(repo, text(args, "oid") ?? "") : objectAt(repo, expression);
    },
    pullRequestTemplates: (repo, _args, context) => {
      const shared = context.world.repo(`${repo.owner.login}/.github`);
      const own = templates(repo);
      return own.length > 0 || shared === undefined ? own : templates(shared);
    },
    pullRequest: (repo, args, context) => {
      demand(context, repo, "pull_requests");
      return numbered(pullOf(repo, Number(args["number"])), "PullRequest", args);
    },
    pullRequests: (repo, args, context) => {
      demand(context, repo, "pull_requests");
      return connect(ordered(pullsOf(repo).filter(pullFilter(args)), args), args, { context, name: "pullRequests" });
    },
    issue: (repo, args, context) => {
      demand(context, repo, "issues");
      const found = issueOf(repo, Number(args["number"]));
      return numbered(found?.kind === "Issue" ? found : undefined, "Issue", args);
    },
    issueOrPullRequest: (repo, args, context) => {
      demand(context, repo, "issues", "pull_requests");
      return numbered(issueOf(repo, Number(args["number"])), "issue or pull request", args);
    },
    issues: (repo, args, context) => {
      demand(context, repo, "issues");
      return issuesOf(repo, args, context);
    },
    deployments: (repo, args, context) => deploymentsOf({ repo }, args, context),
    environment: (repo, args, context) => {
      demand(context, repo, "actions", "deployments");
      return environmentOf(repo, text(args, "name") ?? "") ?? null;
    },
    environments: (repo, args, context) => {
      demand(context, repo, "actions", "deployments");
      return connect([...repo.environments.values()], args, { context, name: "environments" });
    },
    milestone: (repo, args) => repo.milestones.get(Number(args["number"])) ?? null,
    milestones: ({ milestones }, args, context) => {
      const query = (text(args, "query") ?? "").toLowerCase();
      const states = list(args, "states");
      const chosen = [...milestones.values()]
        .filter(({ title }) => title.toLowerCase().includes(query))
        .filter(({ state }) => states === undefined || states.includes(state.toUpperCase()));
      return connect(chosen, args, { context, name: "milestones" });
    },
    issueTemplates: (repo) => issueTemplates(repo),
    label: ({ labels }, args) => labels.get((text(args, "name") ?? "").toLowerCase()) ?? null,
    labels: ({ labels }, args, context) => connect([...labels.values()], args, { context, name: "labels" }),
    collaborators: ({ collaborators }, args, context) =>
      connect([...collaborators.keys()], args, { context, name: "collaborators" }),
    mergeQueue: (repo, args, context) => mergeQueueOf(repo, text(args, "branch"), context),
  }),
  Label: fields<Label>({
    id: ({ nodeId }) => nodeId,
    name: ({ name }) => name,
    color: ({ color }) => color,
    description: ({ description }) => description,
    isDefault: () => false,
    repository: ({ repo }) => repo,
    issues: (label, args, context) =>
      issuesOf(label.repo, args, { ...context, among: ({ labels }) => labels.includes(label) }),
  }),
  Milestone: fields<Milestone>({
    id: ({ nodeId }) => nodeId,
    number: (milestone) => milestone.number,
    title: ({ title }) => title,
    state: ({ state }) => state.toUpperCase(),
    dueOn: () => null,
    repository: ({ repo }) => repo,
    issues: (milestone, args, context) =>
      issuesOf(milestone.repo, args, { ...context, among: (issue) => issue.milestone === milestone }),
    pullRequests: (milestone, args, context) => {
      demand(context, milestone.repo, "pull_requests");
      const inside = pullsOf(milestone.repo).filter((pull) => pull.milestone === milestone);
      return connect(inside, args, { context, name: "pullRequests" });
    },
  }),
  User: account({
    name: ({ login }: Account) => login,
    email: () => "",
    createdAt: ({ createdAt }: Account) => iso(createdAt),
  }),
  Bot: account({
    createdAt: ({ createdAt }: Account) => iso(createdAt),
  }),
  Mannequin: account({}),
  Organization: account({
    name: ({ login }: Account) => login,
    team: (one: Account, args: Args, context: Context) => {
      const org = organizationOf(context, one);
      demandMembers(context, org);
      return org.teams.get(text(args, "slug") ?? "") ?? null;
    },
    teams: (one: Account, args: Args, context: Context) => {
      const org = organizationOf(context, one);
      demandMembers(context, org);
      return connect([...org.teams.values()], args, { context, name: "teams" });
    },
    membersWithRole: (one: Account, args: Args, context: Context) => {
      const org = organizationOf(context, one);
      demandMembers(context, org);
      return connect([...org.members], args, { context, name: "membersWithRole" });
    },
    repository: (one: Account, args: Args, context: Context) =>
      find(context, `${one.login}/${text(args, "name") ?? ""}`),
  }),
  Team: fields<Team>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => id,
    slug: ({ slug }) => slug,
    name: ({ name }) => name,
    combinedSlug: ({ org, slug }) => `${org.account.login}/${slug}`,
    organization: ({ org }) => org.account,
    parentTeam: ({ parent }) => parent,
    privacy: () => "VISIBLE",
    members: (team, args, context) => {
      const everybody = args["membership"] === "IMMEDIATE" ? [...team.members] : [...membersOf(team)];
      return connect(
        everybody.filter((one) => present(one) !== null),
        args,
        { context, name: "members" },
      );
    },
  }),
};

/** The repository of that name, or GitHub's error when it isn't there for this viewer. */
export function find(context: Context, name: string): Repository {
  const repo = context.world.repo(name);
  if (repo === undefined || !visible(context, repo)) throw missing(`a Repository with the name '${name}'`);
  return repo;
}

const pathOf = ({ kind, login }: Account): string => (kind === "Bot" ? `apps/${bare(login)}` : login);

/** Bots carry no `[bot]` in GraphQL, unlike in REST. */
function account(own: Parameters<typeof fields<Account>>[0]) {
  return fields<Account>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => id,
    login: ({ kind, login }) => (kind === "Bot" ? bare(login) : login),
    avatarUrl: ({ id }, _args, { world }) => addresses(world, `avatars/${id}`).url,
    url: (one, _args, { world }) => addresses(world, pathOf(one)).url,
    resourcePath: (one) => `/${pathOf(one)}`,
    ...own,
  });
}

const bare = (login: string): string => login.replace(/\[bot\]$/, "");

function organizationOf({ world }: Context, { login }: Account): Organization {
  const org = world.orgs.get(login.toLowerCase());
  if (org === undefined) throw missing(`an Organization with the login of '${login}'`);
  return org;
}

function demandMembers({ viewer }: Context, org: Organization): void {
  const allowed =
    viewer.kind === "installation"
      ? viewer.installation.account === org.account && viewer.permissions["members"] !== undefined
      : viewer.kind === "user" && org.members.has(viewer.account);
  if (!allowed) throw failure("FORBIDDEN", "Resource not accessible by integration");
}

function numbered<T>(found: T | undefined, type: string, args: Args): T {
  if (found === undefined)
    throw missing(`${type === "PullRequest" ? "a" : "an"} ${type} with the number of ${String(args["number"])}`);
  return found;
}

function issuesOf(
  repo: Repository,
  args: Args,
  { among = () => true, ...context }: Context & { readonly among?: (issue: Issue) => boolean },
) {
  demand(context, repo, "issues");
  const issues = [...repo.issues.values()].filter((one) => one.kind === "Issue").filter(among);
  return connect(ordered(issues.filter(issueFilter(args)), args), args, { context, name: "issues" });
}

function pullFilter(args: Args): (pull: Pull) => boolean {
  const states = list(args, "states");
  const labels = list(args, "labels");
  const base = text(args, "baseRefName");
  const head = text(args, "headRefName");
  return (pull) =>
    (states === undefined || states.includes(pull.mergedAt === null ? pull.state.toUpperCase() : "MERGED")) &&
    (base === undefined || pull.baseRef === base) &&
    (head === undefined || pull.headRef === head) &&
    (labels === undefined || pull.labels.some(({ name }) => labels.includes(name)));
}

function issueFilter(args: Args): (issue: Issue) => boolean {
  const filter = record(args, "filterBy");
  const states = list(args, "states") ?? list(filter, "states");
  const labels = list(args, "labels") ?? list(filter, "labels");
  const since = typeof filter["since"] === "string" ? new Date(filter["since"]) : undefined;
  return (issue) =>
    (since === undefined || issue.updatedAt >= since) &&
    (states === undefined || states.includes(issue.state.toUpperCase())) &&
    (labels === undefined || issue.labels.some(({ name }) => labels.includes(name)));
}

function ordered<T extends Issue | Pull>(items: readonly T[], args: Args): T[] {
  const { field, direction } = record(args, "orderBy");
  const by = field === "UPDATED_AT" ? "updatedAt" : "createdAt";
  const sorted = items.toSorted((a, b) => a[by].getTime() - b[by].getTime() || a.number - b.number);
  return direction === "DESC" ? sorted.toReversed() : sorted;
}

const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/;
const ISSUE_TEMPLATE = /^\.github\/issue_template(?:\.md|\/[^/]+\.md)$/i;

function issueTemplates(repo: Repository): { name: string; filename: string; body: string }[] {
  return templates(repo, ISSUE_TEMPLATE).map(({ filename, body }) => ({
    name: filename,
    filename,
    body: body.replace(FRONT_MATTER, ""),
  }));
}

function templates(repo: Repository, pattern = TEMPLATE): { filename: string; body: string; repository: Repository }[] {
  const sha = branchSha(repo, repo.defaultBranch);
  if (sha === undefined) return [];
  return [...repo.git.files(repo.git.commitAt(sha).tree)]
    .filter(([path]) => pattern.test(path))
    .map(([path, { sha: blob }]) => ({
      filename: path.split("/").at(-1) ?? path,
      body: repo.git.blob(blob)?.toString("utf8") ?? "",
      repository: repo,
    }));
}
