import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import { sign } from "./http/hooks.ts";
import { Listener } from "./listener.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const at = { owner: "acme", repo: "shop" } as const;

let github: FakeGitHub;
let listener: Listener;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start();
  listener = await Listener.start();
  github.deliverTo(listener.url);
  github.org("acme", { teams: { release: ["rita"] } });
  repo = github.repo("acme/shop", { collaborators: { ada: "write", rita: "write" }, installed: true });
});

afterEach(async () => {
  await github.stop();
  await listener.stop();
});

const app = () => appClient(github, repo);

test("signatures are GitHub's", () => {
  expect(sign("It's a Secret to Everybody", "Hello, World!")).toBe(
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  );
});

test("what arrives is signed with the App's secret and numbered", async () => {
  await repo.push({ by: "ada", files: { a: "1" } });
  for (const { signature, body } of listener.heard) expect(signature).toBe(sign(github.webhookSecret, body));
  expect(new Set(listener.heard.map(({ guid }) => guid)).size).toBe(listener.heard.length);
  expect(github.lastDelivery("push")).toMatchObject({ status: "OK", statusCode: 202 });
});

test("everything people do to a pull request is told, by the contract", async () => {
  const issue = await repo.opensIssue({ by: "ada", title: "Launch" });
  const pull = await repo.opens({ by: "ada", body: `Fixes #${issue.number}` });
  await pull.edits({ by: "ada", title: "T", body: `Fixes #${issue.number}!` });
  repo.branch("next");
  await pull.edits({ by: "ada", base: "next" });
  await pull.edits({ by: "ada", base: "main" });
  await pull.pushes({ by: "ada", files: { b: "1" } });
  await pull.labels({ by: "ada", add: ["x"], remove: ["x"] });
  await pull.requestsReview({ by: "ada", of: "rita" });
  const review = await pull.reviews({ by: "rita", state: "APPROVE" });
  await pull.editsReview({ by: "rita", review, body: "yes" });
  await pull.dismissesReview({ by: "ada", of: "rita" });
  const thread = await pull.threads({ by: "rita", path: "b" });
  await pull.resolves({ by: "ada", thread });
  await pull.resolves({ by: "ada", thread, resolved: false });
  await pull.deletesThread({ by: "rita", thread });
  const comment = await pull.comments({ by: "ada", body: "a" });
  await pull.editsComment({ by: "ada", id: comment, body: "b" });
  await pull.deletesComment({ by: "ada", id: comment });
  await pull.convertsToDraft({ by: "ada" });
  await pull.readyForReview({ by: "ada" });
  await pull.closes({ by: "ada" });
  await pull.reopens({ by: "ada" });
  await pull.merges({ by: "ada" });
  const suites = new Set(["check_suite.requested"]);
  expect(listener.names.filter((name) => !suites.has(name)).toSorted()).toEqual(
    [
      "issues.opened",
      "push",
      "pull_request.opened",
      "pull_request.edited",
      "pull_request.edited",
      "pull_request.edited",

      "push",
      "pull_request.synchronize",
      "pull_request.labeled",
      "pull_request.unlabeled",
      "pull_request.review_requested",
      "pull_request_review.submitted",
      "pull_request_review.edited",
      "pull_request_review.dismissed",

      "pull_request_review.submitted",
      "pull_request_review_comment.created",
      "pull_request_review_comment.deleted",
      "pull_request_review_thread.resolved",
      "pull_request_review_thread.unresolved",
      "issue_comment.created",
      "issue_comment.edited",
      "issue_comment.deleted",

      "pull_request.converted_to_draft",
      "pull_request.ready_for_review",
      "pull_request.closed",
      "pull_request.reopened",
      "push",
      "pull_request.closed",
      "issues.closed",
    ].toSorted(),
  );
  github.assertClean();
});

test("changes say what was there before", async () => {
  const pull = await repo.opens({ by: "ada", title: "A", body: "one" });
  await pull.edits({ by: "ada", body: "two" });
  expect(github.lastDelivery("pull_request.edited")?.payload).toMatchObject({
    changes: { body: { from: "one" } },
    pull_request: { body: "two" },
    sender: { login: "ada", type: "User" },
  });
  repo.branch("next");
  await pull.edits({ by: "ada", base: "next" });
  expect(github.lastDelivery("pull_request.edited")?.payload).toMatchObject({
    changes: { base: { ref: { from: "main" } } },
  });
  github.assertClean();
});

test("checks, statuses and buttons are told to whom they concern", async () => {
  const pull = await repo.opens({ by: "ada" });
  await app().rest.checks.create({
    ...at,
    name: "gatehouse",
    head_sha: pull.headSha,
    conclusion: "failure",
    actions: [{ label: "Re-check", description: "again", identifier: "recheck" }],
  });
  await github.settled();
  listener.clear();
  await pull.reportsCheck({ name: "ci", conclusion: "success" });
  await pull.reportsStatus({ context: "legacy", state: "success" });
  await pull.pressesButton({ by: "ada", check: "gatehouse", identifier: "recheck" });
  await pull.rerequests({ by: "ada", check: "gatehouse" });
  await pull.rerequests({ by: "ada", check: "ci" });
  await pull.rerequests({ by: "ada" });
  // What happens at once is sent at once, and may arrive in any order.
  expect(listener.names.toSorted()).toEqual(
    [
      "check_run.created",
      "check_run.completed",
      "check_suite.completed",
      "status",
      "check_run.requested_action",
      "check_run.rerequested",
      "check_suite.rerequested",
    ].toSorted(),
  );
  github.assertClean();
});

