import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { callsOf, checkOf, configOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What is kept of a reading saves reads, and nothing is ever green by it. */

const STEPS = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging }
      - { id: alerts, title: Alerts looked at }
      - { id: cleared, title: Cleared, require: { labels: [cleared] } }
      - { id: why, title: Why, require: { section: Why } }
`;

const READ = "Snapshot";

let world: World;
beforeAll(async () => {
  world = await startWorld({ github: { now: new Date("2026-03-02T09:00:00Z") } });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

/** A pull request that lacks everything, right after its first turn. */
const opened = async (body = "A basket."): Promise<PullScenario> => {
  const pull = await opensPull(openShop(world.github, { procedure: STEPS, config: configOf() }), { body });
  await world.settle();
  await later(1000);
  return pull;
};

const later = async (ms: number): Promise<void> => {
  world.github.advance(ms);
  await world.settle();
  world.github.resetCalls();
};

const reads = (): readonly string[] => callsOf(world.github).filter((call) => !/^(PATCH|POST|PUT|DELETE) /.test(call));

/** What happens meanwhile reaches nobody. */
const unheard = async (work: () => Promise<unknown>): Promise<void> => {
  const { url } = world.gatehouse;
  world.github.deliverTo(undefined);
  await work();
  world.github.deliverTo(`${url}/api/github/webhooks`);
};

describe("without a read of the pull request", () => {
  test("a tick is judged, and the next one", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(checkOf(pull)).toMatch(/3 of 4 left/);
    expect(reads()).not.toContain(READ);
    await later(1000);
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(pull)).toMatch(/2 of 4 left/);
    expect(reads()).not.toContain(READ);
  });

  test("a description is judged", async () => {
    const pull = await opened();
    await pull.edits({ by: "ada", body: "## Why\n\nPeople want to buy more than one thing.\n" });
    await world.settle();
    expect(checkOf(pull)).toMatch(/3 of 4 left/);
    expect(reads()).toEqual([]);
  });
});

describe("it is read again", () => {
  test("before it is green: what was taken away unheard holds it", async () => {
    const pull = await opened();
    await pull.labels({ by: "ada", add: ["cleared"] });
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.edits({ by: "ada", body: "## Why\n\nPeople want to buy more than one thing.\n" });
    await world.settle();
    await later(1000);
    expect(checkOf(pull)).toMatch(/1 of 4 left/);
    await unheard(() => pull.labels({ by: "ada", remove: ["cleared"] }));
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    await world.settle();
    expect(reads()).toContain(READ);
    expect(checkOf(pull)).toMatch(/1 of 4 left/);
  });

  test("a minute later", async () => {
    const pull = await opened();
    await later(61_000);
    await pull.edits({ by: "ada", body: "Nothing new." });
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(reads()).toContain(READ);
  });

  test("after a push that nobody told of", async () => {
    const pull = await opened();
    await unheard(() => pull.pushes({ by: "ada", files: { "src/a.ts": "1\n" } }));
    await pull.edits({ by: "ada", body: "Nothing new." });
    await world.settle();
    expect(reads()).toContain(READ);
    expect(checkOf(pull)).toMatch(/4 of 4 left/);
  });

  test("when the description names an issue", async () => {
    const pull = await opened("Closes #1000.");
    await pull.edits({ by: "ada", body: "Closes nothing." });
    await world.settle();
    expect(reads()).toContain(READ);
  });
});
