import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { QueueRule } from "../fake-github/world/rulesets.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, checkOf, configOf, openShop, opensPull, type ShopOptions } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** Pull requests in a merge queue: each group is answered on its own commit, and answered again when one of them changes. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  world = await startWorld({ dataDir, github: { now: new Date("2026-03-02T09:00:00Z") } });
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** One box that anybody may tick. */
const BOX = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: alerts, title: Alerts looked at }
`;

/** Open until four in the afternoon. */
const WINDOW = `      - { id: window, title: In hours, require: { window: { days: [mon], hours: "09:00-16:00", timezone: UTC } } }
`;

/** A shop whose queue requires our check by our App, and `ci` by anybody, so that a group can wait for the other one. */
const shopWithQueue = (queue: Partial<QueueRule> = {}, options: ShopOptions & { readonly base?: string } = {}) => {
  const { base, ...shop } = options;
  const repo = openShop(world.github, { procedure: BOX, branches: base === undefined ? [] : [base], ...shop });
  const checks = [
    { context: "gatehouse", appId: world.github.appId },
    { context: "ci", appId: null },
  ];
  repo.ruleset({ ...(base === undefined ? {} : { branch: base }), checks, queue });
  return repo;
};

const opened = async (repo: RepoScenario, about: Parameters<typeof opensPull>[1] = {}): Promise<PullScenario> => {
  const pull = await opensPull(repo, { files: { [`src/${repo.pulls.length}.ts`]: "export {};\n" }, ...about });
  await repo.reportsCheck({ name: "ci", conclusion: "success", sha: pull.headSha });
  await world.settle();
  return pull;
};

const ready = async (repo: RepoScenario, about: Parameters<typeof opensPull>[1] = {}): Promise<PullScenario> => {
  const pull = await opened(repo, about);
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
  await world.settle();
  expect(checkOf(pull)).toBe("success: Ready");
  return pull;
};

const queued = async (pull: PullScenario): Promise<void> => {
  await pull.enqueues({ by: "ada" });
  await world.settle();
};

const unticks = async (pull: PullScenario): Promise<void> => {
  world.github.advance(1000);
  await pull.unticks({ by: "max", step: "Alerts looked at" });
  await world.settle();
};

/** Our answer on the group that a pull request has, or had. */
const answerOn = (repo: RepoScenario, headSha: string | undefined): string => {
  const suites = repo.state.suites.filter(({ app, sha }) => app.slug === "gatehouse" && sha === headSha);
  const runs = suites.flatMap((suite) => suite.runs);
  if (runs.length > 1) throw new Error(`${headSha} has ${runs.length} check runs of ours`);
  const [run] = runs;
  return run === undefined ? "none" : `${run.conclusion}: ${run.title}`;
};

const headOf = (repo: RepoScenario, number: number, base?: string): string => {
  const group = repo.mergeQueue(base).group(number);
  if (group === undefined) throw new Error(`#${number} has no group`);
  return group.headSha;
};

const ciPasses = async (repo: RepoScenario, number: number, base?: string): Promise<void> => {
  await repo.mergeQueue(base).reports({ number, name: "ci", conclusion: "success" });
  await world.settle();
};

