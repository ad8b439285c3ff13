import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  asks,
  asksAgain,
  AT_WINDOW,
  configWith,
  deployCheckOf,
  DEPLOYING,
  FRIDAY,
  mergedInto,
  onFriday,
  shopToDeploy,
  tipOf,
  toldTo,
  WINDOWS,
} from "./releases.ts";
import { CONFIG, openShop, PROCEDURE } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Deployments of every kind: the first one, the way back, of what nobody reviewed, where nothing is asked and where nothing holds. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

test("the first deployment ever asks every merged pull request that is followed", async () => {
  const repo = openShop(world.github, { config: configWith(), procedure: DEPLOYING });
  repo.environment("production");
  const one = await mergedInto(world, repo);
  const other = await mergedInto(world, repo);
  const run = await asks(world, repo);
  expect(toldTo(run)).toEqual([expect.stringContaining("2 left in 2 of 2 pull requests")]);
  for (const pull of [one, other]) await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  expect(run.decision()?.state).toBe("approved");
});

test("the way back is barred by no window", async () => {
  onFriday(world);
  const repo = await shopToDeploy(world, { procedure: AT_WINDOW, config: configWith(WINDOWS) });
  const before = tipOf(repo);
  await mergedInto(world, repo);
  await repo.deploys({ environment: "production", sha: tipOf(repo) });
  world.github.advance(1000);
  const run = await asks(world, repo, { sha: before });
  expect(run.decision()?.state).toBe("approved");
  expect(deployCheckOf(repo, before)).toContain("goes back to an earlier commit");
});

test("what was rolled back is no good deployment: its pull requests are asked again", async () => {
  const repo = await shopToDeploy(world);
  const pull = await mergedInto(world, repo);
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  const run = await asks(world, repo);
  await run.finishes();
  await world.settle();
  world.github.advance(1000);
  await pull.comments({ by: "olga", body: "/gate rollback production prices are wrong" });
  await world.settle();
  world.github.advance(1000);
  const again = await asks(world, repo);
  expect(deployCheckOf(repo, again.sha)).toContain("1 pull request");
});

describe("a commit that nobody reviewed", () => {
  test("is held, and let through by the override of who may", async () => {
    const repo = await shopToDeploy(world);
    await repo.push({ by: "ada", files: { "src/direct.ts": "export {};\n" } });
    const pull = await mergedInto(world, repo);
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    const run = await asks(world, repo);
    await asksAgain(world);
    expect(toldTo(run)).toEqual([expect.stringContaining("1 commit without a pull request")]);
    await pull.comments({ by: "olga", body: "/gate override deploy/production the shop is down" });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
    expect(run.decision()?.comment).toContain("the shop is down");
  });
});

test("in shadow mode everything is let through, with a word of what would have held it", async () => {
  const repo = await shopToDeploy(world, { config: configWith("mode: shadow") });
  await mergedInto(world, repo);
  const run = await asks(world, repo);
  expect(run.decision()?.state).toBe("approved");
  expect(run.decision()?.comment).toContain("Shadow mode");
  expect(deployCheckOf(repo, run.sha)).toMatch(/^neutral: Shadow mode/u);
});

test("without a config it is held with the reason, until there is one", async () => {
  const repo = world.github.repo("acme-bare/shop", {
    collaborators: { ada: "write" },
    installed: true,
    files: { "README.md": "# Shop\n" },
  });
  repo.environment("production");
  const run = await asks(world, repo);
  expect(toldTo(run)).toEqual([expect.stringContaining("no config on the default branch")]);
  expect(deployCheckOf(repo, run.sha)).toBe("none");
  await repo.push({
    by: "ada",
    files: { [CONFIG]: configWith("environments: { production: { direct_commits: allow } }"), [PROCEDURE]: DEPLOYING },
  });
  await world.settle();
  await asksAgain(world);
  expect(run.decision()?.state).toBe("approved");
});

test("an environment that nobody speaks of is held, with the nearest name", async () => {
  const repo = await shopToDeploy(world);
  repo.environment("prodution");
  const run = await asks(world, repo, { environments: ["prodution"] });
  expect(run.reviews().map(({ comment }) => comment)).toEqual([expect.stringContaining("production")]);
  expect(run.decision()).toBeUndefined();
});
