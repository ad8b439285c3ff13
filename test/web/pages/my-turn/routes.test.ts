import { expect, test } from "@jest/globals";
import { Hono } from "hono";
import type { HeldByConfig } from "../../../../src/readiness/standing.ts";
import type { ListedRepository } from "../../../../src/readiness/viewing/ports.ts";
import { createStreams } from "../../../../src/web/pages/live/streams.ts";
import { createWatching } from "../../../../src/web/pages/live/watching.ts";
import { myTurnPages } from "../../../../src/web/pages/my-turn/routes.tsx";
import type { PageEnv } from "../../../../src/web/pages/visit.ts";
import type { Viewer } from "../../../../src/web/session/viewer.ts";
import { reading } from "../live/reading.ts";
import { visitOf } from "../visit.ts";

const listed = (id: number): ListedRepository => ({ id, owner: "acme", name: `shop-${id}`, permission: "write" });

/** A server of the page of Rita, with what she can read and what waits for her in the hands of the test. */
const serving = () => {
  const state = { version: "5=1/1 6=1/1", repositories: [listed(5)], held: [] as readonly HeldByConfig[] };
  const versions = { of: () => Promise.resolve(new Map([["turn:rita", state.version]])) };
  const stopping = new AbortController();
  const viewer: Viewer = {
    login: "Rita",
    userId: 1,
    readable: () => Promise.resolve(undefined),
    repositories: () => Promise.resolve(state.repositories),
  };
  const app = new Hono<PageEnv>();
  app.use(async (context, next) => {
    context.set("visit", visitOf({ viewer }));
    context.set("sessionId", "session");
    await next();
  });
  const live = {
    versions,
    watching: createWatching({ versions, warn: () => undefined, everyMs: 1 }),
    streams: createStreams(),
    stopping: stopping.signal,
    isSignedIn: () => Promise.resolve(true),
    beatMs: 5,
  };
  app.route(
    "/",
    myTurnPages(
      { standings: { awaiting: () => Promise.resolve([]), heldByConfig: () => Promise.resolve(state.held) } },
      live,
    ),
  );
  const events = async (): Promise<string> => {
    const page = await (await app.request("/my-turn")).text();
    return /data-events="([^"]+)"/u.exec(page)?.[1] ?? "";
  };
  return { state, app, events, stopping };
};

test("the page is told of what changes in repositories that its viewer can read, and of nothing else", async () => {
  const { state, app, events, stopping } = serving();
  const address = await events();
  state.version = "5=1/1 6=2/9 7=1/1";
  expect(await events()).toBe(address);
  const { until } = reading(await app.request(address));
  await until("still here\n\n: still here");
  state.version = "5=2/3 6=2/9 7=1/1";
  const said = await until("data: page");
  stopping.abort();
  expect(said.match(/event: changed/gu)).toHaveLength(1);
  expect(await events()).not.toBe(address);
});

test("where the viewer can read others, the stream ends, and the next one tells of those", async () => {
  const { state, app, events, stopping } = serving();
  const address = await events();
  const { until } = reading(await app.request(address));
  await until("still here");
  state.repositories = [listed(6)];
  expect(await until(undefined)).not.toContain("changed");
  const next = reading(await app.request(address));
  await next.until("data: page");
  stopping.abort();
});

test("config that its viewer can mend stands before all that waits, also where nothing else does", async () => {
  const { state, app } = serving();
  const text = async () => (await (await app.request("/my-turn")).text()).replaceAll(/<[^>]+>/gu, "");
  expect(await text()).toContain("Nothing waits for you");
  const wrong = { code: "config/x", severity: "error", message: "No key.", file: "a.yml", line: 3, column: 1 } as const;
  state.held = [{ repositoryId: 5, base: "main", held: 3, findings: [wrong] }];
  const said = await text();
  expect(said).not.toContain("Nothing waits");
  expect(said).toContain("Config is broken in 1 repository where you may push.");
  expect(said).toMatch(/acme\/shop-5:\s*config or procedures on main are broken/u);
  expect(said).toContain("3 pull requests are held until");
});
