import { Hono, type Context } from "hono";
import type { Enforcements } from "../../../readiness/adoption/enforcement.ts";
import type { ShadowMerges } from "../../../readiness/adoption/shadow-merges.ts";
import { repositoryKey } from "../../../readiness/change.ts";
import type { StoredSubject } from "../../../readiness/known.ts";
import type { StandingsRead } from "../../../readiness/standing.ts";
import type { PolicyReader } from "../../../readiness/viewing/policy.ts";
import type { ReadableRepository } from "../../../readiness/viewing/ports.ts";
import { repositoryPath } from "../addresses.ts";
import { isStillReadable, missing, repositoryIn, viewerOf } from "../answers.tsx";
import { eventsOf, eventsPath, type LiveParts } from "../live/events.ts";
import type { PageEnv } from "../visit.ts";
import { fitting } from "../fitting.ts";
import { RepositoryPage } from "./repository-page.tsx";
import { LEVELS, limited, repositoryView, type RepositoryView } from "./repository-view.ts";

/** What the page of a repository is read from. */
export interface RepositoryReads {
  readonly standings: Pick<StandingsRead, "inRepository">;
  readonly subjects: {
    readonly releasesTo: (repositoryId: number, environment: string | undefined) => Promise<readonly StoredSubject[]>;
  };
  readonly enforcement: Pick<Enforcements, "of">;
  readonly shadow: Pick<ShadowMerges, "inRepository">;
  readonly policies: PolicyReader;
}

const PATH = "/r/:owner/:name";

/** The pages of repositories. */
export const repositoryPages = (reads: RepositoryReads, live: LiveParts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  app.get(PATH, async (context) => {
    const repository = await repositoryIn(context);
    if (repository === undefined) return missing(context);
    const key = repositoryKey(repository.repositoryId);
    const events = await eventsPath(live, repositoryPath(repository), { key });
    const view = await viewOf(context, reads, repository);
    return context.html(
      fitting(LEVELS, (most) => (
        <RepositoryPage view={limited(view, most)} visit={context.var.visit} events={events} />
      )),
    );
  });
  app.get(`${PATH}/events`, async (context) => {
    const repository = await repositoryIn(context);
    if (repository === undefined) return missing(context);
    const mayStill = () => isStillReadable(context, repository);
    return eventsOf(context, live, { key: repositoryKey(repository.repositoryId), mayStill });
  });
  return app;
};

/** What was tried longer ago says little of the procedures of today. */
const TRIAL_MS = 90 * 24 * 3_600_000;

const viewOf = async (
  context: Context<PageEnv>,
  reads: RepositoryReads,
  { repositoryId, owner, name }: ReadableRepository,
): Promise<RepositoryView> => {
  const { now, githubUrl } = context.var.visit;
  const repository = { repositoryId, owner, name };
  const [standings, releases, enforcement, shadow, policy] = await Promise.all([
    reads.standings.inRepository(repositoryId),
    reads.subjects.releasesTo(repositoryId, undefined),
    reads.enforcement.of(repositoryId),
    reads.shadow.inRepository(repositoryId, new Date(now.getTime() - TRIAL_MS)),
    reads.policies.read(repository),
  ]);
  const viewer = viewerOf(context).login;
  return repositoryView({ repository, standings, releases, policy, enforcement, shadow, viewer, githubUrl });
};
