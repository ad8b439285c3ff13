import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { IssueScenario } from "../fake-github/scenario/issue.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, checkOf, checklistComment, openShop, opensPull, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Issues that collect pull requests, for whose deployment they are a gate. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-launch-"));
  world = await startWorld({ dataDir });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true });
});

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
      - { id: load, title: Load tested, require: { tick: { by: qa } } }
      - { id: hotline, title: Hotline is told }
`;

const CONFIG = `version: 1
roles:
  qa: [quinn, quentin]
procedures:
  - ./procedures/release.yml
  - ./procedures/launch.yml
`;

const shop = (): RepoScenario =>
  openShop(world.github, { config: CONFIG, files: { ".github/procedures/launch.yml": LAUNCH } });

const statusOn = (issue: IssueScenario): string => {
  const found = issue.commentsOf().filter(({ body }) => body.startsWith("<!-- gatehouse:status -->"));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.body ?? "";
};

/** The rows of the pull requests as people read them. */
const rowsOn = (issue: IssueScenario): readonly string[] =>
  statusOn(issue)
    .split("\n")
    .filter((line) => line.startsWith("| [#"))
    .map((line) => line.replaceAll(/&#8203;|\]\([^)]*\)|\[/gu, ""));

const numbersOn = (issue: IssueScenario): readonly number[] =>
  rowsOn(issue).map((row) => Number(/#(\d+)/u.exec(row)?.[1]));

const tickAll = async (pull: PullScenario): Promise<void> => {
  world.github.advance(1000);
  const comment = checklistComment(pull);
  await pull.editsComment({ by: "quinn", id: comment, body: comment.body.replaceAll("- [ ]", "- [x]") });
  await world.settle();
};

const says = async (issue: IssueScenario, by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await issue.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

const launching = async (about: { readonly body?: string; readonly milestone?: string } = {}) => {
  const repo = shop();
  const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"], ...about });
  await world.settle();
  return { repo, issue };
};

describe("a launch issue", () => {
  test("collects what closes it, what its description names and what shares its milestone", async () => {
    const repo = shop();
    const bug = await repo.opensIssue({ by: "ada", title: "Only a bug" });
    const named = await opensPull(repo, { title: "Named" });
    const linked = await opensPull(repo, { title: "Linked" });
    const alone = await opensPull(repo, { title: "Alone" });
    const inCode = await opensPull(repo, { title: "In code" });
    const issue = await repo.opensIssue({
      by: "ada",
      title: "Launch",
      labels: ["launch"],
      milestone: "Autumn",
      body: `#${bug.number}, #${named.number}, ${repo.url}/pull/${linked.number}, acme/other#${alone.number}, \`#${inCode.number}\`, #99`,
    });
    await world.settle();
    expect(numbersOn(issue)).toEqual([named.number, linked.number]);
    const closing = await opensPull(repo, { title: "Closing", body: `Closes #${issue.number}` });
    await alone.milestone({ by: "ada", title: "Autumn" });
    await world.settle();
    expect(numbersOn(issue)).toEqual([named.number, linked.number, alone.number, closing.number]);
    await alone.milestone({ by: "ada", title: null });
    await closing.edits({ by: "ada", body: "" });
    await issue.edits({ by: "ada", body: `#${named.number} alone` });
    await world.settle();
    expect(numbersOn(issue)).toEqual([named.number]);
  });

  test("shows how each stands, and follows them without a storm", async () => {
    const { repo, issue } = await launching();
    expect(statusOn(issue)).toContain("No pull request yet");
    const pull = await opensPull(repo, { title: "Basket", body: `Closes #${issue.number}` });
    await world.settle();
    expect(rowsOn(issue)).toEqual([
      `| #2 Basket | 🟡 awaited, 2 of 2 left | 2 ticks. Next: qa (quinn, quentin) and anyone with write access. |`,
    ]);
    expect(statusOn(issue)).toContain("This issue holds back deployments to production with one of these.");
    world.github.resetCalls();
    await pull.edits({ by: "ada", body: `Closes #${issue.number}, of course.` });
    await world.settle();
    expect(callsOf(world.github)).toEqual(["Snapshot"]);
    world.github.resetCalls();
    await tickAll(pull);
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ ready |"]);
    expect([1, 2]).toContain(callsOf(world.github).filter((call) => call === "Snapshot").length);
  });

  test("is named by its pull requests, which do not wait for it to be merged", async () => {
    const { repo, issue } = await launching();
    const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    expect(statusOf(pull)).toContain(`Launch: [#&#8203;${issue.number}](${repo.url}/issues/${issue.number})`);
    await tickAll(pull);
    expect(checkOf(pull)).toBe("success: Ready");
    await pull.edits({ by: "ada", body: "" });
    await world.settle();
    expect(statusOf(pull)).not.toContain("Launch:");
  });

  test("is named as well by a pull request that it collects later", async () => {
    const repo = shop();
    const pull = await opensPull(repo);
    await world.settle();
    const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"], body: `#${pull.number}` });
    await world.settle();
    expect(statusOf(pull)).toContain("Launch:");
    await issue.labels({ by: "ada", remove: ["launch"] });
    await world.settle();
    expect(statusOf(pull)).not.toContain("Launch:");
  });

  test("that a merge closed goes on: its boxes and commands count, and it is let go when it is complete", async () => {
    const { repo, issue } = await launching();
    const pull = await opensPull(repo, { title: "Basket", body: `Closes #${issue.number}` });
    await world.settle();
    await tickAll(pull);
    await pull.merges({ by: "ada" });
    await world.settle();
    expect(issue.state.state).toBe("closed");
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ merged |"]);
    expect(statusOn(issue)).toContain("This issue was closed before everything was done");
    expect(statusOn(issue)).not.toContain("aborted");
    await issue.ticks({ by: "quinn", step: "Load tested" });
    await world.settle();
    expect(statusOn(issue)).toContain("1 of 2 left");
    expect(await says(issue, "max", "/gate tick hotline")).toEqual(["+1"]);
    expect(statusOn(issue)).toContain("Completed");
    expect(statusOn(issue)).not.toContain("was closed before");
    expect(await says(issue, "max", "/gate untick hotline")).toEqual(["confused"]);
  });

  test("that was closed can be reopened, and aborted on purpose", async () => {
    const { issue } = await launching();
    await issue.closes({ by: "ada" });
    await world.settle();
    expect(statusOn(issue)).toContain("was closed before");
    expect(await says(issue, "ada", "/gate abort not this year")).toEqual(["+1"]);
    expect(statusOn(issue)).toMatch(/not this year/u);
    expect(await says(issue, "ada", "/gate resume next year after all")).toEqual(["+1"]);
    await issue.reopens({ by: "ada" });
    await world.settle();
    expect(statusOn(issue)).toContain("2 of 2 left");
    expect(statusOn(issue)).not.toContain("was closed before");
  });

  test("is as it was after a restart", async () => {
    const { repo, issue } = await launching();
    const pull = await opensPull(repo, { title: "Basket", body: `Closes #${issue.number}` });
    await world.settle();
    await world.away();
    await world.back();
    await tickAll(pull);
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ ready |"]);
    expect(statusOf(pull)).toContain("Launch:");
  });

  test("that is deleted leaves its pull requests alone", async () => {
    const { repo, issue } = await launching();
    const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    await issue.deletes({ by: "ada" });
    await pull.edits({ by: "ada", title: "Basket without launch" });
    await world.settle();
    expect(statusOf(pull)).not.toContain("Launch:");
  });
});
