import { z } from "zod";
import { maySee } from "../http/access.ts";
import { installation } from "../present/account.ts";
import { permissionsOf } from "../present/permissions.ts";
import { repository } from "../present/repository.ts";
import type { Account, App, Installation, Repository } from "../world/model.ts";
import { Refusal, found, notFound } from "../world/refusal.ts";
import { isInstalled } from "../world/world.ts";
import { type Call, NO_CONTENT, type Route, paged } from "./route.ts";

/** What somebody who signed in to an App is shown of its installations, and how the App gives a token back. */
export const viewerRoutes: readonly Route[] = [
  {
    name: "GET /user/installations",
    handle: (call) =>
      paged(call, installationsOf(call), {
        each: (one) => installation(call.world, one),
        wrap: (installations, total_count) => ({ total_count, installations }),
      }),
  },
  {
    name: "GET /user/installations/{installation_id}/repositories",
    handle: (call) => {
      const one = found(installationsOf(call).find(({ id }) => id === call.number("installation_id")));
      if (one.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
      return paged(call, repositoriesOf(call, one), {
        each: (repo) => ({ ...repository(call.world, repo), ...permissionsOf(call.viewer, repo) }),
        wrap: (repositories, total_count) => ({
          total_count,
          repository_selection: one.all ? "all" : "selected",
          repositories,
        }),
      });
    },
  },
  {
    name: "DELETE /applications/{client_id}/token",
    handle: (call) => {
      const { viewer } = call;
      if (viewer.kind !== "client" || viewer.app.clientId !== call.param("client_id")) throw notFound();
      const { access_token: token } = call.body(z.object({ access_token: z.string() }));
      if (!call.keyring.revoke(viewer.app, token)) throw notFound();
      return NO_CONTENT;
    },
  },
];

const signedIn = ({ viewer }: Call): { readonly account: Account; readonly app: App } => {
  if (viewer.kind !== "user" || viewer.through === undefined)
    throw new Refusal(
      403,
      "You must authenticate with an access token authorized to a GitHub App in order to list installations",
    );
  return { account: viewer.account, app: viewer.through.app };
};

/** Those with a repository that the person was let into; being allowed to read what is public is not enough. */
const installationsOf = (call: Call): readonly Installation[] => {
  const { app } = signedIn(call);
  return call.world.installations.filter(
    (one) => one.app === app && (one.suspendedAt !== null || repositoriesOf(call, one).length > 0),
  );
};

const repositoriesOf = (call: Call, one: Installation): readonly Repository[] =>
  [...call.world.repos.values()].filter(
    (repo) =>
      !repo.deleted &&
      isInstalled(one, repo) &&
      maySee(call.viewer, repo) &&
      repo.collaborators.has(signedIn(call).account),
  );
