import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { answersOn, checkOf, openShop, opensPull, statusOf, writesOf } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** GitHub fails in every way it knows; afterwards everything is right, once. */

let world: World;
let repo: RepoScenario;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  repo = openShop(world.github);
  const warm = await opensPull(repo, { title: "Warms up" });
  await world.settle();
  await warm.closes({ by: "ada" });
  await world.settle();
  world.github.resetCalls();
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const MINUTE = 60_000;

const AWAITED = "action_required: 2 of 2 left: 2 ticks";

const CONVERSATIONS = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: talks, title: Conversations, require: conversations }
`;

const isJudged = (pull: PullScenario) => (): boolean =>
  checkOf(pull) === AWAITED && pull.commentsOf().length === 2 && statusOf(pull).includes("2 of 2 left");

test.each<[string, Parameters<World["github"]["fail"]>[0]]>([
  ["a read answered 502", { match: /graphql/, status: 502 }],
  ["a read answered 500 with no JSON", { match: /graphql/, status: 500, body: "<html>Unicorn!</html>" }],
  ["a read cut off", { match: /graphql/, drop: true }],
  ["a read that holds errors and no data", { match: /graphql/, errors: [{ message: "Something went wrong" }] }],
  ["a read that holds data and errors", { match: /graphql/, errors: [{ message: "Timeout" }], applied: true }],
  ["a check answered 502", { match: /^POST .*check-runs$/, status: 502 }],
  ["a check made although the answer was 502", { match: /^POST .*check-runs$/, status: 502, applied: true }],
  ["a check made although the connection was cut", { match: /^POST .*check-runs$/, drop: true, applied: true }],
  ["a comment answered 502", { match: /^POST .*comments$/, status: 502 }],
  ["a comment made although the answer was 502", { match: /^POST .*comments$/, status: 502, applied: true }],
  [
    "both comments made although the answer was 502",
    { match: /^POST .*comments$/, status: 502, applied: true, next: 2 },
  ],
  ["both comments made although cut off", { match: /^POST .*comments$/, drop: true, applied: true, next: 2 }],
  ["every write made although the answer was 502", { match: /^POST \/repos/, status: 502, applied: true, next: 3 }],
  ["a token refused once", { match: /access_tokens$/, status: 502 }],
])("%s: tried again, right in the end, and nothing there twice", async (_what, fault) => {
  world.github.fail(fault);
  const pull = await opensPull(repo);
  await until(isJudged(pull), "the pull request is judged");
  await world.settle();
  expect(checkOf(pull)).toBe(AWAITED);
  expect(pull.commentsOf()).toHaveLength(2);
});

test("a pull request that GitHub does not know of yet is asked for again, as no other event need follow", async () => {
  const { id: databaseId, name } = repo.state;
  const repository = {
    databaseId,
    url: `https://github.example/acme/${name}`,
    visibility: "PRIVATE",
    pullRequest: null,
  };
  const errors = [{ type: "NOT_FOUND", path: ["repository", "pullRequest"], message: "Could not resolve." }];
  world.github.fail({ match: /graphql Snapshot/u, status: 200, body: { data: { repository }, errors } });
  const pull = await opensPull(repo);
  await until(isJudged(pull), "the pull request is judged");
});

test("a query that fails on a ready pull request never makes it green", async () => {
  const pull = await opensPull(repo);
  await world.settle();
  world.github.fail({ match: /graphql/, errors: [{ message: "Timeout" }], applied: true, next: 2 });
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await pull.ticks({ by: "quinn", step: "Alerts looked at" });
  await until(() => checkOf(pull) === "success: Ready", "ready after the failures");
  expect(world.github.calls.filter(({ operation }) => operation === "Snapshot").length).toBeGreaterThanOrEqual(3);
  await world.settle();
});

