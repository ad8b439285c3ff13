import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { commentsOn } from "../../src/github/comments.ts";
import type { Comments } from "../../src/readiness/ports.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { startReadingWorld, subjectOf, type ReadingWorld } from "./reading-world.ts";

let world: ReadingWorld;
let repo: RepoScenario;
let pull: PullScenario;
let comments: Comments;

beforeEach(async () => {
  world = await startReadingWorld();
  repo = world.github.repo("acme/shop", { collaborators: { ada: "write" }, installed: true });
  pull = await repo.opens({ by: "ada" });
  comments = commentsOn(world.clientOf);
});

afterEach(async () => {
  await world.github.stop();
  world.github.assertClean();
});

const subject = () => subjectOf(repo, 1);

const created = async () => [await comments.create(subject(), "one"), await comments.create(subject(), "two")] as const;

/** What is written besides tokens, by operation or route. */
const written = (): readonly string[] =>
  world.github.writes().map(({ operation, route }) => operation ?? String(route));

const textsThere = (): readonly string[] => pull.state.comments.map(({ body }) => body);

const PATCH = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";

test("two comments rewritten at the same time cost one call", async () => {
  const [one, two] = await created();
  world.github.resetCalls();
  const there = await Promise.all([
    comments.update(subject(), one, "one again"),
    comments.update(subject(), two, "two again"),
  ]);
  expect(there).toEqual([true, true]);
  expect(textsThere()).toEqual(["one again", "two again"]);
  expect(written()).toEqual(["Comments"]);
});

test("one alone is rewritten by REST, and so is one whose node is not known", async () => {
  const [one, two] = await created();
  world.github.resetCalls();
  expect(await comments.update(subject(), one, "one again")).toBe(true);
  await Promise.all([
    comments.update(subject(), { id: one.id }, "one more"),
    comments.update(subject(), two, "two again"),
  ]);
  expect(textsThere()).toEqual(["one more", "two again"]);
  expect(written()).toEqual([PATCH, PATCH, PATCH]);
});

test("of two the one that somebody deleted is told, and the other is rewritten", async () => {
  const [one, two] = await created();
  await pull.deletesComment({ by: "ada", id: Number(one.id) });
  const there = await Promise.all([
    comments.update(subject(), one, "one again"),
    comments.update(subject(), two, "two again"),
  ]);
  expect(there).toEqual([false, true]);
  expect(textsThere()).toEqual(["two again"]);
});

test("what GitHub refuses together is tried one by one", async () => {
  const [one, two] = await created();
  world.github.resetCalls();
  world.github.fail({ match: /graphql Comments/u, errors: [{ type: "FORBIDDEN", message: "not together" }] });
  await Promise.all([comments.update(subject(), one, "one again"), comments.update(subject(), two, "two again")]);
  expect(textsThere()).toEqual(["one again", "two again"]);
  expect(written()).toEqual(["Comments", PATCH, PATCH]);
});

test("a failure is told to everybody who asked", async () => {
  const [one, two] = await created();
  world.github.fail({ match: /graphql Comments/u, status: 502 });
  const results = await Promise.allSettled([
    comments.update(subject(), one, "one again"),
    comments.update(subject(), two, "two again"),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(textsThere()).toEqual(["one", "two"]);
});