describe("a pull request in the queue", () => {
  test("is answered on its group with the check's own name, for one query, one read and one write", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    world.github.resetCalls();
    await queued(pull);
    expect(callsOf(world.github)).toEqual(["MergeQueue", "POST /repos/{owner}/{repo}/check-runs", "Snapshot"]);
    expect(answerOn(repo, headOf(repo, pull.number))).toBe("success: Ready");
    await ciPasses(repo, pull.number);
    expect(pull.state.mergedAt).not.toBeNull();
  });

  test("that loses a tick fails its group, which names it; the other one merges", async () => {
    const repo = shopWithQueue();
    const first = await ready(repo);
    const second = await ready(repo);
    await queued(first);
    await queued(second);
    const [one, two] = [headOf(repo, first.number), headOf(repo, second.number)];
    expect([answerOn(repo, one), answerOn(repo, two)]).toEqual(["success: Ready", "success: Ready"]);
    await unticks(first);
    expect(answerOn(repo, one)).toBe(`failure: #${first.number} holds it back: 1 tick`);
    expect(repo.mergeQueue().numbers).toEqual([second.number]);
    expect(headOf(repo, second.number)).not.toBe(two);
    await ciPasses(repo, second.number);
    expect(second.state.mergedAt).not.toBeNull();
    expect(first.state).toMatchObject({ state: "open", mergedAt: null });
    expect(first.checks("gatehouse")).toMatchObject([{ conclusion: "action_required" }]);
  });

  test("is judged anew for one read and one write, and for nothing when other checks of the group end", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    await queued(pull);
    world.github.resetCalls();
    await repo.mergeQueue().reports({ number: pull.number, name: "lint", conclusion: "failure" });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    const head = headOf(repo, pull.number);
    await unticks(pull);
    expect(answerOn(repo, head)).toMatch(/^failure/u);
    const onGroup = world.github.writes().filter(({ body }) => JSON.stringify(body).includes("holds it back"));
    expect(onGroup.map(({ method }) => method)).toEqual(["PATCH"]);
    expect(callsOf(world.github).filter((call) => call === "MergeQueue")).toEqual([]);
    expect([1, 2]).toContain(callsOf(world.github).filter((call) => call === "Snapshot").length);
  });

  test("that no procedure concerns passes", async () => {
    const procedure = BOX.replace("phases:", "applies: { labels: [release] }\nphases:");
    const repo = shopWithQueue({}, { procedure });
    const pull = await opened(repo);
    await queued(pull);
    expect(answerOn(repo, headOf(repo, pull.number))).toBe("success: Ready");
  });

  test("whose window shuts meanwhile fails its group at that moment, and nothing is written where it has left", async () => {
    world.github.setClock(new Date("2026-03-02T15:30:00Z"));
    const repo = shopWithQueue({ timeout: 300 }, { procedure: `${BOX}${WINDOW}` });
    const [stays, leaves] = [await ready(repo), await ready(repo)];
    await queued(stays);
    await queued(leaves);
    const heads = [stays, leaves].map(({ number }) => headOf(repo, number));
    await leaves.dequeues({ by: "ada" });
    await world.settle();
    expect(heads.map((head) => answerOn(repo, head))).toEqual(["success: Ready", "success: Ready"]);
    world.github.setClock(new Date("2026-03-02T16:00:01Z"));
    await world.settle();
    expect(answerOn(repo, heads[0])).toMatch(new RegExp(`^failure: #${stays.number} holds it back: .*window`, "u"));
    expect(answerOn(repo, heads[1])).toBe("success: Ready");
  });

  test("is judged anew when somebody presses Re-run on its group, and the answer is written again", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    await queued(pull);
    world.github.resetCalls();
    await rechecks(repo, headOf(repo, pull.number));
    expect(callsOf(world.github)).toEqual(["PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", "Snapshot"]);
  });
});

describe("a group that the queue has no use for any more", () => {
  test("is not answered again, whatever becomes of its pull request", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    await queued(pull);
    const head = headOf(repo, pull.number);
    await pull.dequeues({ by: "ada" });
    await world.settle();
    world.github.resetCalls();
    await unticks(pull);
    expect(answerOn(repo, head)).toBe("success: Ready");
    expect(callsOf(world.github).filter((call) => call === "Snapshot").length).toBeLessThanOrEqual(1);
    await rechecks(repo, head);
    expect(answerOn(repo, head)).toBe("success: Ready");
  });

  test("is never answered where its end arrives first", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    world.github.hold();
    await pull.enqueues({ by: "ada" });
    const head = headOf(repo, pull.number);
    await pull.dequeues({ by: "ada" });
    world.github.resetCalls();
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(answerOn(repo, head)).toBe("none");
    expect(callsOf(world.github)).toEqual([]);
  });

  test("is not answered late, once it is merged", async () => {
    const repo = openShop(world.github, { procedure: BOX });
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const pull = await opened(repo);
    world.github.hold();
    await pull.enqueues({ by: "ada" });
    const head = headOf(repo, pull.number);
    await repo.mergeQueue().reports({ number: pull.number, name: "ci", conclusion: "success" });
    expect(pull.state.mergedAt).not.toBeNull();
    const asked = world.github.held.filter(({ action }) => action === "checks_requested");
    await world.github.releaseSome(asked);
    await world.settle();
    expect(answerOn(repo, head)).toBe("none");
    await world.github.release();
    await world.settle();
    expect(answerOn(repo, head)).toBe("none");
  });
});

describe("what GitHub delivers", () => {
  test("twice is answered once, and the second time costs nothing", async () => {
    const repo = shopWithQueue();
    await queued(await ready(repo));
    world.github.resetCalls();
    await world.github.deliverTwice("merge_group.checks_requested");
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
  });

  test("after a tick was taken back, before that was recorded, is answered by what it comes to", async () => {
    const repo = shopWithQueue();
    const pull = await ready(repo);
    world.github.hold();
    world.github.advance(1000);
    await pull.unticks({ by: "max", step: "Alerts looked at" });
    await pull.enqueues({ by: "ada" });
    const head = headOf(repo, pull.number);
    world.github.resetCalls();
    await world.github.release();
    await world.settle();
    expect(answerOn(repo, head)).toBe(`failure: #${pull.number} holds it back: 1 tick`);
    const said = world.github.writes().filter(({ body }) => JSON.stringify(body).includes(head));
    expect(said.map(({ body }) => JSON.stringify(body).includes('"success"'))).toEqual([false]);
  });
});

