import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { PullScenario } from "./scenario/pull.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const MINUTE_MS = 60_000;

const QUERY = `query Queue($branch: String) {
  repository(owner: "acme", name: "shop") {
    mergeQueue(branch: $branch) {
      entries(first: 10) { nodes { position state headCommit { oid } baseCommit { oid } pullRequest { number } } }
    }
  }
}`;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  github.org("acme");
  repo = github.repo("acme/shop", { collaborators: { ada: "write" }, branches: ["release/1.x"], installed: true });
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

/** Pull requests whose required check `ci` has passed, in the queue one after the other. */
async function queued(count: number, { base = "main" }: { base?: string } = {}): Promise<PullScenario[]> {
  const pulls: PullScenario[] = [];
  for (let made = 0; made < count; made += 1) {
    const pull = await repo.opens({ by: "ada", base });
    await repo.reportsCheck({ name: "ci", conclusion: "success", sha: pull.headSha });
    await pull.enqueues({ by: "ada" });
    pulls.push(pull);
  }
  return pulls;
}

const told = (...events: readonly string[]): string[] =>
  github.deliveries
    .filter(({ event, action }) => events.includes(event) || events.includes(`${event}.${action}`))
    .map(({ event, action, payload }) => [event, action, payload["reason"]].filter(Boolean).join(" "));

const tip = (branch = "main"): string | undefined => repo.state.refs.get(`refs/heads/${branch}`);

