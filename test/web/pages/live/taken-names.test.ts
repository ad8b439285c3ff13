import { expect, test } from "@jest/globals";
import { Hono } from "hono";
import type { StoredSubject } from "../../../../src/readiness/known.ts";
import type { ReadableRepository } from "../../../../src/readiness/viewing/ports.ts";
import { deploymentPages } from "../../../../src/web/pages/deployment/routes.tsx";
import { createStreams } from "../../../../src/web/pages/live/streams.ts";
import { createWatching } from "../../../../src/web/pages/live/watching.ts";
import { repositoryPages } from "../../../../src/web/pages/repository/routes.tsx";
import { subjectPages } from "../../../../src/web/pages/subject/routes.tsx";
import type { PageEnv } from "../../../../src/web/pages/visit.ts";
import type { Viewer } from "../../../../src/web/session/viewer.ts";
import { newsOf, stood } from "../../../store/standing-news.ts";
import { visitOf } from "../visit.ts";
import { reading } from "./reading.ts";

const SHOP: ReadableRepository = { repositoryId: 5, owner: "acme", name: "shop", permission: "read" };
const SHA = "a".repeat(40);
const standing = stood(newsOf(5, 2).standing);
const none = () => Promise.resolve([]);
const unused = () => Promise.reject(new Error("no stream reads that"));
const STORED: StoredSubject = { key: "k", installationId: 7, ...SHOP, state: "open", memory: {} };

/** A server of all streams of one repository, which the viewer can read for as long as the test says so. */
const serving = () => {
  const state: { seen: ReadableRepository } = { seen: SHOP };
  const versions = { of: (keys: readonly string[]) => Promise.resolve(new Map(keys.map((key) => [key, "1"]))) };
  const viewer: Viewer = {
    login: "rita",
    userId: 1,
    readable: () => Promise.resolve(state.seen),
    repositories: none,
  };
  const live = {
    versions,
    watching: createWatching({ versions, warn: () => undefined, everyMs: 1 }),
    streams: createStreams(),
    stopping: new AbortController().signal,
    isSignedIn: () => Promise.resolve(true),
    beatMs: 5,
  };
  const app = new Hono<PageEnv>();
  app.use(async (context, next) => {
    context.set("visit", visitOf({ viewer }));
    context.set("sessionId", "session");
    await next();
  });
  const ledger = { of: unused, append: unused };
  const subjects = { get: () => Promise.resolve(STORED), releasesTo: unused };
  const standings = { ofNumber: () => Promise.resolve(standing), inRepository: unused };
  const published = { get: unused, put: unused };
  app.route("/", subjectPages({ standings, ledger, published, releases: { bringing: unused } }, live));
  app.route("/", deploymentPages({ subjects, deployRequests: { waiting: unused } }, live));
  const other = { enforcement: { of: unused }, shadow: { inRepository: unused }, policies: { read: unused } };
  app.route("/", repositoryPages({ standings, subjects, ...other }, live));
  return { app, live, state };
};

test.each(["/r/acme/shop/events", "/r/acme/shop/pull/2/events", `/r/acme/shop/deployments/production/${SHA}/events`])(
  "%s ends when its repository's name means another one, which the viewer can read as well",
  async (path) => {
    const { app, state, live } = serving();
    const { until } = reading(await app.request(`${path}?seen=1`));
    await until("still here");
    state.seen = { ...SHOP, repositoryId: 6 };
    await until(undefined);
    expect(live.watching.count()).toBe(0);
  },
);
