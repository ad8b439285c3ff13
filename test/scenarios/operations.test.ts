import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { createLogger } from "../../src/config/logger.ts";
import { logFields } from "../../src/operations/scope.ts";
import { Visitor } from "../web/session/visitor.ts";
import { openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** What people who run Gatehouse see of it. */

const TOKEN = "a token for metrics, long enough to be one";
const lines: unknown[] = [];

const write = (line: string): void => void lines.push(JSON.parse(line));

let world: World;

beforeAll(async () => {
  const log = createLogger({ level: "debug", destination: { write }, fields: logFields });
  world = await startWorld({ pages: true, environment: { metricsToken: TOKEN, metricsPort: 0 }, log });
});
afterAll(() => world.stop());

const metrics = async (): Promise<string> => {
  const answer = await fetch(`${world.gatehouse.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(answer.status).toBe(200);
  return answer.text();
};

/** Ours: how many Node.js has of its own depends on what it is at, and on which kinds of garbage there were. */
const seriesOf = (text: string): number => text.split("\n").filter((line) => line.startsWith("gatehouse_")).length;

/** The value of one series, 0 where it is not there. */
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 0,
  );

const Line = z.looseObject({ msg: z.string().optional(), deliveries: z.array(z.string()).optional() });
const linesSaying = (msg: string) => lines.map((line) => Line.parse(line)).filter((line) => line.msg === msg);

describe("/metrics", () => {
  test.each([undefined, "Bearer wrong", TOKEN])("is for nobody who says %s", async (authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    expect((await fetch(`${world.gatehouse.url}/metrics`, { headers })).status).toBe(401);
  });

  test("counts a delivery, the turn that follows, and what it asks of GitHub", async () => {
    const before = await metrics();
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    const after = await metrics();
    const grown = (series: string): number => valueOf(after, series) - valueOf(before, series);
    expect(grown('gatehouse_deliveries_total{event="pull_request",outcome="accepted"}')).toBeGreaterThanOrEqual(1);
    expect(grown('gatehouse_deliveries_accepted_total{what="kept"}')).toBeGreaterThanOrEqual(1);
    expect(grown('gatehouse_delivery_answer_seconds_count{outcome="accepted"}')).toBeGreaterThanOrEqual(1);
    expect(grown('gatehouse_turn_seconds_count{queue="evaluate",outcome="done"}')).toBeGreaterThanOrEqual(1);
    expect(grown('gatehouse_github_call_seconds_count{kind="query",status="200"}')).toBeGreaterThanOrEqual(1);
    expect(grown('gatehouse_github_call_seconds_count{kind="write",status="201"}')).toBeGreaterThanOrEqual(1);
    expect(valueOf(after, "gatehouse_database_up")).toBe(1);
    expect(valueOf(after, "gatehouse_github_up")).toBe(1);
    expect(valueOf(after, 'gatehouse_queue_jobs{queue="evaluate",state="running"}')).toBe(0);
    expect(after).toContain("gatehouse_queue_lag_seconds 0");
    expect(after).toContain("process_cpu_seconds_total");
    expect(after).not.toContain(pull.state.repo.name);
  });

  test("counts what is asked in the name of who looks at a page", async () => {
    const series = 'gatehouse_github_call_seconds_count{kind="person",status="200"}';
    const before = valueOf(await metrics(), series);
    world.github.repo("looked-at/shop", { installed: true, collaborators: { ada: "read" } });
    await new Visitor(world.gatehouse.url).signsIn("ada");
    expect(valueOf(await metrics(), series) - before).toBe(2);
  });

  test("counts what strangers send without learning names from them", async () => {
    await fetch(`${world.gatehouse.url}/api/github/webhooks`, {
      method: "POST",
      body: "{}",
      headers: {
        "x-github-delivery": "made-up",
        "x-github-event": "made_up_by_a_stranger",
        "x-hub-signature-256": `sha256=${createHmac("sha256", "x".repeat(32)).update("{}").digest("hex")}`,
      },
    });
    const text = await metrics();
    expect(valueOf(text, 'gatehouse_deliveries_total{event="unverified",outcome="unsigned"}')).toBeGreaterThan(0);
    expect(text).not.toContain("made_up_by_a_stranger");
  });

  test("has no more series when there are more repositories", async () => {
    await opensPull(openShop(world.github));
    await world.settle();
    const before = seriesOf(await metrics());
    for (let shops = 0; shops < 3; shops += 1) await opensPull(openShop(world.github));
    await world.settle();
    expect(seriesOf(await metrics())).toBe(before);
  });

  test("is answered on a port of its own to whoever reaches it, and nothing else is", async () => {
    const listening = lines.map((line) =>
      z.looseObject({ msg: z.string().optional(), url: z.string().optional() }).parse(line),
    );
    const { url } = listening.find(({ msg }) => msg === "listening for those who want metrics") ?? {};
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/api/github/webhooks`, { method: "POST", body: "{}" })).status).toBe(404);
  });
});

test("what is not set up answers nobody", async () => {
  const quiet = await startWorld();
  const answer = await fetch(`${quiet.gatehouse.url}/metrics`, { headers: { authorization: "Bearer " } });
  await quiet.stop();
  expect(answer.status).toBe(404);
});

const look = (): Promise<Response> => fetch(`${world.gatehouse.url}/readyz`);

test("/readyz names what the process rests on", async () => {
  await until(async () => (await look()).ok, "it is ready");
  const answer = await look();
  expect(answer.status).toBe(200);
  const since: unknown = expect.stringMatching(/^\d{4}-/);
  expect(await answer.json()).toEqual({
    ready: true,
    process: { state: "running", since },
    database: { state: "answers", since },
    queue: { state: "keeps up", since, lagSeconds: 0 },
    github: { state: "answers", since },
  });
});

describe("the log", () => {
  test("has one line for a turn, with the deliveries that caused it", async () => {
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    lines.length = 0;
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    const guids = new Set(world.github.deliveries.map(({ guid }) => guid));
    const turns = linesSaying("turn taken").filter(({ level }) => level === "info");
    expect(turns).not.toEqual([]);
    for (const turn of turns)
      expect(turn).toMatchObject({
        queue: "evaluate",
        outcome: "done",
        deliveries: expect.arrayContaining([expect.any(String)]),
      });
    expect(turns.flatMap(({ deliveries = [] }) => deliveries).every((guid) => guids.has(guid))).toBe(true);
  });

  test("names the delivery in every line that it caused, also where something fails", async () => {
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    lines.length = 0;
    world.github.fail({ status: 502 });
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    const failed = linesSaying("job failed, to be tried again");
    expect(failed).not.toEqual([]);
    const received = linesSaying("delivery received");
    expect(received).not.toEqual([]);
    for (const { deliveries } of [...failed, ...received, ...linesSaying("verdict published")])
      expect(deliveries).toEqual([expect.any(String)]);
  });
});
