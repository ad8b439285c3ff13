import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { asks, configWith, deployCheckOf, FRIDAY, mergedInto, shopToDeploy, tipOf, toldTo } from "./releases.ts";
import { answersOn, callsOf, CONFIG, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What keeps a release up to date, and what ends it. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const HOUR = 3_600_000;

const BLOCKING = `id: release
title: Release
phases:
  - id: after
    title: After production
    starts: { deployed: production }
    due: 24h
    blocks_next: true
    steps:
      - { id: errors, title: No new errors, require: { tick: { by: qa } } }
`;

describe("a release", () => {
  test("of others costs a pull request nothing, and of its own only where it stands otherwise", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    await asks(world, repo);
    const other = await opensPull(repo, { files: { "src/other.ts": "export {};\n" } });
    await world.settle();
    world.github.resetCalls();
    await other.comments({ by: "ada", body: "/gate recheck" });
    await pull.comments({ by: "ada", body: "/gate recheck" });
    await world.settle();
    expect(callsOf(world.github).filter((call) => call.startsWith("Release"))).toEqual([]);
  });

  test("looks again when the config changes, and waits for the end of a freeze", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    const until = new Date(world.github.now().getTime() + 48 * HOUR).toISOString().slice(0, 10);
    const from = world.github.now().toISOString().slice(0, 10);
    const freeze = `freezes:\n  - { name: Sale, from: ${from}, to: ${until}, timezone: UTC }`;
    await repo.push({ by: "ada", files: { [CONFIG]: configWith(freeze) } });
    await world.settle();
    expect(toldTo(run).at(-1)).toMatch(/frozen until/u);
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    expect(run.decision()).toBeUndefined();
    expect(toldTo(run).at(-1)).toMatch(/Opens .*Only time is awaited/u);
    world.github.setClock(new Date(`${until}T00:00:00Z`));
    world.github.advance(24 * HOUR);
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });

  test("is let go when its run is cancelled", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    await run.cancels();
    await world.settle();
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    expect(run.decision()).toBeUndefined();
    world.github.resetCalls();
    world.github.advance(25 * HOUR);
    await world.settle();
    expect(deployCheckOf(repo, run.sha)).toMatch(/^cancelled: Not judged any more/u);
  });

  test("is judged on every tip where the config wants it, and not beyond the next one", async () => {
    const repo = await shopToDeploy(world, { config: configWith("environments: { production: { check: always } }") });
    await opensPull(repo, { files: { "src/open.ts": "export {};\n" } });
    await world.settle();
    const pull = await mergedInto(world, repo);
    expect(deployCheckOf(repo, tipOf(repo))).toBe("action_required: Not yet: 1 left in #2: 1 tick");
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    const tip = tipOf(repo);
    expect(deployCheckOf(repo, tip)).toBe("success: Ready: 1 pull request, 1 step done");
    await mergedInto(world, repo);
    expect(deployCheckOf(repo, tip)).toMatch(/^cancelled: Superseded/u);
    expect(deployCheckOf(repo, tipOf(repo))).toMatch(/^action_required: /u);
  });

  test("waits for what the last deployment left open, which is announced once when it is overdue", async () => {
    const repo = await shopToDeploy(world, { procedure: BLOCKING, config: configWith("notify: { on_block: [lead] }") });
    const first = await mergedInto(world, repo);
    const done = await asks(world, repo);
    expect(done.decision()?.state).toBe("approved");
    await done.finishes();
    await world.settle();
    await mergedInto(world, repo);
    const run = await asks(world, repo);
    expect(toldTo(run)).toEqual([expect.stringContaining("1 phase of the last deployment open")]);
    for (const hours of [25, 1, 24]) {
      world.github.advance(hours * HOUR);
      await world.settle();
    }
    const reminders = answersOn(first).filter((answer) => answer.includes("gatehouse:reminder"));
    expect(reminders).toEqual([expect.stringMatching(/is overdue since .*1 of 1 left.*Next: qa \(quinn\)[^]*@max/u)]);
    await first.comments({ by: "quinn", body: "/gate tick errors" });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });
});
