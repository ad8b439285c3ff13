import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import { flip } from "./scenario/boxes.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const at = { owner: "acme", repo: "shop" } as const;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  repo = github.repo("acme/shop", {
    collaborators: { ada: "write", rob: "read" },
    installed: true,
    protect: { main: ["gatehouse"] },
  });
});

afterEach(() => github.stop());

const app = () => appClient(github, repo);

describe("boxes", () => {
  const body = "# Steps\n- [ ] Load test <!-- gate:load-test -->\r\n* [x] Notes <!-- gate:notes -->\n1. [ ] Load";

  test.each([
    { step: "load-test", ticked: true, line: "- [x] Load test <!-- gate:load-test -->\r" },
    { step: "Notes", ticked: false, line: "* [ ] Notes <!-- gate:notes -->" },
  ])("flip the line of $step and nothing else", ({ step, ticked, line }) => {
    const flipped = flip(body, { step, ticked }).split("\n");
    expect(flipped.filter((one, index) => one !== body.split("\n")[index])).toEqual([line]);
  });

  test("are ticked by writers, not by readers, unless the test wants mischief", async () => {
    const pull = await repo.opens({ by: "rob", fork: true });
    await app().rest.issues.createComment({ ...at, issue_number: 1, body: "- [ ] a <!-- gate:a -->" });
    await expect(pull.ticks({ by: "rob", step: "gate:a" })).rejects.toMatchObject({ status: 403 });
    await pull.ticks({ by: "ada", step: "gate:a" });
    expect(pull.commentsOf().map((comment) => comment.body)).toEqual(["- [x] a <!-- gate:a -->"]);
    await pull.unticks({ by: "rob", step: "gate:a", force: true });
    expect(github.lastDelivery("issue_comment.edited")?.payload).toMatchObject({
      changes: { body: { from: "- [x] a <!-- gate:a -->" } },
      comment: { user: { login: "gatehouse[bot]" } },
      sender: { login: "rob" },
    });
    await pull.edits({ by: "rob", body: "- [ ] mine" });
    await pull.ticksInBody({ by: "rob", step: "mine" });
    expect(pull.body).toBe("- [x] mine");
    github.assertClean();
  });
});

describe("merging", () => {
  test.each([
    { title: "the required check is missing", report: undefined },
    { title: "it is red", report: { conclusion: "failure" } },
    { title: "it is unfinished", report: { status: "in_progress" } },
  ] as const)("is refused when $title", async ({ report }) => {
    const pull = await repo.opens({ by: "ada" });
    if (report !== undefined)
      await app().rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha, ...report });
    await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
    expect(pull.mergeState).toBe("blocked");
    github.assertClean();
  });

  test.each(["success", "neutral", "skipped"] as const)("goes through when the check says %s", async (conclusion) => {
    const pull = await repo.opens({ by: "ada", files: { "new.txt": "new\n" } });
    await app().rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha, conclusion });
    await pull.merges({ by: "ada" });
    expect(repo.file("new.txt")).toBe("new\n");
    expect(pull.files).toEqual(["new.txt"]);
    github.assertClean();
  });

  test("is refused to readers, of drafts, of conflicts, and of checks by the wrong App", async () => {
    repo.protect("main", []);
    const pull = await repo.opens({ by: "ada", files: { "README.md": "mine\n" }, draft: true });
    await expect(pull.merges({ by: "rob" })).rejects.toMatchObject({ status: 403 });
    await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
    await pull.readyForReview({ by: "ada" });
    repo.protect("main", [{ context: "gatehouse", appId: github.appId }]);
    await pull.reportsCheck({ name: "gatehouse", conclusion: "success", app: "impostor" });
    await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
    repo.protect("main", []);
    await repo.push({ by: "ada", files: { "README.md": "theirs\n" } });
    expect(pull.mergeState).toBe("dirty");
    await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
  });
});

