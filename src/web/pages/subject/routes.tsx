import { Hono, type Context } from "hono";
import type { PublishedItems } from "../../../readiness/publish.ts";
import { loadLedger, type LedgerStore } from "../../../readiness/ledger.ts";
import type { Standing, StandingsRead } from "../../../readiness/standing.ts";
import { subjectPath } from "../addresses.ts";
import { missing, repositoryIn, viewerOf } from "../answers.tsx";
import type { PageEnv } from "../visit.ts";
import { SubjectPage } from "./subject-page.tsx";
import { subjectView } from "./subject-view.ts";

/** What the pages of pull requests and issues are read from. */
export interface SubjectReads {
  readonly standings: Pick<StandingsRead, "ofNumber">;
  readonly ledger: LedgerStore;
  readonly published: Pick<PublishedItems, "get">;
}

/** The pages of pull requests and issues. */
export const subjectPages = (reads: SubjectReads): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  for (const kind of ["pull_request", "issue"] as const) {
    app.get(`/r/:owner/:name/${kind === "issue" ? "issues" : "pull"}/:number`, async (context) => {
      const standing = await standingIn(context, reads);
      if (standing === undefined) return missing(context);
      if (standing.kind !== kind) return context.redirect(subjectPath(standing, standing), 301);
      return context.html(<SubjectPage view={await viewOf(context, reads, standing)} visit={context.var.visit} />);
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

const viewOf = async (context: Context<PageEnv>, { ledger, published }: SubjectReads, standing: Standing) => {
  const { githubUrl } = context.var.visit;
  const [acts, written] = await Promise.all([loadLedger(ledger, standing.key), published.get(standing.key)]);
  return subjectView({ standing, ledger: acts, published: written, viewer: viewerOf(context).login, githubUrl });
};
