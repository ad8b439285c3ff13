import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { IssueScenario } from "../fake-github/scenario/issue.ts";
import { BOXES, callsOf, checklistComment, configOf, CONFIG, openShop, opensPull } from "./shop.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { startWorld, type World } from "./world.ts";

/** What issues say of the pull requests that close them. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-linked-"));
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

const COMMENT = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const EDIT = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";

const PERMISSION = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
const CHECK = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";

/** Our comment there; there is one at most. */
const commentOn = (issue: IssueScenario) => {
  const found = issue.commentsOf();
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
};
const saidOn = (issue: IssueScenario): string => commentOn(issue)?.body ?? "";
/** The rows as people read them. */
const rowsOn = (issue: IssueScenario): readonly string[] =>
  saidOn(issue)
    .split("\n")
    .filter((line) => line.startsWith("| ["))
    .map((line) => line.replaceAll(/&#8203;|\]\([^)]*\)|\[/gu, ""));

const ticks = async (pull: PullScenario, by: string, step: string): Promise<void> => {
  world.github.advance(1000);
  const comment = checklistComment(pull);
  await pull.editsComment({ by, id: comment, body: comment.body.replace(`- [ ] ${step}`, `- [x] ${step}`) });
  await world.settle();
};

const story = async (options: Parameters<typeof openShop>[1] = {}) => {
  const repo = openShop(world.github, options);
  const issue = await repo.opensIssue({ by: "ada", title: "Basket wanted" });
  const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
  await world.settle();
  return { repo, issue, pull };
};

describe("an issue that a pull request closes", () => {
  test("says what is left of it, from the opening to the merge, and is written only when that changes", async () => {
    const { issue, pull } = await story();
    expect(saidOn(issue).replaceAll(/http:[^)]*(?=\/pull)/gu, "REPOSITORY")).toMatchInlineSnapshot(`
     "<!-- gatehouse:status -->
     **1 pull request:** awaited

     | Pull request | State | What is left |
     | :-- | :-- | :-- |
     | [#&#8203;2](REPOSITORY/pull/2) Basket | 🟡 awaited, 2 of 2 left | 2 ticks. Next: qa (quinn, quentin) and anyone with write access. |
     "
    `);
    world.github.resetCalls();
    await ticks(pull, "max", "Alerts looked at");
    expect(rowsOn(issue)).toEqual(["| #2 Basket | 🟡 awaited, 1 of 2 left | 1 tick. Next: qa (quinn, quentin). |"]);
    expect(callsOf(world.github).filter((call) => call !== "Snapshot")).toEqual([PERMISSION, CHECK, EDIT, EDIT]);
    await ticks(pull, "quinn", "Tried on staging");
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ ready |"]);
    world.github.resetCalls();
    await pull.comments({ by: "max", body: "/gate recheck" });
    await world.settle();
    expect(callsOf(world.github)).not.toContain(EDIT);
    await pull.merges({ by: "ada" });
    await world.settle();
    expect(issue.state.state).toBe("closed");
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ merged |"]);
  });

  test("is told nothing by what does not change its line, and nothing of it costs a call", async () => {
    const { issue, pull } = await story();
    const before = saidOn(issue);
    world.github.resetCalls();
    await pull.labels({ by: "ada", add: ["nobody-means-it"] });
    await issue.comments({ by: "max", body: "When?" });
    await issue.labels({ by: "ada", add: ["wanted"] });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    await pull.edits({ by: "ada", body: `Closes #${issue.number}. More words.` });
    await world.settle();
    expect(callsOf(world.github)).toEqual(["Snapshot"]);
    expect(saidOn(issue)).toBe(before);
  });

  test("sums up two pull requests, loses the one that closes it no more, and falls silent with the other", async () => {
    const { repo, issue, pull } = await story();
    const other = await opensPull(repo, { title: "Basket, second half", body: `Fixes #${issue.number}` });
    await world.settle();
    expect(saidOn(issue)).toContain("**2 pull requests:** 2 awaited");
    expect(rowsOn(issue).map((row) => row.slice(0, 7))).toEqual(["| #2 Ba", "| #3 Ba"]);
    await other.edits({ by: "ada", body: "Closes nothing." });
    await world.settle();
    expect(rowsOn(issue).map((row) => row.slice(0, 7))).toEqual(["| #2 Ba"]);
    await pull.closes({ by: "ada" });
    await world.settle();
    expect(commentOn(issue)).toBeUndefined();
    await pull.reopens({ by: "ada" });
    await world.settle();
    expect(rowsOn(issue).map((row) => row.slice(0, 7))).toEqual(["| #2 Ba"]);
  });

  test("follows a pull request that is retargeted to a branch on which other procedures hold", async () => {
    const { repo, issue, pull } = await story();
    repo.branch("next");
    await repo.push({ by: "ada", branch: "next", files: { [CONFIG]: "version: 1\n" } });
    await pull.edits({ by: "ada", base: "next" });
    await world.settle();
    expect(commentOn(issue)).toBeUndefined();
    await pull.edits({ by: "ada", base: "main" });
    await world.settle();
    expect(rowsOn(issue)).toHaveLength(1);
  });

  test("is right after two pull requests changed at the same time", async () => {
    const { repo, issue, pull } = await story();
    const other = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    world.github.advance(1000);
    const both = [pull, other].map(async (one) => {
      const comment = checklistComment(one);
      await one.editsComment({ by: "quinn", id: comment, body: comment.body.replaceAll("- [ ]", "- [x]") });
    });
    await Promise.all(both);
    await world.settle();
    expect(rowsOn(issue)).toEqual(["| #2 Basket | ✅ ready |", "| #3 Basket | ✅ ready |"]);
  });

  test("shows titles as they are written and notifies nobody", async () => {
    const { issue, pull } = await story();
    await pull.edits({ by: "ada", title: "@max | fixes #7 <img src=x> <!-- gatehouse:checklist -->" });
    await world.settle();
    expect(saidOn(issue)).not.toMatch(/@max|fixes #7|<img|<!-- gatehouse:checklist/u);
  });
});

describe("the comment on the issue", () => {
  test("comes back when it is deleted, and takes its text again when somebody edits it", async () => {
    const { issue } = await story();
    const before = commentOn(issue);
    if (before === undefined) throw new Error("there is no comment");
    await issue.editsComment({ by: "ada", id: before, body: "Everything is fine." });
    await world.settle();
    expect(saidOn(issue)).toContain("2 of 2 left");
    await issue.deletesComment({ by: "ada", id: before });
    await world.settle();
    expect(saidOn(issue)).toContain("2 of 2 left");
  });

  test("is not asked for twice where GitHub takes none, and the gate does not mind", async () => {
    const repo = openShop(world.github);
    const issue = await repo.opensIssue({ by: "ada", title: "Heated" });
    world.github.fail({ match: new RegExp(`^POST /.*/issues/${issue.number}/comments`, "u"), status: 403, next: 9 });
    const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    expect(commentOn(issue)).toBeUndefined();
    expect(checklistComment(pull).body).toContain("Tried on staging");
    world.github.resetCalls();
    await pull.edits({ by: "ada", body: `Closes #${issue.number}, really` });
    await world.settle();
    expect(callsOf(world.github)).toEqual(["Snapshot"]);
  });

  test("leaves an issue that is handed to another repository, until a pull request closes it there", async () => {
    const repo = openShop(world.github);
    const there = world.github.repo(`${repo.state.owner.login}/there`, {
      installed: true,
      files: { "README.md": "#\n" },
    });
    const issue = await repo.opensIssue({ by: "ada", title: "Basket wanted" });
    const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    const moved = await issue.transfers({ by: "ada", to: there });
    await world.settle();
    expect(commentOn(moved)).toBeUndefined();
    await pull.edits({ by: "ada", title: "Big basket", body: `Closes ${there.fullName}#${moved.number}` });
    await world.settle();
    expect(rowsOn(moved)).toEqual([expect.stringContaining(`${repo.fullName}#2 Big basket`)]);
    await moved.deletes({ by: "ada" });
    await pull.edits({ by: "ada", title: "Small basket" });
    await world.settle();
    expect(checklistComment(pull).body).toContain("Tried on staging");
  });

  test("does not tell a public repository's readers of a private one", async () => {
    const repo = openShop(world.github, { private: true });
    const open = world.github.repo(`${repo.state.owner.login}/open`, {
      installed: true,
      files: { "README.md": "#\n" },
    });
    const issue = await open.opensIssue({ by: "ada", title: "Basket wanted" });
    await opensPull(repo, { body: `Closes ${open.fullName}#${issue.number}` });
    await world.settle();
    expect(issue.conversation).toEqual([]);
  });

  test("is brought up to date after a restart", async () => {
    const { issue, pull } = await story();
    await world.away();
    const comment = checklistComment(pull);
    await pull.editsComment({ by: "quinn", id: comment, body: comment.body.replaceAll("- [ ]", "- [x]") });
    await world.back();
    await pull.comments({ by: "max", body: "/gate recheck" });
    world.github.advance(60_000);
    await pull.edits({ by: "ada", title: "Basket again" });
    await world.settle();
    expect(rowsOn(issue)).toEqual(["| #2 Basket again | ✅ ready |"]);
  });
});

describe("nothing is said on issues", () => {
  test.each([
    { where: "where the config wants none", config: configOf("comments: { issues: false }"), procedure: BOXES },
    {
      where: "where no procedure applies to the pull request",
      config: configOf(),
      procedure: BOXES.replace("title: Release\n", "title: Release\napplies: { labels: [risky] }\n"),
    },
  ])("$where", async ({ config, procedure }) => {
    const { issue, pull } = await story({ config, procedure });
    expect(issue.conversation).toEqual([]);
    world.github.resetCalls();
    await pull.edits({ by: "ada", title: "Another title" });
    await world.settle();
    expect(callsOf(world.github)).not.toContain(COMMENT);
  });

  test("any more once the config wants none", async () => {
    const { repo, issue } = await story();
    await repo.push({ by: "olga", files: { [CONFIG]: configOf("comments: { issues: false }") } });
    await world.settle();
    expect(commentOn(issue)).toBeUndefined();
  });
});

describe("an issue with a procedure of its own", () => {
  const LAUNCH = `id: ready
title: Ready
subject: issue
applies: { labels: [planned] }
phases:
  - id: planning
    title: Planning
    blocks: none
    steps: [{ id: estimated, title: Estimated }]
`;

  test("has one comment for both, by whichever turn came first", async () => {
    const { repo, issue, pull } = await story({
      config: configOf().replace("release.yml\n", "release.yml\n  - ./procedures/ready.yml\n"),
      files: { ".github/procedures/ready.yml": LAUNCH },
    });
    const status = () => issue.commentsOf().filter(({ body }) => body.startsWith("<!-- gatehouse:status -->"));
    expect(status()).toHaveLength(1);
    await issue.labels({ by: "ada", add: ["planned"] });
    await world.settle();
    expect(status()).toHaveLength(1);
    expect(status()[0]?.body).toMatch(/1 of 1 left[\s\S]*Estimated[\s\S]*2 of 2 left/u);
    await ticks(pull, "quinn", "Tried on staging");
    expect(status()[0]?.body).toContain("awaited, 1 of 2 left");
    await opensPull(repo, { title: "Second", body: `Closes #${issue.number}` });
    await world.settle();
    expect(status()[0]?.body).toContain("**2 pull requests:** 2 awaited");
    await issue.labels({ by: "ada", remove: ["planned"] });
    await world.settle();
    expect(status()[0]?.body).toMatch(/^<!-- gatehouse:status -->\n\*\*2 pull requests:/u);
    await pull.merges({ by: "ada" });
    await world.settle();
    expect(status()[0]?.body).toContain("1 merged");
    expect(status()).toHaveLength(1);
  });
});

test("an issue in an archived repository is not told, and keeps no turn from ending", async () => {
  const repo = openShop(world.github);
  const there = world.github.repo(`${repo.state.owner.login}/ideas`, {
    installed: true,
    files: { "README.md": "#\n" },
  });
  const issue = await there.opensIssue({ by: "ada", title: "Basket wanted" });
  const pull = await opensPull(repo, { body: `Closes ${there.fullName}#${issue.number}` });
  await world.settle();
  const before = saidOn(issue);
  await there.archives({ by: "ada" });
  await world.settle();
  const told = () => world.github.calls.filter(({ path }) => path.includes(`/${there.fullName}/issues/`));
  world.github.resetCalls();
  await ticks(pull, "quinn", "Tried on staging");
  expect(told()).not.toEqual([]);
  world.github.resetCalls();
  await pull.comments({ by: "ada", body: "/gate recheck" });
  await world.settle();
  expect(told()).toEqual([]);
  expect(saidOn(issue)).toBe(before);
});