test("an answer that was written and not noted is found, not written a second time", async () => {
  const repo = shopWithQueue();
  const pull = await ready(repo);
  world.github.dropConnections({ match: /POST .*check-runs/u, applied: true, next: 1 });
  await queued(pull);
  expect(answerOn(repo, headOf(repo, pull.number))).toBe("success: Ready");
});

test("a restart between the question and the answer loses neither, and who left is still missed afterwards", async () => {
  const repo = shopWithQueue();
  const pull = await ready(repo);
  world.github.fail({ match: /MergeQueue/u, status: 502, next: 1000 });
  await pull.enqueues({ by: "ada" });
  const head = headOf(repo, pull.number);
  await world.away();
  world.github.clearFaults();
  await world.back();
  await world.settle();
  expect(answerOn(repo, head)).toBe("success: Ready");
  await world.away();
  await world.back();
  await unticks(pull);
  expect(answerOn(repo, head)).toBe(`failure: #${pull.number} holds it back: 1 tick`);
});

test("what can't be read fails after a while, and is right again by itself", async () => {
  const repo = openShop(world.github, { procedure: BOX });
  repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
  const pull = await ready(repo);
  world.github.fail({ match: /graphql/u, status: 502, next: 1000 });
  await pull.enqueues({ by: "ada" });
  const head = headOf(repo, pull.number);
  await until(() => answerOn(repo, head) === "failure: Could not be determined");
  world.github.clearFaults();
  await until(() => answerOn(repo, head) === "success: Ready");
});

describe("a queue that lets a passing group carry failing ones in (HEADGREEN)", () => {
  test("gets no group passed that holds a pull request that is not ready", async () => {
    const repo = shopWithQueue({ strategy: "HEADGREEN" });
    const first = await ready(repo);
    const second = await ready(repo);
    await queued(first);
    await queued(second);
    const head = headOf(repo, second.number);
    expect(answerOn(repo, head)).toBe("success: Ready");
    await unticks(first);
    expect(answerOn(repo, head)).toBe(`failure: #${first.number} holds it back: 1 tick`);
    expect(repo.mergeQueue().numbers).toEqual([second.number]);
    await ciPasses(repo, second.number);
    expect([first, second].map(({ state }) => state.mergedAt !== null)).toEqual([false, true]);
  });

  test("is told so where nobody can say which pull requests a group holds", async () => {
    const repo = shopWithQueue({ strategy: "HEADGREEN" });
    const pull = await ready(repo);
    world.github.hold();
    await pull.enqueues({ by: "ada" });
    const head = headOf(repo, pull.number);
    await repo.push({ by: "ada", files: { "hotfix.txt": "1\n" } });
    const asked = world.github.held.find(
      ({ action, payload }) => action === "checks_requested" && JSON.stringify(payload).includes(head),
    );
    await world.github.releaseSome(asked === undefined ? [] : [asked]);
    world.github.advance(60_000);
    await world.settle();
    expect(answerOn(repo, head)).toBe("failure: Could not tell which pull request this is");
    await world.github.release();
    await world.settle();
    expect(answerOn(repo, headOf(repo, pull.number))).toBe("success: Ready");
  });
});

test("a base branch with slashes has a queue like any other", async () => {
  const repo = shopWithQueue({}, { base: "release/1.x" });
  const pull = await ready(repo, { base: "release/1.x" });
  await queued(pull);
  expect(answerOn(repo, headOf(repo, pull.number, "release/1.x"))).toBe("success: Ready");
  await ciPasses(repo, pull.number, "release/1.x");
  expect(pull.state.mergedAt).not.toBeNull();
});

test("without a config nothing is said", async () => {
  const repo = world.github.repo("acme-plain/shop", { collaborators: { ada: "write" }, installed: true });
  repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
  const pull = await opened(repo);
  await queued(pull);
  expect(answerOn(repo, headOf(repo, pull.number))).toBe("none");
});

test("what is only awaited fails, because a queue does not wait; in shadow mode it passes and says so", async () => {
  const enforced = openShop(world.github, { procedure: BOX });
  const shadowed = openShop(world.github, { procedure: BOX, config: configOf("mode: shadow") });
  const answers: string[] = [];
  for (const repo of [enforced, shadowed]) {
    repo.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const pull = await opened(repo);
    await queued(pull);
    answers.push(answerOn(repo, headOf(repo, pull.number)));
  }
  expect(answers).toEqual(["failure: #1 holds it back: 1 tick", "neutral: Shadow mode: 1 of 1 left: 1 tick"]);
});

/** Somebody presses "Re-run" on our check of a group. */
const rechecks = async (repo: RepoScenario, headSha: string): Promise<void> => {
  await repo.mergeQueue().rerequests({ by: "ada", headSha, name: "gatehouse" });
  await world.settle();
};
