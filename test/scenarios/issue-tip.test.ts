import { describe, expect, test } from "@jest/globals";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, checkOf, openShop, opensPull, writesOf } from "./shop.ts";
import { inOneWorld } from "./one-world.ts";
import type { World } from "./world.ts";

/** An issue is judged at the tip of the default branch: what happens there gives it a turn, and nothing else does. */

let world: World;
inOneWorld((started) => void (world = started));

const CONFIG = `version: 1
procedures:
  - ./procedures/launch.yml
`;

const launchWith = (...steps: readonly string[]): string => `id: launch
title: Launch
subject: issue
applies: { labels: [launch] }
phases:
  - id: readiness
    title: Readiness
    steps:
      - { id: hotline, title: Hotline is told }
${steps.map((step) => `      - ${step}\n`).join("")}`;

const CI = "{ id: ci, title: Tests pass, require: { checks: [ci] } }";
const PLAN = '{ id: plan, title: Plan is there, require: { document: { path: "docs/launch/*.md" } } }';

const shopWith = (...steps: readonly string[]): RepoScenario =>
  openShop(world.github, { config: CONFIG, files: { ".github/procedures/launch.yml": launchWith(...steps) } });

type Issue = Awaited<ReturnType<RepoScenario["opensIssue"]>>;

/** A launch that was looked at, with the calls counted from here on. */
const launched = async (repo: RepoScenario): Promise<Issue> => {
  const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
  await begun();
  return issue;
};

/** Calls are counted from here on. */
const begun = async (): Promise<void> => {
  await world.settle();
  world.github.resetCalls();
  world.github.advance(1000);
};

const statusOf = (issue: Issue): string =>
  issue.commentsOf().find(({ body }) => body.startsWith("<!-- gatehouse:status -->"))?.body ?? "";

/** What happened cost these calls; they are counted from here on anew. */
const costs = async (calls: { readonly reads: number; readonly writes: number }): Promise<void> => {
  await world.settle();
  const writes = writesOf(world.github).length;
  expect({ reads: callsOf(world.github).length - writes, writes }).toEqual(calls);
  await begun();
};

const NOTHING = { reads: 0, writes: 0 };

const PAGE = "# Plan\n\nWe launch on Monday, at nine, with everybody awake.\n";

describe("a launch that asks for checks", () => {
  test("looks again when one finishes on the default branch, and writes only what is news", async () => {
    const repo = shopWith(CI);
    const issue = await launched(repo);
    expect(statusOf(issue)).toContain("2 of 2 left");
    const run = await repo.reportsCheck({ name: "ci" });
    const other = await repo.reportsCheck({ name: "lint" });
    await begun();
    await repo.finishesCheck(run, "success");
    await costs({ reads: 1, writes: 1 });
    expect(statusOf(issue)).toContain("1 of 2 left");
    await repo.finishesCheck(other, "success");
    await costs({ reads: 1, writes: 0 });
  });

  test("is judged anew at each new tip, and by its checks", async () => {
    const repo = shopWith(CI);
    const issue = await launched(repo);
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await begun();
    const sha = await repo.push({ by: "ada", files: { "src/a.ts": "1" } });
    await costs({ reads: 1, writes: 1 });
    expect(statusOf(issue)).toContain("2 of 2 left");
    await repo.reportsCheck({ name: "ci", conclusion: "success", sha });
    await world.settle();
    expect(statusOf(issue)).toContain("1 of 2 left");
  });

  test("cares for no other commit, and for no other branch", async () => {
    const repo = shopWith(CI);
    await launched(repo);
    const sha = await repo.push({ by: "ada", branch: "feature", files: { "src/a.ts": "1" } });
    await repo.reportsCheck({ name: "ci", conclusion: "success", sha });
    await costs(NOTHING);
  });

  test("is not looked at any more once it is closed", async () => {
    const repo = shopWith(CI);
    const issue = await launched(repo);
    await issue.closes({ by: "ada" });
    await begun();
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await repo.push({ by: "ada", files: { "src/a.ts": "1" } });
    await costs(NOTHING);
  });
});

