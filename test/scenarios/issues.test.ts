import { describe, expect, test } from "@jest/globals";
import type { Comment } from "../fake-github/world/model.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, checkOf, openShop, opensPull } from "./shop.ts";
import { inOneWorld } from "./one-world.ts";
import type { World } from "./world.ts";

/** Procedures that run on issues, and pull requests that wait for them. */

let world: World;
inOneWorld((started) => void (world = started));

const LAUNCH = `id: launch
title: Launch
subject: issue
applies: { labels: [launch] }
phases:
  - id: readiness
    title: Readiness
    steps:
      - { id: load, title: Load tested, require: { tick: { by: qa } } }
      - { id: hotline, title: Hotline is told }
`;

const MERGE = `id: merge
title: Merge
phases:
  - id: merge
    title: Merge
    blocks: merge
    steps:
      - { id: launched, title: The launch is ready, require: { procedure: { id: launch, of: issue } } }
`;

const CONFIG = `version: 1
roles:
  qa: [quinn]
  release-manager: [olga]
procedures:
  - ./procedures/launch.yml
override: { roles: [release-manager] }
`;

/** What it costs to say that nothing was done. */
const AN_ANSWER = [
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
];

const shop = (more: { readonly withMerge?: boolean } = {}): RepoScenario =>
  openShop(world.github, {
    config:
      more.withMerge === true ? CONFIG.replace("launch.yml\n", "launch.yml\n  - ./procedures/merge.yml\n") : CONFIG,
    files: { ".github/procedures/launch.yml": LAUNCH, ".github/procedures/merge.yml": MERGE },
  });

type Issue = Awaited<ReturnType<RepoScenario["opensIssue"]>>;

const ours = (issue: Issue, marker: string): string => {
  const found = issue.conversation.filter(({ body }) => body.startsWith(`<!-- gatehouse:${marker} -->`));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.body ?? "";
};
const checklistOf = (issue: Issue): string => ours(issue, "checklist");
const statusOf = (issue: Issue): string => ours(issue, "status");
const checklist = (issue: Issue): Comment => {
  const found = issue.conversation.find(({ body }) => body.startsWith("<!-- gatehouse:checklist -->"));
  if (found === undefined) throw new Error("there is no checklist");
  return found;
};

const ticks = async (issue: Issue, by: string, step: string): Promise<void> => {
  world.github.advance(1000);
  const comment = checklist(issue);
  const body = comment.body.replace(`- [ ] ${step}`, `- [x] ${step}`);
  expect(body).not.toBe(comment.body);
  await issue.editsComment({ by, id: comment, body });
  await world.settle();
};

const says = async (issue: Issue, by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await issue.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

describe("an issue that a procedure runs on", () => {
  test("gets its checklist, takes ticks and commands, and is complete", async () => {
    const issue = await shop().opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
    await world.settle();
    expect(checklistOf(issue)).toContain("Load tested");
    expect(statusOf(issue)).toContain("2 of 2 left");
    await ticks(issue, "quinn", "Load tested");
    expect(statusOf(issue)).toContain("1 of 2 left");
    expect(await says(issue, "max", "/gate tick load")).toEqual(["confused"]);
    expect(await says(issue, "max", "/gate tick hotline")).toEqual(["+1"]);
    expect(statusOf(issue)).toMatch(/complete/iu);
  });

  test("that is closed before everything is done is given up, and goes on when reopened", async () => {
    const issue = await shop().opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
    await world.settle();
    await issue.closes({ by: "ada" });
    await world.settle();
    expect(statusOf(issue)).toContain("Exit state: aborted");
    world.github.resetCalls();
    expect(await says(issue, "max", "/gate tick hotline")).toEqual(["confused"]);
    expect(issue.conversation.at(-1)?.body).toContain("this issue is closed. Reopen it");
    expect(callsOf(world.github)).toEqual(AN_ANSWER);
    await issue.reopens({ by: "ada" });
    await world.settle();
    expect(statusOf(issue)).toContain("2 of 2 left");
    expect(await says(issue, "max", "/gate tick hotline")).toEqual(["+1"]);
  });

  test("loses its comments with the label", async () => {
    const issue = await shop().opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
    await world.settle();
    await issue.labels({ by: "ada", remove: ["launch"] });
    await world.settle();
    expect(issue.conversation).toEqual([]);
  });
});

describe("an issue that no procedure runs on", () => {
  test("is not spoken to, and a label that nobody means costs nothing", async () => {
    const repo = shop();
    const issue = await repo.opensIssue({ by: "ada", title: "Bug" });
    await world.settle();
    expect(issue.conversation).toEqual([]);
    world.github.resetCalls();
    await issue.labels({ by: "ada", add: ["bug"] });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });

  test("costs one read in a repository without such procedures, and none until the policy changes", async () => {
    const repo = openShop(world.github);
    const first = await repo.opensIssue({ by: "ada", title: "Bug" });
    await world.settle();
    world.github.resetCalls();
    await repo.opensIssue({ by: "ada", title: "Bug" });
    await first.comments({ by: "ada", body: "/gate help" });
    await first.labels({ by: "ada", add: ["launch"] });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    await repo.push({
      by: "olga",
      files: { ".github/gatehouse.yml": CONFIG, ".github/procedures/launch.yml": LAUNCH },
    });
    await world.settle();
    await first.edits({ by: "ada", body: "Now a launch" });
    await world.settle();
    expect(checklistOf(first)).toContain("Load tested");
  });
});

test("an override of an issue's deployment gate counts, and is followed up", async () => {
  const deploying = LAUNCH.replace(
    "title: Readiness\n",
    "title: Readiness\n    blocks: deploy\n    environments: [production]\n",
  );
  const repo = openShop(world.github, { config: CONFIG, files: { ".github/procedures/launch.yml": deploying } });
  const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
  await world.settle();
  expect(await says(issue, "olga", "/gate override deploy/production the fair begins")).toEqual(["+1"]);
  expect(repo.issues.map(({ state: { title } }) => title)).toEqual(["Launch", expect.stringContaining("verrid")]);
  expect(statusOf(issue)).toContain("To be followed up");
});

describe("a pull request that waits for its issue's procedure", () => {
  test("looks again by itself when the issue is through", async () => {
    const repo = shop({ withMerge: true });
    const issue = await repo.opensIssue({ by: "ada", title: "Launch", labels: ["launch"] });
    await world.settle();
    const pull = await opensPull(repo, { body: `Closes #${issue.number}` });
    await world.settle();
    expect(checkOf(pull)).toContain("1 of 1 left");
    await ticks(issue, "quinn", "Load tested");
    await says(issue, "max", "/gate tick hotline");
    expect(checkOf(pull)).toBe("success: Ready");
    await says(issue, "max", "/gate untick hotline");
    expect(checkOf(pull)).toContain("1 of 1 left");
  });
});
