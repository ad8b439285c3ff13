import { installation as present, installedRepositories, team as presentTeam, user } from "../present/account.ts";
import type { Account, App, Installation, Permissions, Repository, Team } from "../world/model.ts";
import { type World, fullName } from "../world/world.ts";

/** Installs without telling anybody: how a world is set up before the story starts. */
export function installQuietly(world: World, app: App, repo: Repository): Installation {
  const known = world.installationFor(app, repo.owner);
  if (known !== undefined) {
    known.repos.add(repo);
    return known;
  }
  const installation: Installation = {
    ...world.ids.next("installation"),
    app,
    account: repo.owner,
    repos: new Set([repo]),
    createdAt: world.now(),
    all: false,
    permissions: app.permissions,
    events: app.events,
    suspendedAt: null,
  };
  world.installations.push(installation);
  return installation;
}

/** Installs the App on a repository, or adds the repository to the owner's installation. */
export function install(world: World, app: App, target: { repo: Repository; by: Account }): Installation {
  const known = world.installationFor(app, target.repo.owner);
  const installation = installQuietly(world, app, target.repo);
  if (known === undefined) tell(world, installation, { action: "created", by: target.by });
  else tellRepositories(world, installation, { action: "added", ...target });
  return installation;
}

/** Takes a repository out of the installation; with the last one the installation goes. */
export function uninstall(world: World, installation: Installation, target: { repo: Repository; by: Account }): void {
  if (installation.repos.size === 1 && installation.repos.has(target.repo))
    return deleteInstallation(world, installation, target.by);
  installation.repos.delete(target.repo);
  tellRepositories(world, installation, { action: "removed", ...target });
}

export function deleteInstallation(world: World, installation: Installation, by: Account): void {
  world.installations.splice(world.installations.indexOf(installation), 1);
  tell(world, installation, { action: "deleted", by });
}

export function grant(
  world: World,
  installation: Installation,
  change: { by: Account; permissions: Permissions },
): void {
  installation.permissions = change.permissions;
  tell(world, installation, { action: "new_permissions_accepted", by: change.by });
}

export function suspend(world: World, installation: Installation, change: { by: Account; suspended: boolean }): void {
  installation.suspendedAt = change.suspended ? world.now() : null;
  tell(world, installation, { action: change.suspended ? "suspend" : "unsuspend", by: change.by });
}

export function changeMembership(
  world: World,
  team: Team,
  change: { by: Account; member: Account; action: "added" | "removed" },
): void {
  if (change.action === "added") {
    team.members.add(change.member);
    team.org.members.add(change.member);
  } else team.members.delete(change.member);
  world.tell({
    event: "membership",
    action: change.action,
    sender: change.by,
    repo: null,
    org: team.org,
    body: { scope: "team", member: user(world, change.member), team: { ...presentTeam(world, team), parent: null } },
  });
}

function tell(world: World, installation: Installation, telling: { action: string; by: Account }): void {
  world.tell({
    event: "installation",
    action: telling.action,
    sender: telling.by,
    repo: null,
    installation,
    body: {
      installation: present(world, installation),
      repositories: installedRepositories(installation),
      ...(telling.action === "created" ? { requester: null } : {}),
    },
  });
}

function tellRepositories(
  world: World,
  installation: Installation,
  telling: { action: "added" | "removed"; repo: Repository; by: Account },
): void {
  const { repo, action } = telling;
  const short = {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
  };
  world.tell({
    event: "installation_repositories",
    action,
    sender: telling.by,
    repo: null,
    installation,
    body: {
      installation: present(world, installation),
      repository_selection: installation.all ? "all" : "selected",
      repositories_added: action === "added" ? [short] : [],
      repositories_removed: action === "removed" ? [short] : [],
      requester: null,
    },
  });
}