describe("a queue", () => {
  test("tests each entry on top of the one before it, on a branch of its own", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    await queued(2);
    const queue = repo.mergeQueue();
    const [one, two] = [queue.group(1), queue.group(2)];
    expect(one).toMatchObject({ baseSha: tip(), ref: `refs/heads/gh-readonly-queue/main/pr-1-${one?.baseSha}` });
    expect(two).toMatchObject({ baseSha: one?.headSha });
    expect(repo.file("change-change-2.txt", `gh-readonly-queue/main/pr-2-${two?.baseSha}`)).toBeDefined();
    expect(repo.file("change-change-1.txt", `gh-readonly-queue/main/pr-2-${two?.baseSha}`)).toBeDefined();
    expect(told("merge_group", "pull_request.enqueued")).toEqual([
      "pull_request enqueued",
      "merge_group checks_requested",
      "pull_request enqueued",
      "merge_group checks_requested",
    ]);
  });

  test("merges what has passed, in its order, by the very commits it tested", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const [one, two] = await queued(2);
    const queue = repo.mergeQueue();
    const second = queue.group(2)?.headSha;
    await queue.reports({ number: 2, name: "ci", conclusion: "success" });
    expect(queue.numbers).toEqual([1, 2]);
    await queue.reports({ number: 1, name: "ci", conclusion: "success" });
    expect(queue.numbers).toEqual([]);
    expect(tip()).toBe(second);
    expect([one, two].map((pull) => pull?.state.mergedAt)).not.toContain(null);
    expect(two?.state.mergeSha).toBe(second);
    expect(told("merge_group.destroyed", "pull_request.dequeued", "pull_request.closed")).toEqual([
      "pull_request dequeued MERGE",
      "pull_request closed",
      "merge_group destroyed merged",
      "pull_request dequeued MERGE",
      "pull_request closed",
      "merge_group destroyed merged",
    ]);
  });

  test("throws out what failed and builds anew what stood on it", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const [one] = await queued(3);
    const queue = repo.mergeQueue();
    const before = queue.group(2);
    await queue.reports({ number: 1, name: "ci", conclusion: "failure" });
    expect(queue.numbers).toEqual([2, 3]);
    expect(one?.state).toMatchObject({ state: "open", mergedAt: null });
    expect(queue.group(2)).toMatchObject({ baseSha: tip() });
    expect(queue.group(2)?.headSha).not.toBe(before?.headSha);
    expect(told("merge_group", "pull_request.dequeued").slice(3)).toEqual([
      "pull_request dequeued CI_FAILURE",
      "merge_group destroyed dequeued",
      "merge_group destroyed invalidated",
      "merge_group destroyed invalidated",
      "merge_group checks_requested",
      "merge_group checks_requested",
    ]);
  });

  test("listens to the App a check must come from, and to nobody else", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: github.appId }], queue: {} });
    const pull = await repo.opens({ by: "ada" });
    await repo.reportsCheck({ name: "ci", conclusion: "success", sha: pull.headSha, app: "gatehouse" });
    await pull.enqueues({ by: "ada" });
    await repo.mergeQueue().reports({ number: 1, name: "ci", conclusion: "success" });
    expect(repo.mergeQueue().numbers).toEqual([1]);
    await repo.mergeQueue().reports({ number: 1, name: "ci", conclusion: "success", app: "gatehouse" });
    expect(repo.mergeQueue().numbers).toEqual([]);
  });

  test("waits no longer for a check than its ruleset says", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: { timeout: 10 } });
    await queued(2);
    github.advance(9 * MINUTE_MS);
    expect(repo.mergeQueue().numbers).toEqual([1, 2]);
    github.advance(MINUTE_MS);
    expect(repo.mergeQueue().numbers).toEqual([2]);
    expect(told("pull_request.dequeued")).toEqual(["pull_request dequeued CI_TIMEOUT"]);
  });

  test("of HEADGREEN takes a failing entry along with a passing one behind it", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: { strategy: "HEADGREEN" } });
    const [one] = await queued(2);
    await repo.mergeQueue().reports({ number: 1, name: "ci", conclusion: "failure" });
    expect(repo.mergeQueue().numbers).toEqual([1, 2]);
    await repo.mergeQueue().reports({ number: 2, name: "ci", conclusion: "success" });
    expect(repo.mergeQueue().numbers).toEqual([]);
    expect(one?.state.mergedAt).not.toBeNull();
  });

  test("asks for the checks of so many entries at a time", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: { build: 1 } });
    await queued(2);
    expect(repo.mergeQueue().group(2)).toBeUndefined();
    await repo.mergeQueue().reports({ number: 1, name: "ci", conclusion: "success" });
    expect(repo.mergeQueue().group(2)).toMatchObject({ baseSha: tip() });
  });

  test.each([
    { by: "a person", act: (pull: PullScenario) => pull.dequeues({ by: "ada" }), reason: "MANUAL" },
    {
      by: "a push to it",
      act: (pull: PullScenario) => pull.pushes({ by: "ada", files: { more: "1" } }),
      reason: "UNKNOWN_REMOVAL_REASON",
    },
    {
      by: "being closed",
      act: (pull: PullScenario) => pull.closes({ by: "ada" }),
      reason: "UNKNOWN_REMOVAL_REASON",
    },
  ])("loses a pull request by $by", async ({ act, reason }) => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const [one] = await queued(2);
    if (one !== undefined) await act(one);
    expect(repo.mergeQueue().numbers).toEqual([2]);
    expect(told("pull_request.dequeued")).toEqual([`pull_request dequeued ${reason}`]);
  });

  test("builds anew when somebody pushes past it", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    await queued(1);
    await repo.push({ by: "ada", files: { hotfix: "1" } });
    expect(repo.mergeQueue().group(1)).toMatchObject({ baseSha: tip() });
    expect(told("merge_group")).toEqual([
      "merge_group checks_requested",
      "merge_group destroyed invalidated",
      "merge_group checks_requested",
    ]);
  });

  test("is of one branch, which may have slashes in its name", async () => {
    repo.ruleset({ branch: "release/1.x", checks: [{ context: "ci", appId: null }], queue: {} });
    await queued(1, { base: "release/1.x" });
    expect(repo.mergeQueue("release/1.x").group(1)?.ref).toMatch(
      /^refs\/heads\/gh-readonly-queue\/release\/1\.x\/pr-1-/,
    );
    const direct = await repo.opens({ by: "ada" });
    await direct.merges({ by: "ada" });
  });

  test("is the only way into its branch", async () => {
    repo.ruleset({ queue: {} });
    const pull = await repo.opens({ by: "ada" });
    await expect(pull.merges({ by: "ada" })).rejects.toMatchObject({ status: 405 });
  });

  test("takes in nothing whose required checks have not passed", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const pull = await repo.opens({ by: "ada" });
    await expect(pull.enqueues({ by: "ada" })).rejects.toMatchObject({ status: 422 });
  });
});

describe("an App", () => {
  test("sees the entries over GraphQL, those that wait without commits", async () => {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: { build: 1 } });
    await queued(2);
    const group = repo.mergeQueue().group(1);
    expect(await appClient(github, repo).graphql(QUERY, { branch: "main" })).toEqual({
      repository: {
        mergeQueue: {
          entries: {
            nodes: [
              {
                position: 1,
                state: "AWAITING_CHECKS",
                headCommit: { oid: group?.headSha },
                baseCommit: { oid: group?.baseSha },
                pullRequest: { number: 1 },
              },
              { position: 2, state: "QUEUED", headCommit: null, baseCommit: null, pullRequest: { number: 2 } },
            ],
          },
        },
      },
    });
    expect(await appClient(github, repo).graphql(QUERY, { branch: "release/1.x" })).toEqual({
      repository: { mergeQueue: null },
    });
  });

  test("neither hears of groups nor sees the queue without the permission", async () => {
    github.revokes("acme", "merge_queues");
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    await queued(1);
    expect(told("merge_group")).toEqual([]);
    await expect(appClient(github, repo).graphql(QUERY, { branch: "main" })).rejects.toThrow("not accessible");
  });
});
