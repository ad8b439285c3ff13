import { createHash } from "node:crypto";
import { Hono, type Context } from "hono";
import type { StandingsRead } from "../../../readiness/standing.ts";
import type { ListedRepository } from "../../../readiness/viewing/ports.ts";
import { partOf, turnKey } from "../../../readiness/viewing/versions.ts";
import { viewerOf } from "../answers.tsx";
import { eventsOf, eventsPath, type LiveParts, type Watched } from "../live/events.ts";
import { fitting } from "../fitting.ts";
import type { PageEnv } from "../visit.ts";
import { BROKEN_LEVELS, brokenViews } from "./broken-view.ts";
import { MyTurnPage } from "./my-turn-page.tsx";
import { myTurnView } from "./my-turn-view.ts";

/** What the page is read from. */
export interface MyTurnReads {
  readonly standings: Pick<StandingsRead, "awaiting" | "heldByConfig">;
}

const PATH = "/my-turn";

/** The page of what waits for the viewer, across all repositories that they can read, and no others. */
export const myTurnPages = (reads: MyTurnReads, live: LiveParts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  app.get(PATH, async (context) => {
    const { login, repositories: listed } = viewerOf(context);
    const repositories = await listed();
    const events = await eventsPath(live, PATH, watchedBy(login, repositories));
    const ids = repositories.map(({ id }) => id);
    const [awaiting, held] = await Promise.all([
      reads.standings.awaiting(ids, login),
      reads.standings.heldByConfig(ids),
    ]);
    const { visit } = context.var;
    const view = myTurnView(awaiting, { login, repositories, page: pageOf(context) });
    const broken = brokenViews(held, { repositories, githubUrl: visit.githubUrl });
    return context.html(
      fitting(BROKEN_LEVELS, (most) => <MyTurnPage {...{ view, broken, most, repositories, visit, events }} />),
    );
  });
  app.get(`${PATH}/events`, async (context) => {
    const { login, repositories: listed } = viewerOf(context);
    const repositories = await listed();
    // Of other repositories another stream tells: the browser asks for it anew.
    const mayStill = async () => isSame(await viewerOf(context).repositories(), repositories);
    return eventsOf(context, live, { ...watchedBy(login, repositories), mayStill });
  });
  return app;
};

const pageOf = (context: Context<PageEnv>): number => {
  const page = Number.parseInt(context.req.query("page") ?? "1", 10);
  return Number.isSafeInteger(page) ? page : 1;
};

/** That something waits for somebody where they can't read is nothing that they are told. */
const watchedBy = (login: string, repositories: readonly ListedRepository[]): Watched => {
  const ids = new Set(repositories.map(({ id }) => id));
  const known = (version: string) => createHash("sha256").update(partOf(version, ids)).digest("base64url").slice(0, 16);
  return { key: turnKey(login), known };
};

const isSame = (some: readonly ListedRepository[], others: readonly ListedRepository[]): boolean => {
  const ids = new Set(others.map(({ id }) => id));
  return some.length === ids.size && some.every(({ id }) => ids.has(id));
};
