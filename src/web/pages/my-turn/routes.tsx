import { Hono, type Context } from "hono";
import type { StandingsRead } from "../../../readiness/standing.ts";
import { viewerOf } from "../answers.tsx";
import type { PageEnv } from "../visit.ts";
import { MyTurnPage } from "./my-turn-page.tsx";
import { myTurnView } from "./my-turn-view.ts";

/** What the page is read from. */
export interface MyTurnReads {
  readonly standings: Pick<StandingsRead, "awaiting">;
}

/** The page of what waits for the viewer. */
export const myTurnPages = (reads: MyTurnReads): Hono<PageEnv> =>
  new Hono<PageEnv>().get("/my-turn", (context) => showMyTurn(context, reads));

/** Across all repositories that the viewer can read, and no others. */
export const showMyTurn = async (context: Context<PageEnv>, { standings }: MyTurnReads): Promise<Response> => {
  const { login, repositories: listed } = viewerOf(context);
  const repositories = await listed();
  const found = await standings.awaiting(
    repositories.map(({ id }) => id),
    login,
  );
  const page = Number.parseInt(context.req.query("page") ?? "1", 10);
  const view = myTurnView(found, { login, repositories, page: Number.isSafeInteger(page) ? page : 1 });
  return context.html(<MyTurnPage view={view} repositories={repositories} visit={context.var.visit} />);
};
