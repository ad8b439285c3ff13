import { Hono, type Context } from "hono";
import { releaseKey } from "../../../readiness/change.ts";
import type { DeployRequests } from "../../../readiness/deploy/ports.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { ReadableRepository } from "../../../readiness/viewing/ports.ts";
import { deploymentPath } from "../addresses.ts";
import { isStillReadable, missing, repositoryIn } from "../answers.tsx";
import { eventsOf, eventsPath, type LiveParts } from "../live/events.ts";
import type { PageEnv } from "../visit.ts";
import { fitting } from "../fitting.ts";
import { DeploymentPage } from "./deployment-page.tsx";
import { deploymentView, LEVELS, limited } from "./deployment-view.ts";

/** What the pages of deployments are read from. */
export interface DeploymentReads {
  readonly subjects: { readonly get: (key: string) => Promise<StoredSubject | undefined> };
  readonly deployRequests: Pick<DeployRequests, "waiting">;
}

const PATH = "/r/:owner/:name/deployments/:environment/:sha";

/** The pages of deployments that somebody asked about. */
export const deploymentPages = (reads: DeploymentReads, live: LiveParts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  app.get(PATH, async (context) => {
    const named = await namedIn(context);
    if (named === undefined) return missing(context);
    const { repository, key } = named;
    const events = await eventsPath(live, deploymentPath(repository, named), { key });
    const [stored, requests] = await Promise.all([reads.subjects.get(key), reads.deployRequests.waiting(key)]);
    const { githubUrl } = context.var.visit;
    const view = stored && deploymentView({ repository, stored, requests, githubUrl });
    if (view === undefined) return missing(context);
    return context.html(
      fitting(LEVELS, (most) => (
        <DeploymentPage view={limited(view, most)} visit={context.var.visit} events={events} />
      )),
    );
  });
  app.get(`${PATH}/events`, async (context) => {
    const named = await namedIn(context);
    if (named === undefined || (await reads.subjects.get(named.key)) === undefined) return missing(context);
    const mayStill = () => isStillReadable(context, named.repository);
    return eventsOf(context, live, { key: named.key, mayStill });
  });
  return app;
};

interface Named {
  readonly repository: ReadableRepository;
  readonly environment: string;
  readonly sha: string;
  readonly key: string;
}

const namedIn = async (context: Context<PageEnv>): Promise<Named | undefined> => {
  const repository = await repositoryIn(context);
  const environment = context.req.param("environment") ?? "";
  const sha = (context.req.param("sha") ?? "").toLowerCase();
  if (repository === undefined || !/^[\da-f]{40}$/u.test(sha)) return undefined;
  return { repository, environment, sha, key: releaseKey(repository.repositoryId, { environment, sha }) };
};
