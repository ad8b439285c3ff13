import { z } from "zod";
import { type Delivery, deliveryItem } from "../http/hooks.ts";
import { covers, maySee } from "../http/access.ts";
import { app, installation, publicUser, user } from "../present/account.ts";
import { fullRepository, repository } from "../present/repository.ts";
import { permissionsOf } from "../present/permissions.ts";
import { iso } from "../world/clock.ts";
import type { App, Installation, Permissions } from "../world/model.ts";
import { Refusal, found, invalid, notFound } from "../world/refusal.ts";
import { isInstalled } from "../world/world.ts";
import { type Call, METADATA, type Route, created, pageOf, paged } from "./route.ts";

const TokenRequest = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
});

export const appRoutes: readonly Route[] = [
  {
    name: "GET /app",
    handle: (call) => ({ ...app(call.world, asApp(call)), installations_count: installationsOf(call).length }),
  },
  {
    name: "GET /app/installations",
    handle: (call) => paged(call, installationsOf(call), { each: (one) => listed(call, one) }),
  },
  {
    name: "GET /app/installations/{installation_id}",
    handle: (call) => installation(call.world, byId(call)),
  },
  { name: "POST /app/installations/{installation_id}/access_tokens", handle: issueToken },
  { name: "GET /app/hook/deliveries", handle: listDeliveries },
  {
    name: "GET /app/hook/deliveries/{delivery_id}",
    handle: (call) => fullDelivery(delivery(call)),
  },
  {
    name: "POST /app/hook/deliveries/{delivery_id}/attempts",
    handle: (call) => {
      void call.hooks.redeliver(delivery(call));
      return { status: 202, body: {} };
    },
  },
  {
    name: "GET /repos/{owner}/{repo}/installation",
    handle: (call) => {
      const repo = found(call.world.repo(`${call.param("owner")}/${call.param("repo")}`));
      return installation(call.world, found(installationsOf(call).find((one) => isInstalled(one, repo))));
    },
  },
  { name: "GET /orgs/{org}/installation", handle: (call) => ofAccount(call, call.param("org")) },
  { name: "GET /users/{username}/installation", handle: (call) => ofAccount(call, call.param("username")) },
  { name: "GET /installation/repositories", handle: installationRepositories },
  {
    name: "GET /user",
    handle: (call) => {
      if (call.viewer.kind === "installation") throw new Refusal(403, "Resource not accessible by integration");
      return publicUser(call.world, call.actor().by);
    },
  },
  {
    name: "GET /users/{username}",
    handle: (call) => publicUser(call.world, found(call.world.account(call.param("username")))),
  },
  {
    name: "GET /repos/{owner}/{repo}",
    handle: (call) => {
      const repo = call.repo(METADATA);
      return { ...fullRepository(call.world, repo), ...permissionsOf(call.viewer, repo) };
    },
  },
];

function asApp(call: Call): App {
  if (call.viewer.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
  return call.viewer.app;
}

function installationsOf(call: Call): Installation[] {
  const one = asApp(call);
  return call.world.installations.filter((each) => each.app === one);
}

/** In this list GitHub's contract asks for an account that is a user and an enterprise at once. */
function listed(call: Call, one: Installation) {
  const { account } = one;
  const since = iso(account.createdAt);
  const both = { name: account.login, slug: account.login.toLowerCase(), created_at: since, updated_at: since };
  return { ...installation(call.world, one), account: { ...user(call.world, account), ...both } };
}

const byId = (call: Call): Installation =>
  found(installationsOf(call).find(({ id }) => id === call.number("installation_id")));

const ofAccount = (call: Call, login: string) =>
  installation(
    call.world,
    found(installationsOf(call).find(({ account }) => account.login.toLowerCase() === login.toLowerCase())),
  );

function issueToken(call: Call) {
  const one = byId(call);
  if (one.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
  const limits = call.body(TokenRequest);
  const repos = chosen(call, one, limits);
  const permissions: Permissions = limits.permissions ?? one.permissions;
  for (const [name, level] of Object.entries(permissions))
    if (one.permissions[name] !== "write" && one.permissions[name] !== level)
      throw invalid("The permissions requested are not granted to this installation.");
  const { token, expiresAt } = call.keyring.issue(one, { permissions, ...(repos === undefined ? {} : { repos }) });
  return created({
    token,
    expires_at: iso(expiresAt),
    permissions,
    repository_selection: one.all && repos === undefined ? "all" : "selected",
    ...(repos === undefined ? {} : { repositories: [...repos].map((repo) => repository(call.world, repo)) }),
  });
}

function chosen(call: Call, one: Installation, limits: z.output<typeof TokenRequest>) {
  if (limits.repositories === undefined && limits.repository_ids === undefined) return undefined;
  const wanted = [...call.world.repos.values()].filter(
    (repo) =>
      limits.repository_ids?.includes(repo.id) === true ||
      (limits.repositories?.includes(repo.name) === true && repo.owner === one.account),
  );
  const count = (limits.repositories?.length ?? 0) + (limits.repository_ids?.length ?? 0);
  if (wanted.length < count || !wanted.every((repo) => isInstalled(one, repo)))
    throw invalid(
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  return new Set(wanted);
}

/** GitHub pages deliveries by cursor, newest first, and keeps them for three days. */
function listDeliveries(call: Call) {
  asApp(call);
  const oldest = call.world.now().getTime() - 3 * 24 * 3_600_000;
  const status = call.query.get("status");
  const all = call.hooks.log
    .filter((one) => one.deliveredAt.getTime() >= oldest && one.status !== "pending")
    .filter(({ statusCode }) => status !== "failure" || (statusCode >= 400 && statusCode < 600))
    .filter(({ statusCode }) => status !== "success" || (statusCode >= 200 && statusCode < 400))
    .toReversed();
  const { size } = pageOf(call.query);
  const cursor = call.query.get("cursor");
  const start =
    cursor === null
      ? 0
      : Math.max(
          0,
          all.findIndex(({ id }) => `v1_${id}` === cursor),
        );
  const next = all[start + size];
  return {
    status: 200,
    body: all.slice(start, start + size).map(deliveryItem),
    ...(next === undefined ? {} : { headers: { link: `<{cursor:v1_${next.id}}>; rel="next"` } }),
  };
}

function delivery(call: Call): Delivery {
  asApp(call);
  return found(call.hooks.log.find(({ id }) => id === call.number("delivery_id")));
}

const fullDelivery = (one: Delivery) => ({
  ...deliveryItem(one),
  url: "",
  request: { headers: one.requestHeaders, payload: one.payload },
  response: { headers: {}, payload: one.response },
});

function installationRepositories(call: Call) {
  const { viewer } = call;
  if (viewer.kind !== "installation") throw notFound();
  const repos = [...call.world.repos.values()].filter(
    (repo) => !repo.deleted && covers(viewer, repo) && maySee(viewer, repo),
  );
  return paged(call, repos, {
    each: (repo) => repository(call.world, repo),
    wrap: (repositories, total_count) => ({
      total_count,
      repository_selection: viewer.installation.all ? "all" : "selected",
      repositories,
    }),
  });
}