test("a fork's pull request comes without its suite, and its runs name no pull request", async () => {
  const pull = await repo.opens({ by: "tim", fork: true, files: { a: "1" } });
  expect(listener.names).toEqual(["pull_request.opened"]);
  const { data } = await app().rest.checks.create({ ...at, name: "gatehouse", head_sha: pull.headSha });
  expect(data.pull_requests).toEqual([]);
  expect(github.lastDelivery("check_run.created")?.payload).toMatchObject({
    check_run: { check_suite: { head_branch: null } },
  });
  github.assertClean();
});

test("what the App writes comes back to it from its bot", async () => {
  await repo.opens({ by: "ada" });
  await app().rest.issues.createComment({ ...at, issue_number: 1, body: "hello" });
  await github.settled();
  expect(github.lastDelivery("issue_comment.created")?.payload).toMatchObject({
    sender: { login: "gatehouse[bot]", type: "Bot" },
    comment: { performed_via_github_app: { id: github.appId } },
  });
  github.assertClean();
});

test("installations, teams and repositories are told", async () => {
  const other = github.repo("acme/other");
  await other.installs();
  await other.uninstalls();
  await repo.uninstalls();
  await repo.installs();
  await github.grants("acme", { ...github.installation("acme").permissions, administration: "read" });
  await github.suspends("acme");
  await github.suspends("acme", { suspended: false });
  await github.changesTeam({ org: "acme", team: "release", add: "bob", remove: "rita" });
  await repo.archives({ by: "ada" });
  await repo.renames({ by: "ada", to: "store" });
  expect(listener.names).toEqual([
    "installation_repositories.added",
    "installation_repositories.removed",
    "installation.deleted",
    "installation.created",
    "installation.new_permissions_accepted",
    "installation.suspend",
    "installation.unsuspend",
    "membership.added",
    "membership.removed",
    "repository.archived",
    "repository.renamed",
  ]);
  github.assertClean();
});

describe("an App hears only", () => {
  test("what it subscribes to", async () => {
    const quiet = await FakeGitHub.start({
      app: { events: ["push"], permissions: { contents: "read", metadata: "read" } },
    });
    quiet.deliverTo(listener.url);
    await quiet.repo("acme/shop", { installed: true }).opens({ by: "ada" });
    expect(listener.names).toEqual(["push"]);
    await quiet.stop();
  });

  test("what it has the permission for", async () => {
    github.revokes("acme", "pull_requests");
    await repo.opens({ by: "ada" });
    expect(listener.names.toSorted()).toEqual(["check_suite.requested", "push"]);
  });
});

describe("deliveries", () => {
  test.each([
    { order: "same", bodies: ["1", "2", "3"] },
    { order: "reversed", bodies: ["3", "2", "1"] },
  ] as const)("are held and released in $order order", async ({ order, bodies }) => {
    const pull = await repo.opens({ by: "ada" });
    listener.clear();
    github.hold();
    for (const body of ["1", "2", "3"]) await pull.edits({ by: "ada", body });
    expect(listener.heard).toEqual([]);
    await github.release({ order });
    expect(listener.heard.map(({ body }): unknown => JSON.parse(body))).toMatchObject(
      bodies.map((body) => ({ pull_request: { body } })),
    );
  });

  test("come twice under one GUID", async () => {
    await repo.opens({ by: "ada" });
    listener.clear();
    const again = await github.deliverTwice("pull_request.opened");
    expect(again.redelivery).toBe(true);
    expect(listener.heard.map(({ guid }) => guid)).toEqual([github.lastDelivery("pull_request.opened")?.guid]);
  });

  test("that failed are listed and redelivered by the App", async () => {
    github.deliverTo(undefined);
    await repo.opens({ by: "ada" });
    github.deliverTo(listener.url);
    const { rest } = app();
    const { data: failed } = await rest.apps.listWebhookDeliveries({ per_page: 100 });
    expect(failed.map(({ status }) => status)).toEqual(failed.map(() => "failed to connect to host"));
    for (const { id } of failed) await rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    await github.settled();
    expect(listener.heard.map(({ guid }) => guid).toSorted()).toEqual(failed.map(({ guid }) => guid).toSorted());
    const { data: now } = await rest.apps.listWebhookDeliveries({ per_page: 1 });
    expect(now).toMatchObject([{ redelivery: true, status: "OK", status_code: 202 }]);
    github.assertClean();
  });

  test("are paged by cursor and forgotten after three days", async () => {
    const pull = await repo.opens({ by: "ada" });
    for (const body of ["1", "2", "3"]) await pull.edits({ by: "ada", body });
    const octokit = app();
    const all = await octokit.paginate(octokit.rest.apps.listWebhookDeliveries, { per_page: 2 });
    expect(all).toHaveLength(github.deliveries.length);
    github.advance(3 * 24 * 3_600_000 + 1000);
    expect((await octokit.rest.apps.listWebhookDeliveries()).data).toEqual([]);
    github.assertClean();
  });

  test("that the App refuses are failures", async () => {
    listener.status = 503;
    await repo.push({ by: "ada", files: { a: "1" } });
    expect(github.lastDelivery("push")).toMatchObject({ status: "Service Unavailable", statusCode: 503 });
  });
});
