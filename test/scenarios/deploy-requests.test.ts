import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario, Workflow } from "../fake-github/scenario/run.ts";
import { configOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** How GitHub asks, oddly at times, and what an answer costs. */

const GUARDED = `id: release
title: Release
phases:
  - id: before
    title: Before a deployment
    blocks: deploy
    environments: [production, "Prod/Köln", staging]
    steps:
      - { id: agreed, title: Agreed }
`;

const ANSWER = "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule";
const RUN = "GET /repos/{owner}/{repo}/actions/runs/{run_id}";

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: new Date("2026-03-02T09:00:00Z") } });
});

afterAll(async () => {
  await world.stop();
  world.github.assertClean();
});

interface Shop {
  readonly repo: RepoScenario;
  readonly pull: PullScenario;
  /** Sets a workflow off and waits for what Gatehouse makes of it. */
  readonly asks: (about?: Workflow) => Promise<RunScenario>;
}

/** A shop that was deployed once, with a pull request merged since. */
const shopWithMerge = async (): Promise<Shop> => {
  const repo = openShop(world.github, { procedure: GUARDED, config: configOf() });
  for (const name of ["production", "Prod/Köln", "staging"]) {
    repo.environment(name);
    await repo.deploys({ environment: name });
  }
  const pull = await opensPull(repo);
  await pull.merges({ by: "max", method: "squash" });
  await world.settle();
  const asks = async (about: Workflow = {}): Promise<RunScenario> => {
    world.github.resetCalls();
    const run = await repo.workflow({ by: "max", ...about });
    await world.settle();
    return run;
  };
  return { repo, pull, asks };
};

const ticks = async ({ pull }: Shop): Promise<void> => {
  world.github.resetCalls();
  await pull.ticks({ by: "ada", step: "Agreed" });
  await world.settle();
};

const statesOf = (run: RunScenario, environment?: string): readonly string[] =>
  run.reviews(environment === undefined ? {} : { environment }).map(({ state }) => state);

const calls = (): readonly string[] =>
  world.github.calls
    .filter(({ path }) => !path.endsWith("/access_tokens"))
    .map(({ operation, route, path }) => operation ?? route ?? path);

const times = (call: string): number => calls().filter((one) => one === call).length;

test("a run that waits costs a look at it, one query and one answer; the tick costs a query more at most", async () => {
  const shop = await shopWithMerge();
  const run = await shop.asks();
  expect(statesOf(run)).toEqual(["pending"]);
  expect(["Release", "ReleaseCommits", ANSWER, RUN].map(times)).toEqual([1, 0, 1, 1]);
  await ticks(shop);
  expect(statesOf(run)).toEqual(["pending", "approved"]);
  expect(["ReleaseCommits", ANSWER].map(times)).toEqual([0, 1]);
  expect([1, 2]).toContain(times("Release"));
  expect(run.waitsFor).toEqual([]);
});

describe("an event", () => {
  test.each<{ what: string; asking: NonNullable<Workflow["asking"]> }>([
    { what: "without sha and ref", asking: { without: ["sha", "ref"] } },
    { what: "without the deployment", asking: { without: ["deployment"] } },
    { what: "with no deployment", asking: { deployment: null } },
    { what: "without the run's event and pull requests", asking: { without: ["event", "pull_requests"] } },
    { what: "that comes before GitHub takes an answer", asking: { early: 1 } },
  ])("$what is answered", async ({ asking }) => {
    const shop = await shopWithMerge();
    await ticks(shop);
    expect(statesOf(await shop.asks({ asking }))).toEqual(["approved"]);
  });

  test("with another host to answer at is refused, and nobody is asked for it", async () => {
    const shop = await shopWithMerge();
    const run = await shop.asks({ asking: { callbackOrigin: "https://elsewhere.example" } });
    expect(statesOf(run)).toEqual([]);
    expect(calls()).toEqual([]);
  });

  test("that names no commit is refused", async () => {
    const shop = await shopWithMerge();
    expect(statesOf(await shop.asks({ asking: { without: ["sha", "deployment"] } }))).toEqual([]);
    expect(calls()).toEqual([]);
  });
});

test("each environment of a run is answered for itself, by the name that it has", async () => {
  const shop = await shopWithMerge();
  const run = await shop.asks({ environments: ["staging", "Prod/Köln"] });
  await ticks(shop);
  for (const environment of ["staging", "Prod/Köln"]) expect(statesOf(run, environment).at(-1)).toBe("approved");
});

test("two runs that deploy different commits at once are each answered for their own", async () => {
  const shop = await shopWithMerge();
  const one = await shop.asks();
  const second = await opensPull(shop.repo, { files: { "src/other.ts": "1\n" } });
  await second.merges({ by: "max", method: "squash" });
  const other = await shop.asks();
  await ticks(shop);
  expect([one, other].map((run) => statesOf(run).at(-1))).toEqual(["approved", "pending"]);
  await one.finishes();
  await ticks({ ...shop, pull: second });
  expect(statesOf(other).at(-1)).toBe("approved");
});
