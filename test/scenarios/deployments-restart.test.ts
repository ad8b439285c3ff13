import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import {
  asks,
  deployCheckOf,
  FRIDAY,
  mergedInto,
  onFriday,
  shopToDeploy,
  AT_WINDOW,
  configWith,
  WINDOWS,
} from "./releases.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** A deployment is decided the same whatever fails and whenever the process ends. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-deploy-"));
  world = await startWorld({
    github: { now: FRIDAY },
    dataDir,
    logLevel: process.env["LOG"] === undefined ? "silent" : "info",
  });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const restart = async (): Promise<void> => {
  await world.away();
  await world.back();
  await world.settle();
};

const decisions = (run: RunScenario): readonly string[] =>
  run.reviews().flatMap(({ state }) => (state === "pending" ? [] : [state]));

test("the story of a weekend is the same with a restart after every step", async () => {
  const monday = onFriday(world);
  const repo = await shopToDeploy(world, { procedure: AT_WINDOW, config: configWith(WINDOWS) });
  await restart();
  await mergedInto(world, repo);
  await restart();
  const run = await asks(world, repo);
  await restart();
  expect(run.reviews()).toHaveLength(1);
  await world.away();
  world.github.setClock(monday);
  await world.back();
  await world.settle();
  expect(decisions(run)).toEqual(["approved"]);
  await restart();
  await run.finishes();
  await restart();
  expect(run.reviews()).toHaveLength(2);
  expect(deployCheckOf(repo, run.sha)).toMatch(/^success: /u);
});

describe("with a failure of GitHub", () => {
  let repo: RepoScenario;

  beforeEach(async () => {
    repo = await shopToDeploy(world);
  });

  test.each<[string, Parameters<World["github"]["fail"]>[0]]>([
    ["the run can't be read", { match: /actions\/runs\/\d+$/u, status: 502 }],
    ["the release can't be read", { match: /graphql/u, status: 502 }],
    ["the release is read in part", { match: /graphql Release/u, errors: [{ message: "Timeout" }], applied: true }],
    ["the approval is refused by a gateway", { match: /deployment_protection_rule$/u, status: 502 }],
    [
      "the approval is made although a gateway says no",
      { match: /deployment_protection_rule$/u, status: 502, applied: true },
    ],
    ["the check is made although the connection was cut", { match: /^POST .*check-runs$/u, drop: true, applied: true }],
  ])("%s: it is let through once", async (_what, fault) => {
    world.github.fail(fault);
    const run = await asks(world, repo);
    await until(() => decisions(run).length === 1 && deployCheckOf(repo, run.sha).startsWith("success"), "approval");
    await world.settle();
    expect(decisions(run)).toEqual(["approved"]);
  });

  test("for long, the run is told, and let through when GitHub is back", async () => {
    const pull = await mergedInto(world, repo);
    world.github.fail({ match: /graphql/u, status: 502, next: 1000 });
    const run = await asks(world, repo);
    await until(() => run.reviews().length === 1, "a report");
    expect(run.reviews()[0]?.comment).toContain("could not be determined");
    world.github.clearFaults();
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await until(() => decisions(run).length === 1, "approval");
    expect(decisions(run)).toEqual(["approved"]);
  });
});
