import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { deferred } from "../store/databases.ts";
import { BOXES, callsOf, checkOf, openShop, opensPull, PROCEDURE, tickedIn, writesOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Asking to look again, and what looking costs. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
  world.github.world.bot("helper[bot]");
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const UPDATE_RUN = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
const UPDATE_COMMENT = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";

const opened = async (about: Parameters<typeof opensPull>[1] = {}, shop: Parameters<typeof openShop>[1] = {}) => {
  const pull = await opensPull(openShop(world.github, shop), about);
  await world.settle();
  world.github.resetCalls();
  return pull;
};

const LABELLED = `id: release
title: Release
phases:
  - id: all
    title: All
    blocks: merge
    steps:
      - { id: notes, title: Notes, require: { section: { heading: Notes } } }
      - { id: blessed, title: Blessed, require: { labels: { all: [Blessed] } } }
`;

describe.each([
  ["of the same repository", {}],
  ["from a fork, where GitHub names no pull request", { by: "fiona", fork: true }],
])("a pull request %s is judged again", (_where, about) => {
  test.each<[string, (pull: PullScenario) => Promise<void>]>([
    ["by the button", (pull) => pull.pressesButton({ by: "max", check: "gatehouse", identifier: "recheck" })],
    ["by re-running the check", (pull) => pull.rerequests({ by: "max", check: "gatehouse" })],
    ["by re-running the suite", (pull) => pull.rerequests({ by: "max", suite: "gatehouse" })],
  ])("%s", async (_how, ask) => {
    const pull = await opened(about);
    const run = pull.check("gatehouse")?.id;
    await ask(pull);
    await world.settle();
    expect(callsOf(world.github)).toEqual([UPDATE_RUN, "Snapshot"]);
    expect(pull.check("gatehouse")?.id).toBe(run);
    expect(pull.check("gatehouse")?.status).toBe("completed");
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

test("a re-check of a commit that Gatehouse never heard of finds its pull request", async () => {
  const pull = await opened();
  world.github.deliverTo(undefined);
  await pull.pushes({ by: "ada", files: { "src/more.ts": "" } });
  world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
  await pull.comments({ by: "max", body: "/gate recheck" });
  await world.settle();
  expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
});

describe("nothing is asked of GitHub", () => {
  test.each<[string, (pull: PullScenario) => Promise<unknown>]>([
    ["for a label that no procedure mentions", (pull) => pull.labels({ by: "max", add: ["pretty"] })],
    ["for a person's comment", (pull) => pull.comments({ by: "max", body: "Looks good." })],
    ["for a bot's comment", (pull) => pull.comments({ by: "helper[bot]", body: "/gate recheck" })],
    ["for another check's result, where no step looks at checks", (pull) => pull.reportsCheck({ name: "ci" })],
    ["for a status", (pull) => pull.reportsStatus({ context: "ci", state: "success" })],
    ["for a review, where no step looks at reviews", (pull) => pull.reviews({ by: "olga", state: "APPROVE" })],
    ["for a request of review", (pull) => pull.requestsReview({ by: "ada", of: "max" })],
  ])("%s", async (_what, happens) => {
    const pull = await opened();
    await happens(pull);
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });

  test("for an issue, a push elsewhere, and our own doings", async () => {
    const repo = openShop(world.github);
    await opensPull(repo);
    await world.settle();
    world.github.resetCalls();
    const issue = await repo.opensIssue({ by: "max", title: "It breaks" });
    await issue.labels({ by: "max", add: ["bug"] });
    await repo.push({ by: "max", branch: "elsewhere", files: { "notes.md": "x" } });
    await repo.push({ by: "max", files: { "docs/notes.md": "x" } });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });
});

/** What was read a moment before may do instead. */
const besidesOneRead = (): readonly string[] => {
  const calls = callsOf(world.github);
  expect(calls.filter((call) => call === "Snapshot").length).toBeLessThanOrEqual(1);
  return calls.filter((call) => call !== "Snapshot");
};

describe("a change is read once", () => {
  test("and written where the verdict changed", async () => {
    const pull = await opened({}, { procedure: LABELLED });
    await pull.edits({ by: "ada", body: "## Notes\n\nThe basket is kept." });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 2 left: 1 label missing");
    expect(besidesOneRead()).toEqual([UPDATE_RUN, UPDATE_COMMENT]);
  });

  test("and nothing is written where it did not", async () => {
    const pull = await opened({}, { procedure: LABELLED });
    await pull.edits({ by: "ada", title: "Another title" });
    await world.settle();
    expect(besidesOneRead()).toEqual([]);
  });

  test("also for a label that a step asks for, however it is spelt", async () => {
    const pull = await opened({}, { procedure: LABELLED });
    await pull.labels({ by: "max", add: ["blessed"] });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 2 left: notes missing");
    expect(callsOf(world.github)).toEqual([UPDATE_RUN, UPDATE_COMMENT, "Snapshot"]);
  });

  test("also for a label that the gate of a phase asks for", async () => {
    const procedure = BOXES.replace("    steps:\n", "    gate: { labels: [approved] }\n    steps:\n");
    const pull = await opened({}, { procedure });
    await pull.labels({ by: "max", add: ["approved"] });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 3 left: 2 ticks");
    await pull.labels({ by: "max", remove: ["approved"] });
    await world.settle();
    expect(checkOf(pull)).toContain("3 of 3 left");
  });

  test("for a push: a check on the new head", async () => {
    const pull = await opened();
    await pull.pushes({ by: "ada", files: { "src/more.ts": "" } });
    await world.settle();
    expect(callsOf(world.github)).toEqual(["POST /repos/{owner}/{repo}/check-runs", "Snapshot"]);
  });

  test("for a tick: its maker's permission beside it, asked once a minute", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.ticks({ by: "quinn", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
    const asked = callsOf(world.github).filter((call) => call.includes("/permission"));
    expect(asked).toHaveLength(1);
  });
});

test("a check that nothing requires says so with the next news, when it is green at the latest", async () => {
  const pull = await opened();
  expect(pull.check("gatehouse")?.summary).not.toContain("Not enforced");
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await pull.ticks({ by: "quinn", step: "Alerts looked at" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  expect(pull.check("gatehouse")?.summary).toContain("Not enforced: no ruleset or protection");
});

test("fifty edits that are told while one is judged are judged a few times, and rightly", async () => {
  const pull = await opened({}, { procedure: LABELLED });
  const told = deferred();
  world.github.fail({ meanwhile: () => told.promise });
  const bodies = Array.from({ length: 49 }, (_none, edit) => `## Notes\n\nTODO ${edit}`);
  const last = "## Notes\n\nThe basket is kept for thirty days.";
  await Promise.all([...bodies, last].map((body) => pull.edits({ by: "ada", body })));
  told.resolve();
  await world.settle();
  expect(checkOf(pull)).toBe("failure: 1 of 2 left: 1 label missing");
  expect(callsOf(world.github).filter((call) => call === "Snapshot").length).toBeLessThanOrEqual(3);
});

test("a procedure changed on the base branch judges the open pull requests anew", async () => {
  const repo = openShop(world.github);
  const [one, two] = [await opensPull(repo), await opensPull(repo, { by: "max" })];
  await world.settle();
  world.github.resetCalls();
  await repo.push({ by: "olga", files: { [PROCEDURE]: LABELLED } });
  await world.settle();
  expect([checkOf(one), checkOf(two)]).toEqual(Array(2).fill("failure: 2 of 2 left: notes missing, 1 label missing"));
  expect(one.commentsOf()).toHaveLength(1);
  expect(writesOf(world.github).filter((write) => write === UPDATE_RUN)).toHaveLength(2);
});
