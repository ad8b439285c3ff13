import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  asks,
  configWith,
  deployCheckOf,
  DEPLOYING,
  FRIDAY,
  mergedInto,
  shopToDeploy,
  tipOf,
  toldTo,
} from "./releases.ts";
import { CONFIG, openShop } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Environments that change under a deployment, runs that others answer, and policy that can't be used. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const ONE_LEFT = "pending: **Not yet: 1 left in #&#8203;1: 1 tick.** Next: anyone with write access.";
const READY = "approved: **Ready: 1 pull request, 1 step done.**";
const TICK = { by: "ada", step: "Tried on staging" } as const;

describe("an environment that was renamed", () => {
  test("is held with the name that is known, and let through when the config knows the new one", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const before = await asks(world, repo);
    await repo.renamesEnvironment("production", { to: "productoin", rule: true });
    const run = await asks(world, repo, { environments: ["productoin"] });
    await pull.ticks(TICK);
    await world.settle();
    expect(before.decision()).toBeUndefined();
    expect(run.reviews().map(({ comment }) => comment)).toEqual([
      "**Not yet: the environment is not known, `production` is.** Next: whoever keeps the config.\n\n- No procedure and no config speaks of this environment. Did you mean `production`? If it was renamed, rename it there, too. List it under `environments` in `.github/gatehouse.yml`.",
    ]);
    await repo.push({ by: "ada", files: { [CONFIG]: configWith("environments: { productoin: {} }") } });
    await world.settle();
    expect(run.decision()?.state).toBe("approved");
  });

  test("to something else altogether is held without a guess", async () => {
    const repo = await shopToDeploy(world);
    await repo.renamesEnvironment("production", { to: "qa-lab", rule: true });
    const run = await asks(world, repo, { environments: ["qa-lab"] });
    expect(toldTo(run)).toEqual([
      "pending: **Not yet: the environment is not known.** Next: whoever keeps the config.",
    ]);
    expect(deployCheckOf(repo, run.sha, "qa-lab")).toMatch(/^failure: Not yet: the environment is not known;/u);
  });
});

test("environments whose names differ in capitals alone are one, and each job of a run is let through", async () => {
  const repo = await shopToDeploy(world, { procedure: DEPLOYING.replace("[production]", "[production, staging]") });
  repo.environment("staging");
  const pull = await mergedInto(world, repo);
  const run = await asks(world, repo, { environments: ["staging", "production", "production", "Staging"] });
  await pull.ticks(TICK);
  await world.settle();
  expect(run.waitsFor).toEqual([]);
  expect(run.reviews().filter(({ state }) => state === "approved").length).toBeGreaterThanOrEqual(2);
});

test("a run that waited while a newer commit was deployed is told, and not let through as the way back", async () => {
  const repo = await shopToDeploy(world);
  await mergedInto(world, repo);
  const run = await asks(world, repo);
  await mergedInto(world, repo);
  const newer = tipOf(repo);
  await repo.deploys({ environment: "production", sha: newer });
  await world.settle();
  expect(toldTo(run)).toEqual([
    ONE_LEFT,
    "pending: **Not yet: a newer commit was deployed meanwhile.** Next: whoever started the run.",
  ]);
  await run.cancels();
  await world.settle();
  const back = await asks(world, repo, { sha: run.sha });
  expect(toldTo(back)).toEqual(["approved: **Ready: goes back to an earlier commit, which nothing bars.**"]);
});

describe("a run that needs no answer any more", () => {
  test("because an administrator let it through gets none, and its check stays true", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    repo.collaborator("max", "admin");
    await run.bypasses({ by: "max" });
    await pull.ticks(TICK);
    await world.settle();
    expect(toldTo(run)).toEqual([ONE_LEFT]);
    expect(deployCheckOf(repo, run.sha)).toBe("success: Ready: 1 pull request, 1 step done");
    await run.finishes();
    await world.settle();
    const after = await mergedInto(world, repo);
    expect(toldTo(await asks(world, repo))).toEqual([expect.stringContaining(`1 left in #&#8203;${after.number}`)]);
  });

  test("because GitHub gave up on it after thirty days is let go", async () => {
    const repo = await shopToDeploy(world);
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    world.github.advance(30 * 86_400_000 + 1000);
    await world.settle();
    await pull.ticks(TICK);
    await world.settle();
    expect(run.conclusion).toBe("failure");
    expect(toldTo(run)).toEqual([ONE_LEFT]);
  });
});

describe("policy that can't be used holds, and says which and why", () => {
  test("a calendar of 10 MB", async () => {
    const window = `{ days: [mon-thu], hours: "09:00-16:00", timezone: UTC, holidays: [.github/holidays.ics] }`;
    const repo = await shopToDeploy(world, {
      config: configWith(`windows:\n  production: ${window}`),
      files: { ".github/holidays.ics": "x".repeat(10_485_760) },
    });
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    expect(run.reviews().map(({ comment }) => comment)).toEqual([
      expect.stringContaining(
        "`.github/gatehouse.yml`, line 10: The calendar `.github/holidays.ics` can't be used: it is larger than 1 MB (10485760 bytes). Shorten it, or remove the line.",
      ),
    ]);
    await repo.push({ by: "ada", files: { [CONFIG]: configWith() } });
    await pull.ticks(TICK);
    await world.settle();
    expect(run.decision()?.comment).toContain("Ready: 1 pull request");
  });

  test("a base branch of a pull request that names a procedure that is gone", async () => {
    const repo = await shopToDeploy(world);
    repo.branch("release");
    const config = "version: 1\nprocedures: [./procedures/gone.yml]\n";
    await repo.push({ by: "ada", branch: "release", files: { [CONFIG]: config } });
    await mergedInto(world, repo, { base: "release" });
    const run = await asks(world, repo, { ref: "release" });
    expect(toldTo(run)).toEqual([expect.stringContaining("#&#8203;1 not ready")]);
    expect(run.reviews()[0]?.comment).toContain("Its base branch's config is broken: The procedure");
  });
});

describe("a launch issue", () => {
  const LAUNCH = `id: launch
title: Launch
subject: issue
applies: { labels: [launch] }
phases:
  - id: approval
    title: Approval
    blocks: deploy
    environments: [production]
    steps:
      - { id: load, title: Load tested }
`;

  test.each(["deleted", "transferred"] as const)("that was %s holds nothing any more", async (what) => {
    const repo = await shopToDeploy(world, {
      config: configWith().replace("procedures:\n", "procedures:\n  - ./procedures/launch.yml\n"),
      files: { ".github/procedures/launch.yml": LAUNCH },
    });
    const other = openShop(world.github);
    const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
    await world.settle();
    const pull = await mergedInto(world, repo, { body: `Closes #${issue.number}` });
    await pull.ticks(TICK);
    await world.settle();
    const run = await asks(world, repo);
    expect(toldTo(run)).toEqual([ONE_LEFT]);
    if (what === "deleted") await issue.deletes({ by: "octo-founder" });
    else await issue.transfers({ by: "octo-founder", to: other });
    await world.settle();
    expect(toldTo(run).slice(1)).toEqual([READY]);
  });
});