test("a push moves the head and leaves old checks behind; a force-push rewrites", async () => {
  const pull = await repo.opens({ by: "ada", files: { a: "1" } });
  await pull.reportsCheck({ name: "ci", conclusion: "success" });
  const before = pull.headSha;
  await pull.pushes({ by: "ada", files: { b: "1" } });
  expect(pull.checks()).toEqual([]);
  expect(github.lastDelivery("pull_request.synchronize")?.payload).toMatchObject({ before, after: pull.headSha });
  await pull.pushes({ by: "ada", files: { c: "1" }, force: true });
  expect(github.lastDelivery("push")?.payload).toMatchObject({ forced: true });
  expect(pull.files).toEqual(["a", "b", "c"]);
  github.assertClean();
});

test("two pull requests may share one head commit", async () => {
  repo.branch("next");
  const one = await repo.opens({ by: "ada", head: "topic", files: { a: "1" } });
  const other = await repo.opens({ by: "ada", head: "topic", base: "next" });
  expect(other.headSha).toBe(one.headSha);
  await one.pushes({ by: "ada", files: { b: "1" } });
  expect(other.headSha).toBe(one.headSha);
  github.assertClean();
});

const listPulls = () => app().rest.pulls.list(at);

describe("trouble", () => {
  test("fails as many calls as asked, and only those that match", async () => {
    github.fail({ next: 2, match: /^GET .*\/pulls/, status: 502 });
    await expect(listPulls()).rejects.toMatchObject({ status: 502 });
    await app().rest.repos.get(at);
    await expect(listPulls()).rejects.toMatchObject({ status: 502 });
    await listPulls();
    github.assertClean();
  });

  test("may strike after the work was done", async () => {
    const pull = await repo.opens({ by: "ada" });
    github.fail({ match: /check-runs/, status: 504, applied: true });
    const creating = app().rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha });
    await expect(creating).rejects.toMatchObject({ status: 504 });
    expect(pull.checks("gatehouse")).toHaveLength(1);
    github.assertClean();
  });

  test("may cut the line", async () => {
    github.dropConnections({ match: /pulls/ });
    await expect(listPulls()).rejects.toMatchObject({ status: 500 });
    await listPulls();
  });

  test("may be an exhausted limit", async () => {
    await listPulls();
    github.leavesRequests(0);
    await expect(listPulls()).rejects.toMatchObject({
      status: 403,
      response: { headers: { "x-ratelimit-remaining": "0" } },
    });
    github.advance(3_600_000);
    await listPulls();
  });

  test("GraphQL fails inside a 200, with or without its data", async () => {
    const query = `query Name { repository(owner: "acme", name: "shop") { name } }`;
    const ask = (): Promise<unknown> => app().graphql(query);
    github.fail({ match: /graphql Name/, errors: [{ type: "RATE_LIMITED", message: "slow down" }] });
    await expect(ask()).rejects.toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
    github.fail({ match: /graphql Name/, applied: true, errors: [{ message: "timed out" }] });
    await expect(ask()).rejects.toMatchObject({ data: { repository: { name: "shop" } } });
    await expect(ask()).resolves.toEqual({ repository: { name: "shop" } });
    github.assertClean();
  });
});

test("every call is on record", async () => {
  await app().rest.pulls.list(at);
  await app().graphql(`query Name { repository(owner: "acme", name: "shop") { name } }`);
  expect(github.calls.filter(({ token }) => token === "installation")).toMatchObject([
    { method: "GET", path: "/repos/acme/shop/pulls", kind: "read", status: 200, operation: undefined },
    { method: "POST", path: "/graphql", kind: "read", status: 200, operation: "Name" },
  ]);
  expect(github.writes()).toEqual([]);
  github.resetCalls();
  expect(github.calls).toEqual([]);
});

test("time is the fake's own", async () => {
  const pull = await repo.opens({ by: "ada" });
  github.advance(60_000);
  const comment = await pull.comments({ by: "ada", body: "later" });
  expect(comment.createdAt).toEqual(new Date("2026-03-02T09:01:00Z"));
  github.setClock(new Date("2027-01-01T00:00:00Z"));
  expect(github.now()).toEqual(new Date("2027-01-01T00:00:00Z"));
});