test("an answer in part that leaves out what is open makes nothing green", async () => {
  const pull = await opensPull(openShop(world.github, { procedure: CONVERSATIONS }));
  const thread = await pull.threads({ by: "quinn", path: "src/basket.ts", body: "Why?" });
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure/u);
  // What was read a minute ago is not believed any more; until then an edit in another second than the last one needs no read.
  world.github.advance(2 * MINUTE);
  world.github.resetCalls();
  const leftOut = (isLeftOut: boolean) => () => {
    thread.resolvedBy = isLeftOut ? pull.state.author : null;
  };
  const match = /graphql Snapshot/u;
  world.github.fail({ match, errors: [{ message: "Timeout" }], applied: true, next: 2, meanwhile: leftOut(true) });
  world.github.fail({ match, meanwhile: leftOut(false) });
  await pull.edits({ by: "ada", body: "Changed" });
  const reads = () => world.github.calls.filter(({ operation }) => operation === "Snapshot");
  await until(() => reads().length >= 3, "read again");
  await world.settle();
  expect(checkOf(pull)).toMatch(/^failure/u);
  expect(writesOf(world.github)).toEqual([]);
});

test("a refusal in words is not said twice, though the answer to it was lost", async () => {
  const pull = await opensPull(repo);
  await world.settle();
  world.github.fail({ match: /^POST .*\/issues\/\d+\/comments$/, status: 502, applied: true });
  world.github.resetCalls();
  await pull.comments({ by: "max", body: "/gate dance" });
  await until(() => answersOn(pull).length > 0, "the answer is there");
  await until(
    () => world.github.calls.filter(({ operation }) => operation === "Snapshot").length >= 2,
    "it was tried again",
  );
  await world.settle();
  expect(answersOn(pull)).toHaveLength(1);
});

test("a command is answered although the first try to write failed", async () => {
  world.github.fail({ match: /^POST .*check-runs$/, status: 502 });
  world.github.hold();
  const pull = await opensPull(repo);
  const comment = await pull.comments({ by: "max", body: "/gate dance" });
  await world.github.release();
  await until(() => comment.reactions.length > 0 && answersOn(pull).length > 0, "answered");
  await world.settle();
  expect(answersOn(pull)).toHaveLength(1);
});

test("GitHub's wish to be left alone is obeyed", async () => {
  const pull = await opensPull(repo);
  await world.settle();
  world.github.resetCalls();
  world.github.fail({
    match: /graphql/,
    status: 403,
    headers: { "retry-after": "2" },
    body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again." },
  });
  await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
  await until(() => checkOf(pull) === AWAITED, "judged after the wait");
  const reads = world.github.calls
    .filter(({ operation }) => operation === "Snapshot")
    .map(({ startedAt }) => startedAt);
  expect(Number(reads[1]) - Number(reads[0])).toBeGreaterThanOrEqual(2000);
  await world.settle();
});

describe("when GitHub fails again and again", () => {
  test("the check says so and shuts the gate, and is right again once GitHub heals", async () => {
    const pull = await opensPull(repo);
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await pull.comments({ by: "quinn", body: "/gate tick alerts" });
    await world.settle();
    await until(() => checkOf(pull) === "success: Ready", "ready");
    world.github.fail({ match: /graphql/, status: 502, next: 1000 });
    await pull.edits({ by: "ada", body: "Changed" });
    await until(() => checkOf(pull) === "failure: Could not be determined", "the check says so");
    expect(pull.commentsOf()).toHaveLength(2);
    world.github.clearFaults();
    await pull.edits({ by: "ada", body: "Changed again" });
    await until(() => checkOf(pull) === "success: Ready", "right again");
    await world.settle();
  });

  test("nothing is said where no config was ever seen", async () => {
    const quiet = world.github.repo("hush/shop", { collaborators: { ada: "write" }, installed: true });
    world.github.fail({ match: /graphql/, status: 502, next: 1000 });
    const pull = await opensPull(quiet);
    await until(() => world.github.calls.filter(({ status }) => status === 502).length >= 4, "it failed four times");
    world.github.clearFaults();
    await pull.edits({ by: "ada", body: "Anything" });
    await until(
      () => world.github.calls.filter(({ operation, status }) => operation === "Snapshot" && status === 200).length > 0,
      "read in the end",
    );
    await world.settle();
    expect(checkOf(pull)).toBe("none");
    expect(world.github.writes()).toEqual([]);
  });
});

test("a suspended installation is left alone, and judged when it is let in again", async () => {
  const owner = repo.state.owner.login;
  await world.github.suspends(owner);
  const pull = await opensPull(repo);
  await world.settle();
  expect(checkOf(pull)).toBe("none");
  expect(writesOf(world.github)).toEqual([]);
  await world.github.suspends(owner, { suspended: false });
  await until(isJudged(pull), "judged after it was let in");
  await world.settle();
});
