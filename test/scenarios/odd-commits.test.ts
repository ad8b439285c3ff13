import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import {
  answerAt,
  asks,
  asksAgain,
  configWith,
  deployCheckOf,
  DEPLOYING,
  FRIDAY,
  mergedInto,
  shopToDeploy,
  tipOf,
  toldTo,
} from "./releases.ts";
import { openShop } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Deployments of commits that are not simply the next one on the default branch: each has its answer. */

let world: World;

beforeAll(async () => {
  world = await startWorld({ github: { now: FRIDAY }, logLevel: process.env["LOG"] === undefined ? "silent" : "info" });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const oneLeft = (number: number): string =>
  `pending: **Not yet: 1 left in #&#8203;${number}: 1 tick.** Next: anyone with write access.`;
const READY = "approved: **Ready: 1 pull request, 1 step done.**";

const ticks = async (...pulls: readonly PullScenario[]): Promise<void> => {
  for (const pull of pulls) await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
};

describe("a commit that the default branch does not hold", () => {
  test("is asked for by its open pull request", async () => {
    const repo = await shopToDeploy(world);
    const pull = await repo.opens({ by: "ada", head: "feature", files: { "src/feature.ts": "1\n" } });
    await world.settle();
    const run = await asks(world, repo, { by: "ada", ref: "feature" });
    await ticks(pull);
    expect(toldTo(run)).toEqual([oneLeft(1), READY]);
  });

  test("and that GitHub does not know at all is held, by whoever asks", async () => {
    const repo = await shopToDeploy(world);
    const nowhere = "f".repeat(40);
    const url = `${world.gatehouse.url}/api/v1/repos/${repo.fullName}/deployments/production/${nowhere}`;
    expect(await answerAt(url, world.github.tokenOf("ada"))).toMatchObject({
      decision: "awaiting",
      reasons: [
        `What it brings could not be determined: GitHub knows no commit fffffff in ${repo.fullName}; perhaps a force push took it away. Deploy a commit that a branch holds.`,
      ],
    });
  });

  test("because the branch was rewritten, and so was what ran last, is compared with what the two have in common", async () => {
    const repo = await shopToDeploy(world);
    const root = tipOf(repo);
    await mergedInto(world, repo);
    await repo.deploys({ environment: "production" });
    await world.settle();
    world.github.advance(1000);
    repo.state.refs.set("refs/heads/main", root);
    await repo.push({ by: "ada", files: { "src/rewritten.ts": "1\n" }, message: "Rewritten" });
    await world.settle();
    const run = await asks(world, repo);
    await asksAgain(world);
    expect(run.reviews().map(({ comment }) => comment)).toEqual([
      expect.stringMatching(/1 commit came without a pull request: `\w{7}` `Rewritten` by ada\. Deploy a commit that/u),
    ]);
  });
});

test("a tag is the commit that it names: later merges are not asked", async () => {
  const repo = await shopToDeploy(world);
  const pull = await mergedInto(world, repo);
  const tagged = tipOf(repo);
  repo.tag("v1", tagged);
  await mergedInto(world, repo);
  const run = await asks(world, repo, { by: "ada", ref: "v1", event: "release" });
  expect(run.sha).toBe(tagged);
  await ticks(pull);
  expect(toldTo(run)).toEqual([oneLeft(1), READY]);
  expect(deployCheckOf(repo, tagged)).toBe("success: Ready: 1 pull request, 1 step done");
});

const fromFork = async () => {
  const repo = await shopToDeploy(world);
  const pull = await repo.opens({ by: "rita", fork: true, files: { "fork.ts": "1\n" } });
  await world.settle();
  const run = await asks(world, repo, { by: "rita", fork: "rita", sha: pull.headSha, event: "pull_request" });
  expect(toldTo(run)).toEqual([oneLeft(1)]);
  return { pull, run };
};

describe("a commit of a fork", () => {
  test("is asked for by its pull request, and let through like any other", async () => {
    const { pull, run } = await fromFork();
    await ticks(pull);
    expect(toldTo(run).slice(1)).toEqual([READY]);
  });

  test("is refused once its pull request is closed", async () => {
    const { pull, run } = await fromFork();
    await pull.closes({ by: "rita" });
    await world.settle();
    expect(toldTo(run).slice(1)).toEqual([
      "rejected: **Rejected because of #&#8203;1.** It was closed without being merged. Deploy a commit without it, or this one again once that is settled.",
    ]);
  });
});

describe("without an earlier deployment", () => {
  test("a commit that nobody brought is held, with a way out", async () => {
    const repo = openShop(world.github, { procedure: DEPLOYING, config: configWith() });
    repo.environment("production");
    const run = await asks(world, repo);
    await asksAgain(world);
    expect(run.reviews().map(({ comment }) => comment)).toEqual([
      expect.stringContaining("or let the config say `direct_commits: allow`."),
    ]);
    const pull = await mergedInto(world, repo);
    const next = await asks(world, repo);
    await ticks(pull);
    expect(toldTo(next)).toEqual([oneLeft(1), READY]);
  });

  test("that succeeded, one that failed does not count", async () => {
    const repo = openShop(world.github, { procedure: DEPLOYING, config: configWith() });
    repo.environment("production");
    await ticks(await mergedInto(world, repo));
    const failed = await asks(world, repo);
    await failed.finishes("failure");
    await world.settle();
    const again = await asks(world, repo, { sha: failed.sha });
    expect(toldTo(again)).toEqual([READY]);
    await again.finishes("failure");
    const pull = await mergedInto(world, repo);
    const run = await asks(world, repo);
    await ticks(pull);
    expect(toldTo(run)).toEqual([oneLeft(2), READY]);
  });
});

test("more than 250 commits and 300 files are all looked at", async () => {
  const repo = await shopToDeploy(world);
  const files = Object.fromEntries(Array.from({ length: 310 }, (_, index) => [`src/many/${index}.ts`, "1\n"]));
  const first = await mergedInto(world, repo, { files });
  await repo.pushMany({ by: "ada", count: 260 });
  const last = await mergedInto(world, repo);
  const run = await asks(world, repo);
  await asksAgain(world);
  expect(toldTo(run).at(-1)).toContain("2 left in 2 of 2 pull requests: 2 ticks; 260 commits without a pull request");
  await last.comments({ by: "olga", body: "/gate override deploy/production the history was imported" });
  await ticks(first, last);
  expect(run.decision()?.comment).toContain("Without that, it would wait: 260 commits without a pull request");
});
