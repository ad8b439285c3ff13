import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { asks, asksAgain, configWith, deployCheckOf, FRIDAY, mergedInto, shopToDeploy, toldTo } from "./releases.ts";
import { opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** GitHub tells some seconds after a merge only which pull request brought its commits, and a run that the merge sets off asks at once. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const ALLOWS = configWith("environments: { production: { direct_commits: allow } }");
const ONE_TICK = "pending: **Not yet: 1 left in #&#8203;1: 1 tick.** Next: anyone with write access.";

/** A shop of which GitHub links the commits of a merge late. */
const slowShop = async (linkLagMs: number, config = configWith()): Promise<RepoScenario> => {
  const repo = await shopToDeploy(world, { config });
  repo.state.linkLagMs = linkLagMs;
  return repo;
};

test.each([
  { title: "is not called one that nobody brought", config: configWith() },
  { title: "is not let through as one that nobody needs to have brought", config: ALLOWS },
])("a commit that was just merged $title", async ({ config }) => {
  const repo = await slowShop(25_000, config);
  await mergedInto(world, repo);
  const run = await asks(world, repo);
  world.github.advance(10_000);
  await world.settle();
  expect(run.reviews()).toEqual([]);
  expect(deployCheckOf(repo, run.sha)).toBe("none");
  world.github.advance(20_000);
  await world.settle();
  expect(toldTo(run)).toEqual([ONE_TICK]);
  expect(deployCheckOf(repo, run.sha)).toBe("action_required: Not yet: 1 left in #1: 1 tick");
});

test("a link that is there by the first look is not waited for any longer", async () => {
  const repo = await slowShop(8000);
  await mergedInto(world, repo);
  const run = await asks(world, repo);
  expect(run.reviews()).toEqual([]);
  world.github.advance(10_000);
  await world.settle();
  expect(toldTo(run)).toEqual([ONE_TICK]);
});

test("what people can do is told meanwhile, and whose pull request it was afterwards", async () => {
  const repo = await shopToDeploy(world);
  await mergedInto(world, repo);
  world.github.advance(60_000);
  repo.state.linkLagMs = 20_000;
  await mergedInto(world, repo);
  const run = await asks(world, repo);
  expect(toldTo(run)).toEqual([ONE_TICK]);
  await asksAgain(world);
  expect(toldTo(run).slice(1)).toEqual([expect.stringContaining("2 left in 2 of 2 pull requests")]);
});

describe("a commit that really came without a pull request", () => {
  test("is called so after half a minute, once, and a run on the same commit is told at once", async () => {
    const repo = await shopToDeploy(world);
    await repo.push({ by: "ada", files: { "src/direct.ts": "1\n" } });
    const run = await asks(world, repo);
    world.github.advance(10_000);
    await world.settle();
    expect(run.reviews()).toEqual([]);
    world.github.advance(20_000);
    await world.settle();
    const direct = "pending: **Not yet: 1 commit without a pull request.** Next: whoever keeps the config.";
    expect(toldTo(run)).toEqual([direct]);
    expect(toldTo(await asks(world, repo, { sha: run.sha }))).toEqual([direct]);
  });

  test("goes on after half a minute where the config allows it", async () => {
    const repo = await shopToDeploy(world, { config: ALLOWS });
    await repo.push({ by: "ada", files: { "src/direct.ts": "1\n" } });
    const run = await asks(world, repo);
    expect(run.reviews()).toEqual([]);
    await asksAgain(world);
    expect(run.decision()?.state).toBe("approved");
    expect(deployCheckOf(repo, run.sha)).toBe("success: Ready: it brings no pull request");
  });

  test("in shadow mode is not held for a moment", async () => {
    const repo = await shopToDeploy(world, { config: configWith("mode: shadow") });
    await repo.push({ by: "ada", files: { "src/direct.ts": "1\n" } });
    expect((await asks(world, repo)).decision()?.comment).toContain("1 commit without a pull request");
  });

  test.each([
    { title: "", config: configWith() },
    { title: ", also where the config allows those of the default branch", config: ALLOWS },
  ])("on a branch waits for a pull request$title, and hears of it when one is opened", async ({ config }) => {
    const repo = await shopToDeploy(world, { config });
    await repo.push({ by: "ada", branch: "feature", files: { "src/feature.ts": "1\n" } });
    const run = await asks(world, repo, { ref: "feature" });
    await asksAgain(world);
    expect(run.reviews().map(({ comment }) => comment)).toEqual([
      expect.stringContaining("Open a pull request for it."),
    ]);
    const pull = await opensPull(repo, { head: "feature" });
    await world.settle();
    expect(toldTo(run).slice(1)).toEqual([ONE_TICK]);
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });
});
