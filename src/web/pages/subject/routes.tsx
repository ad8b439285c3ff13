import { Hono, type Context } from "hono";
import type { ReleasesRead } from "../../../readiness/deploy/releases-read.ts";
import type { PublishedItems } from "../../../readiness/publish.ts";
import { loadLedger, type LedgerStore } from "../../../readiness/ledger.ts";
import type { Standing, StandingsRead } from "../../../readiness/standing.ts";
import { subjectPath } from "../addresses.ts";
import { isStillReadable, missing, repositoryIn, viewerOf } from "../answers.tsx";
import { eventsOf, eventsPath, type LiveParts } from "../live/events.ts";
import type { PageEnv } from "../visit.ts";
import { fitting } from "../fitting.ts";
import { LEVELS, limited } from "./limited.ts";
import { SubjectPage } from "./subject-page.tsx";
import { trailFile } from "./trail-file.ts";
import { subjectView, type SubjectView } from "./subject-view.ts";

/** What the pages of pull requests and issues are read from. */
export interface SubjectReads {
  readonly standings: Pick<StandingsRead, "ofNumber">;
  readonly ledger: LedgerStore;
  readonly published: Pick<PublishedItems, "get">;
  readonly releases: ReleasesRead;
}

/** The pages of pull requests and issues. */
export const subjectPages = (reads: SubjectReads, live: LiveParts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  for (const kind of ["pull_request", "issue"] as const) {
    const path = `/r/:owner/:name/${kind === "issue" ? "issues" : "pull"}/:number`;
    app.get(path, async (context) => {
      const standing = await standingIn(context, reads);
      if (standing === undefined) return missing(context);
      if (standing.kind !== kind) return context.redirect(subjectPath(standing, standing), 301);
      const events = await eventsPath(live, subjectPath(standing, standing), standing);
      const view = await viewOf(context, reads);
      return view === undefined
        ? missing(context)
        : context.html(
            fitting(LEVELS, (most) => (
              <SubjectPage view={limited(view, most)} visit={context.var.visit} events={events} />
            )),
          );
    });
    app.get(`${path}/trail.csv`, async (context) => {
      const standing = await standingIn(context, reads);
      if (standing?.kind !== kind) return missing(context);
      const { owner, name, number } = standing;
      const file = `${owner}-${name}-${number}-trail.csv`.replaceAll(/[^\w.-]/gu, "_");
      return context.body(trailFile(await loadLedger(reads.ledger, standing.key), standing), 200, {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${file}"`,
      });
    });
    app.get(`${path}/events`, async (context) => {
      const standing = await standingIn(context, reads);
      if (standing?.kind !== kind) return missing(context);
      const mayStill = () => isStillReadable(context, standing);
      return eventsOf(context, live, { key: standing.key, mayStill });
    });
  }
  return app;
};

/** What the address names, if the viewer may see it. */
export const standingIn = async (
  context: Context<PageEnv>,
  { standings }: Pick<SubjectReads, "standings">,
): Promise<Standing | undefined> => {
  const repository = await repositoryIn(context);
  const number = context.req.param("number") ?? "";
  if (repository === undefined || !/^[1-9]\d{0,9}$/u.test(number)) return undefined;
  return standings.ofNumber(repository.repositoryId, Number(number));
};

/** Read after the version that the page says it shows, so that what changes in between is seen. */
const viewOf = async (context: Context<PageEnv>, reads: SubjectReads): Promise<SubjectView | undefined> => {
  const { ledger, published, releases } = reads;
  const standing = await standingIn(context, reads);
  if (standing === undefined) return undefined;
  const { githubUrl } = context.var.visit;
  const [acts, written, bringing] = await Promise.all([
    loadLedger(ledger, standing.key),
    published.get(standing.key),
    releases.bringing(standing.repositoryId, standing),
  ]);
  const viewer = viewerOf(context).login;
  return subjectView({ standing, ledger: acts, published: written, releases: bringing, viewer, githubUrl });
};