describe("a launch that asks for boxes alone", () => {
  test("costs nothing for pushes and checks", async () => {
    const repo = shopWith();
    await launched(repo);
    await repo.push({ by: "ada", files: { "src/a.ts": "1" } });
    await repo.push({ by: "ada", files: { "docs/a.md": "1" } });
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await costs(NOTHING);
  });
});

describe("a launch that asks for a document", () => {
  test("looks again when it is pushed, and not for other files or checks", async () => {
    const repo = shopWith(PLAN);
    const issue = await launched(repo);
    await repo.push({ by: "ada", files: { "src/a.ts": "1", "docs/other/plan.md": PAGE } });
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await costs(NOTHING);
    await repo.push({ by: "ada", files: { "docs/launch/plan.md": PAGE } });
    await costs({ reads: 1, writes: 1 });
    expect(statusOf(issue)).toContain("1 of 2 left");
    await repo.push({ by: "ada", delete: ["docs/launch/plan.md"] });
    await costs({ reads: 1, writes: 1 });
    expect(statusOf(issue)).toContain("2 of 2 left");
  });

  test("costs its pull requests nothing", async () => {
    const repo = shopWith(PLAN);
    const pull = await opensPull(repo);
    await launched(repo);
    await repo.push({ by: "ada", files: { "docs/launch/plan.md": PAGE } });
    await costs({ reads: 1, writes: 1 });
    expect(checkOf(pull)).toContain("success");
  });
});

test("several launches on one commit don't wake each other", async () => {
  const repo = shopWith(CI, PLAN);
  await launched(repo);
  await launched(repo);
  await repo.push({ by: "ada", files: { "docs/launch/plan.md": PAGE } });
  await costs({ reads: 2, writes: 2 });
});

test("a pull request with the tip of the default branch as its head has a check for itself alone", async () => {
  const repo = shopWith(CI);
  repo.branch("production");
  await repo.push({ by: "ada", files: { "src/a.ts": "1" } });
  await world.settle();
  await launched(repo);
  const pull = await repo.opens({ by: "ada", head: "main", base: "production", title: "Release" });
  await world.settle();
  expect(checkOf(pull)).toContain("success");
});

describe("a default branch with another name", () => {
  test("is where issues are judged from then on, by the policy there", async () => {
    const repo = shopWith(CI);
    const issue = await launched(repo);
    await repo.renamesDefaultBranch({ by: "olga", to: "trunk" });
    await costs({ reads: 1, writes: 0 });
    const steps = launchWith(CI, PLAN);
    await repo.push({ by: "olga", files: { ".github/procedures/launch.yml": steps } });
    await world.settle();
    expect(statusOf(issue)).toContain("3 of 3 left");
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await world.settle();
    expect(statusOf(issue)).toContain("2 of 3 left");
  });
});

describe("an issue that goes away", () => {
  test("by being deleted is left alone without a call", async () => {
    const repo = shopWith(CI);
    const issue = await launched(repo);
    await issue.deletes({ by: "ada" });
    await repo.push({ by: "ada", files: { "src/a.ts": "1" } });
    await repo.reportsCheck({ name: "ci", conclusion: "success" });
    await costs(NOTHING);
  });

  test("to another repository begins anew there, with the comments it brought", async () => {
    const [from, to] = [shopWith(), shopWith(CI)];
    to.label("launch");
    const issue = await launched(from);
    const moved = await issue.transfers({ by: "ada", to });
    await world.settle();
    expect(statusOf(moved)).toContain("2 of 2 left");
    expect(moved.commentsOf()).toHaveLength(2);
    await moved.comments({ by: "ada", body: "/gate tick hotline" });
    await world.settle();
    expect(statusOf(moved)).toContain("1 of 2 left");
  });
});
