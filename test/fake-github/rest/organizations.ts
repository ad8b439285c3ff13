import { actor } from "../http/access.ts";
import { fullOrganization, fullTeam, user } from "../present/account.ts";
import type { Organization, Team } from "../world/model.ts";
import { Refusal, found, notFound } from "../world/refusal.ts";
import { membersOf } from "../world/teams.ts";
import { roleOf } from "../world/world.ts";
import { type Call, METADATA, type Route, paged } from "./route.ts";

export const organizationRoutes: readonly Route[] = [
  { name: "GET /orgs/{org}", handle: (call) => fullOrganization(call.world, organization(call)) },
  { name: "GET /orgs/{org}/teams/{team_slug}", handle: (call) => fullTeam(call.world, teamOf(call)) },
  {
    name: "GET /orgs/{org}/teams/{team_slug}/members",
    handle: (call) => paged(call, [...membersOf(teamOf(call))], { each: (one) => user(call.world, one) }),
  },
  { name: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}", handle: membership },
  { name: "GET /repos/{owner}/{repo}/collaborators/{username}/permission", handle: permission },
];

const organization = (call: Call): Organization => found(call.world.orgs.get(call.param("org").toLowerCase()));

function teamOf(call: Call): Team {
  const org = organization(call);
  const { viewer } = call;
  if (viewer.kind === "installation") {
    if (viewer.installation.account !== org.account) throw notFound();
    if (viewer.permissions["members"] === undefined) throw new Refusal(403, "Resource not accessible by integration");
  } else if (!org.members.has(actor(viewer).by)) throw notFound();
  return found(org.teams.get(call.param("team_slug")));
}

function membership(call: Call) {
  const one = teamOf(call);
  const account = found(call.world.account(call.param("username")));
  const state = membersOf(one).has(account) ? "active" : one.invited.has(account) ? "pending" : undefined;
  const url = `${call.world.url}/api/v3/organizations/${one.org.account.id}/team/${one.id}/memberships/${account.login}`;
  return { url, role: "member", state: found(state) };
}

/** The classic word for each role: GitHub answers `maintain` as write and `triage` as read. */
const CLASSIC = { admin: "admin", maintain: "write", write: "write", triage: "read", read: "read" } as const;

function permission(call: Call) {
  const repo = call.repo(METADATA);
  const account = found(call.world.account(call.param("username")));
  if (account.kind === "Bot" || account.deleted) throw notFound();
  const role = roleOf(repo, account);
  const may = (...roles: string[]): boolean => role !== undefined && roles.includes(role);
  const permissions = {
    admin: may("admin"),
    maintain: may("admin", "maintain"),
    push: may("admin", "maintain", "write"),
    triage: may("admin", "maintain", "write", "triage"),
    pull: role !== undefined,
  };
  return {
    permission: role === undefined ? "none" : CLASSIC[role],
    user: { ...user(call.world, account), permissions, role_name: role ?? "none" },
    role_name: role ?? "none",
  };
}
