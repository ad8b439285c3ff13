import { getEventListeners } from "node:events";
import { expect, test } from "@jest/globals";
import { Hono } from "hono";
import { GithubAway } from "../../../../src/readiness/viewing/ports.ts";
import { SignedOut } from "../../../../src/web/session/signed-out.ts";
import { eventsOf, eventsPath } from "../../../../src/web/pages/live/events.ts";
import { createStreams } from "../../../../src/web/pages/live/streams.ts";
import { createWatching } from "../../../../src/web/pages/live/watching.ts";
import type { PageEnv } from "../../../../src/web/pages/visit.ts";
import { reading } from "./reading.ts";

const KEY = "repo:1/pull:2";

/** A server of one page's events, with all that the events depend on in the hands of the test. */
const serving = () => {
  const state = { version: "1", signedIn: true, mayStill: (): Promise<boolean> => Promise.resolve(true) };
  const stopping = new AbortController();
  const versions = { of: () => Promise.resolve(new Map([[KEY, state.version]])) };
  const watching = createWatching({ versions, warn: () => undefined, everyMs: 1 });
  const isSignedIn = () => Promise.resolve(state.signedIn);
  const parts = { versions, watching, streams: createStreams(), stopping: stopping.signal, isSignedIn, beatMs: 5 };
  const app = new Hono<PageEnv>();
  app.use(async (context, next) => {
    context.set("sessionId", "session");
    await next();
  });
  app.get("/events", (context) => eventsOf(context, parts, { key: KEY, mayStill: () => state.mayStill() }));
  return {
    state,
    stopping,
    watching,
    versions,
    parts,
    ask: (headers = {}, seen = "1") => app.request(`/events?seen=${seen}`, { headers }),
  };
};

test("says that something changed, never what, and each time once", async () => {
  const { ask, state, stopping } = serving();
  const response = await ask();
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const { until } = reading(response);
  expect(await until("still here")).toBe("retry: 3000\n\n: still here\n\n");
  state.version = "2";
  expect(await until("id: 2")).toContain("event: changed\ndata: page\nid: 2\n\n");
  state.version = "3";
  const text = await until("id: 3");
  stopping.abort();
  expect((await until(undefined)).match(/event: changed/gu)).toHaveLength(2);
  expect(text).not.toContain("id: 1");
});

test("tells at once what happened since the page was made, or since the last event that arrived", async () => {
  const { ask, stopping } = serving();
  expect(await reading(await ask({}, "0")).until("id: 1")).toContain("event: changed");
  expect(await reading(await ask({ "last-event-id": "0" })).until("id: 1")).toContain("event: changed");
  const { until } = reading(await ask({ "last-event-id": "1" }, "0"));
  await until("still here");
  stopping.abort();
  expect(await until(undefined)).not.toContain("changed");
});

test.each([
  ["the session ends", (state: ReturnType<typeof serving>["state"]) => void (state.signedIn = false)],
  ["the viewer loses access", (state) => void (state.mayStill = () => Promise.resolve(false))],
  ["the authorisation is revoked", (state) => void (state.mayStill = () => Promise.reject(new SignedOut()))],
])(
  "ends when %s, also while news come without end",
  async (_, lose: (state: ReturnType<typeof serving>["state"]) => void) => {
    const { ask, state, watching } = serving();
    const { until } = reading(await ask());
    await until("still here");
    let count = 0;
    const news = setInterval(() => void (state.version = `more ${(count += 1)}`), 1);
    lose(state);
    await until(undefined);
    clearInterval(news);
    expect(watching.count()).toBe(0);
  },
);

test("goes on while GitHub does not answer, and ends with the process", async () => {
  const { ask, state, stopping, watching } = serving();
  state.mayStill = () => Promise.reject(new GithubAway("away"));
  const { until } = reading(await ask());
  await until("still here");
  stopping.abort();
  await until(undefined);
  expect(watching.count()).toBe(0);
});

test("refuses one stream too many, and takes another when one was left", async () => {
  const { ask, watching } = serving();
  const open = await Promise.all(Array.from({ length: 8 }, async () => reading(await ask())));
  expect((await ask()).status).toBe(429);
  for (const { until } of open) await until("still here");
  await open[0]?.cancel();
  do await new Promise(setImmediate);
  while (watching.count() === 8);
  const last = reading(await ask());
  expect(await last.until("still here")).toContain("still here");
  for (const { cancel } of [...open, last]) await cancel();
  while (watching.count() > 0) await new Promise(setImmediate);
});

test("listens for the end of the process no longer than it lasts", async () => {
  const { ask, stopping, watching } = serving();
  const { until, cancel } = reading(await ask());
  await until("still here");
  expect(getEventListeners(stopping.signal, "abort")).toHaveLength(1);
  await cancel();
  while (watching.count() > 0) await new Promise(setImmediate);
  expect(getEventListeners(stopping.signal, "abort")).toEqual([]);
});

test("the address has the version that the page shows", async () => {
  const { versions } = serving();
  expect(await eventsPath({ versions }, "/r/a/b", { key: KEY })).toBe("/r/a/b/events?seen=1");
  expect(await eventsPath({ versions }, "/r/a/b", { key: "other" })).toBe("/r/a/b/events?seen=");
});

test("of a version only what the viewer may know is told, and only its news", async () => {
  const { parts, state, stopping } = serving();
  const watched = { key: KEY, known: (version: string) => version.split(" ")[0] ?? "" };
  state.version = "1 secret";
  expect(await eventsPath(parts, "/r/a/b", watched)).toBe("/r/a/b/events?seen=1");
  const app = new Hono<PageEnv>();
  app.get("/events", (context) => eventsOf(context, parts, { ...watched, mayStill: () => Promise.resolve(true) }));
  const { until } = reading(await app.request("/events?seen=1"));
  await until("still here");
  state.version = "1 other";
  await until("still here\n\n: still here");
  state.version = "2 other";
  const said = await until("page");
  stopping.abort();
  expect(said.match(/id: .*/gu)).toEqual(["id: 2"]);
});
