import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { needsOf } from "../../src/evaluation/needs.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { createReader } from "../../src/github/reader.ts";
import type { Hints, Reading } from "../../src/readiness/ports.ts";
import { policyOf } from "../../src/readiness/policy-of.ts";
import { NO_NEEDS, unionOf, type Needs } from "../../src/requirements/needs.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, startReadingWorld, subjectOf, type ReadingWorld } from "./reading-world.ts";

const CONFIG = `version: 1
procedures:
  - ./p.yml
`;
const PROCEDURE = `id: p
title: P
phases:
  - id: one
    title: One
    steps:
      - { id: a, title: A }
`;

let world: ReadingWorld;
let repo: RepoScenario;
let pull: PullScenario;

beforeEach(async () => {
  world = await startReadingWorld();
  repo = world.github.repo("acme/shop", {
    files: {
      ".github/gatehouse.yml": CONFIG,
      ".github/p.yml": PROCEDURE,
      ".github/ISSUE_TEMPLATE/launch.md": "---\nname: Launch\n---\n## Plan\n",
      "docs/plan.md": "Plan\n",
    },
    collaborators: { ada: "write" },
    installed: true,
  });
  pull = await repo.opens({ by: "ada", title: "Basket", files: { "src/a.ts": "1\n" } });
});

afterEach(async () => {
  await world.github.stop();
  world.github.assertClean();
});

const NO_HINTS: Hints = { afresh: false, comments: { search: false } };

type Given = Partial<Hints> & { readonly number?: number };

/** A reader whose policy asks for these facts besides its own. */
const readerAsking = (asked: Partial<Needs>) => {
  const reader = createReader({
    clientOf: world.clientOf,
    slug: "gatehouse",
    policyOf: (files, { owner, name, url }) => policyOf({ files, owner, name, url, builtin: () => undefined }),
    needsOf: (policy, snapshot) => unionOf([needsOf(policy, snapshot), { ...NO_NEEDS, ...asked }]),
    organisations: {
      hasConfig: () => Promise.resolve(false),
      lockedNothing: () => Promise.resolve(false),
      note: () => Promise.resolve(),
    },
  });
  return ({ number = pull.number, ...hints }: Given = {}): Promise<Reading | undefined> => {
    world.github.resetCalls();
    return reader.read(subjectOf(repo, number), { ...NO_HINTS, ...hints });
  };
};

const snapshotOf = async (asked: Partial<Needs>, given: Given = {}): Promise<Snapshot> => {
  const reading = await readerAsking(asked)(given);
  if (reading === undefined) throw new Error("the subject is gone");
  return reading.snapshot;
};

/** The calls of a reader that knows the place and what is needed there by heart, as from the second turn on. */
const callsByHeart = async (asked: Partial<Needs>, given: Given = {}): Promise<readonly string[]> => {
  const read = readerAsking(asked);
  const first = await read(given);
  if (first === undefined) throw new Error("the subject is gone");
  const { snapshot, needs } = first;
  await read({ headSha: snapshot.headSha, runKnownFor: snapshot.headSha, needs, ...given });
  return callsOf(world);
};

const EVERYTHING: Needs = {
  facts: ["files", "reviews", "checks", "threads", "linkedIssues", "commits", "templates"],
  documents: ["docs/plan.md"],
  baseDocuments: [],
  roles: [],
  environments: ["staging", "production"],
  outputs: ["coverage", "lint"],
  issues: ["label:bug", "milestone:v1"],
};

test.each(["pull request", "issue"])("everything there is of a known %s costs one query", async (kind) => {
  repo.label("bug");
  repo.milestone("v1");
  const issue = await repo.opensIssue({ by: "ada", title: "Launch" });
  const number = kind === "issue" ? issue.number : pull.number;
  expect(await callsByHeart(EVERYTHING, { number })).toEqual(["Snapshot"]);
});

describe("deployments", () => {
  const asked = { environments: ["staging"] };
  const staging = async (hints = {}) => (await snapshotOf(asked, hints)).deployments?.["staging"];

  test("of an open pull request are held against its head alone", async () => {
    await repo.deploys({ environment: "staging", sha: pull.headSha, url: "https://staging.test" });
    world.github.advance(60_000);
    await repo.deploys({ environment: "staging" });
    await repo.deploys({ environment: "elsewhere", sha: pull.headSha });
    const main = repo.state.refs.get("refs/heads/main");
    expect(await staging()).toEqual([
      { sha: main, state: "success", at: "2026-03-02T09:01:00Z", holds: false, url: expect.any(String) },
      {
        sha: pull.headSha,
        state: "inactive",
        at: "2026-03-02T09:00:00Z",
        until: "2026-03-02T09:01:00Z",
        holds: true,
        url: "https://staging.test",
      },
    ]);
    expect(await callsByHeart(asked)).toEqual(["Snapshot"]);
  });

  test("of the head are found behind any number of others", async () => {
    await repo.deploys({ environment: "staging", sha: pull.headSha });
    for (let count = 0; count < 31; count += 1) await repo.deploys({ environment: "staging", state: "failure" });
    const found = await staging();
    expect(found?.filter(({ holds }) => holds === true)).toMatchObject([{ sha: pull.headSha, state: "success" }]);
    expect(callsOf(world)).not.toContain("DeploymentsPage");
  });

  test.each([
    { environment: "staging", makes: "GitHub" },
    { environment: "production", makes: "nobody on GitHub" },
  ])("that were replaced are inactive in $environment, where $makes says so", async ({ environment }) => {
    await repo.deploys({ environment });
    world.github.advance(60_000);
    await repo.deploys({ environment });
    const { deployments } = await snapshotOf({ environments: [environment] });
    expect(deployments?.[environment]?.map(({ state, until }) => [state, until])).toEqual([
      ["success", undefined],
      ["inactive", "2026-03-02T09:01:00Z"],
    ]);
  });

  test.each([
    { state: "in_progress", as: "pending" },
    { state: "queued", as: "pending" },
    { state: "waiting", as: "pending" },
    { state: "error", as: "failure" },
    { state: "failure", as: "failure" },
    { state: "success", as: "success" },
    { state: "inactive", as: undefined },
  ] as const)("that are $state count as $as", async ({ state, as }) => {
    await repo.deploys({ environment: "staging", state });
    expect((await staging())?.map((one) => one.state)).toEqual(as === undefined ? [] : [as]);
  });

  test("that succeeded and then failed have failed", async () => {
    const deployment = await repo.deploys({ environment: "staging" });
    await repo.reportsDeployment(deployment, { state: "failure" });
    expect((await staging())?.map((one) => one.state)).toEqual(["failure"]);
  });

  describe("after the merge", () => {
    const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";

    test("hold the change where they descend from the merge commit, which one comparison tells of all", async () => {
      await repo.deploys({ environment: "staging", sha: pull.headSha });
      world.github.advance(60_000);
      const merged = await pull.merges({ by: "ada" });
      const next = await repo.push({ by: "ada", files: { "b.ts": "b\n" } });
      const last = await repo.push({ by: "ada", files: { "c.ts": "c\n" } });
      for (const sha of [merged, next, last]) {
        world.github.advance(60_000);
        await repo.deploys({ environment: "staging", sha });
      }
      expect((await staging())?.map(({ sha, holds }) => [sha, holds])).toEqual([
        [last, true],
        [next, true],
        [merged, true],
        [pull.headSha, false],
      ]);
      expect(callsOf(world).filter((call) => call === COMPARE)).toHaveLength(1);
    });

    test("of the merge commit itself need no comparison", async () => {
      await repo.deploys({ environment: "staging", sha: await pull.merges({ by: "ada", method: "squash" }) });
      expect(await staging()).toMatchObject([{ holds: true, state: "success" }]);
      expect(callsOf(world)).not.toContain(COMPARE);
    });

    test("do not hold it after a rollback", async () => {
      const before = repo.state.refs.get("refs/heads/main") ?? "";
      const merged = await pull.merges({ by: "ada" });
      await repo.deploys({ environment: "staging", sha: merged });
      world.github.advance(60_000);
      await repo.deploys({ environment: "staging", sha: before });
      expect(await staging()).toMatchObject([
        { sha: before, state: "success", holds: false },
        { sha: merged, state: "inactive", holds: true },
      ]);
    });

    test("of later commits still hold it after a rollback, which a second comparison tells, and no third is made", async () => {
      const before = repo.state.refs.get("refs/heads/main") ?? "";
      await pull.merges({ by: "ada" });
      const next = await repo.push({ by: "ada", files: { "b.ts": "b\n" } });
      const last = await repo.push({ by: "ada", files: { "c.ts": "c\n" } });
      for (const sha of [next, last, before]) {
        await repo.deploys({ environment: "staging", sha });
        world.github.advance(60_000);
      }
      expect((await staging())?.map(({ sha, holds }) => [sha, holds])).toEqual([
        [before, false],
        [last, true],
        [next, true],
      ]);
      expect(callsOf(world).filter((call) => call === COMPARE)).toHaveLength(2);
    });

    test("are paged back to the merge", async () => {
      await repo.deploys({ environment: "staging", state: "failure" });
      world.github.advance(60_000);
      const merged = await pull.merges({ by: "ada" });
      const next = await repo.push({ by: "ada", files: { "b.ts": "b\n" } });
      await repo.deploys({ environment: "staging", sha: next });
      for (let count = 0; count < 40; count += 1) await repo.deploys({ environment: "staging", state: "failure" });
      const found = await staging();
      expect(found?.find(({ state }) => state === "success")).toMatchObject({ sha: next, holds: true });
      expect(merged).not.toBe(next);
      expect(callsOf(world).filter((call) => call === "DeploymentsPage")).toHaveLength(1);
    });

    test("of a commit that GitHub knows no more are of unknown content", async () => {
      await pull.merges({ by: "ada" });
      const next = await repo.push({ by: "ada", files: { "b.ts": "b\n" } });
      await repo.deploys({ environment: "staging", sha: next });
      world.github.fail({ match: /compare/, status: 404 });
      expect(await staging()).toMatchObject([{ holds: null }]);
    });
  });

  test("that we may not read are unknown with the reason, and all else is read in the same query", async () => {
    world.github.revokes("acme", "deployments");
    const both = { ...asked, documents: ["docs/plan.md"] };
    const snapshot = await snapshotOf(both);
    expect(snapshot.deployments).toEqual({});
    expect(snapshot.unread["deployments"]).toContain("has to accept the App's permission");
    expect(snapshot.documents?.["docs/plan.md"]).toHaveLength(1);
    expect(await callsByHeart(both)).toEqual(["Snapshot"]);
  });
});

const outputOf = async (name: string) => (await snapshotOf({ outputs: [name] })).outputs?.[name];

describe("checks where GitHub's list of commits does not end with the head", () => {
  test("are those of the head", async () => {
    const before = pull.headSha;
    for (let count = 0; count < 101; count += 1)
      await pull.reportsCheck({ name: `ci-${count}`, conclusion: "success" });
    await pull.pushes({ by: "ada", files: { "src/more.ts": "" } });
    await pull.reportsCheck({ name: "ci-0", conclusion: "failure", summary: "too little" });
    for (let count = 1; count < 101; count += 1)
      await pull.reportsCheck({ name: `ci-${count}`, conclusion: "failure" });
    pull.state.listedUntil = before;
    const { checks, outputs } = await snapshotOf({ facts: ["checks"], outputs: ["ci-0"] });
    expect(checks).toHaveLength(101);
    expect(new Set(checks?.map(({ state }) => state))).toEqual(new Set(["failure"]));
    expect(outputs?.["ci-0"]).toMatchObject([{ state: "failure", text: "ci-0\ntoo little" }]);
  });
});

describe("outputs of checks", () => {
  test("hold everything that a run wrote, the latest of each workflow", async () => {
    await pull.reportsCheck({ name: "coverage", conclusion: "failure", summary: "40 %" });
    world.github.advance(60_000);
    await pull.reportsCheck({ name: "coverage", title: "Coverage", summary: "90 %", text: "| a | b |" });
    await pull.finishesCheck({ name: "coverage", title: "Coverage", summary: "91 %", text: "| a | b |" });
    await pull.reportsCheck({ name: "coverage", conclusion: "success", workflow: "nightly", summary: "88 %" });
    await pull.reportsCheck({ name: "coverage-report", conclusion: "success", summary: "10 %" });
    expect(await outputOf("coverage")).toMatchObject([
      { state: "success", text: "Coverage\n91 %\n| a | b |", app: "github-actions" },
      { state: "success", text: "coverage\n88 %", app: "github-actions" },
    ]);
  });

  test("hold a status' description, and nothing of what did not run", async () => {
    await pull.reportsStatus({ context: "codecov/project", state: "success", description: "91.2% (+0.1%)" });
    expect(await outputOf("codecov/project")).toEqual([{ state: "success", text: "91.2% (+0.1%)", app: null }]);
    expect(await outputOf("coverage")).toEqual([]);
  });

  test("of a run that goes on are pending", async () => {
    await pull.reportsCheck({ name: "coverage", summary: "99 %" });
    expect(await outputOf("coverage")).toMatchObject([{ state: "pending" }]);
  });

  test("are none of ours", async () => {
    await pull.reportsCheck({ name: "coverage", app: "gatehouse", conclusion: "success", summary: "100 %" });
    expect(await outputOf("coverage")).toEqual([]);
  });
});

const numbers = (list: readonly { number: number }[] | undefined) => list?.map(({ number }) => number);

describe("open issues", () => {
  test("are listed by label and milestone, pull requests and closed ones left out", async () => {
    const bug = await repo.opensIssue({ by: "ada", title: "A", labels: ["Bug", "p1"], milestone: "v1" });
    const done = await repo.opensIssue({ by: "ada", title: "B", labels: ["bug"] });
    const planned = await repo.opensIssue({ by: "ada", title: "C", milestone: "v1" });
    await repo.opensIssue({ by: "ada", title: "D", milestone: "v1.1" });
    await done.closes({ by: "ada" });
    await pull.labels({ by: "ada", add: ["bug"] });
    const { openIssues } = await snapshotOf({ issues: ["label:bug", "milestone:V1"] });
    expect(openIssues?.["label:bug"]).toEqual([
      { number: bug.number, title: "A", labels: ["Bug", "p1"], milestone: "v1", url: `${repo.url}/issues/2` },
    ]);
    expect(numbers(openIssues?.["milestone:V1"])).toEqual([bug.number, planned.number]);
    expect(await callsByHeart({ issues: ["label:bug", "milestone:V1"] })).toEqual(["Snapshot"]);
  });

  test("are read to the end", async () => {
    for (let count = 0; count < 101; count += 1)
      await repo.opensIssue({ by: "ada", title: `${count}`, labels: ["bug"], milestone: "v1" });
    const { openIssues } = await snapshotOf({ issues: ["label:bug", "milestone:v1"] });
    expect(openIssues?.["label:bug"]).toHaveLength(101);
    expect(openIssues?.["milestone:v1"]).toHaveLength(101);
  });

  test.each(["label:bgu", "milestone:v2"])("of %s, which is not there, are unknown and not none", async (key) => {
    repo.label("bug");
    repo.milestone("v2.1");
    const snapshot = await snapshotOf({ issues: [key, "label:bug"] });
    expect(snapshot.openIssues).toEqual({ "label:bug": [] });
    expect(snapshot.unread["openIssues"]).toMatch(/There is no (label|milestone) `(bgu|v2)` in acme\/shop/u);
  });
});

const opened = (body = "- [ ] Launch") =>
  repo.opensIssue({ by: "ada", title: "Launch", body, labels: ["launch"], milestone: "v1" });

describe("an issue", () => {
  test("is read like a pull request, at the tip of the default branch, where it has no head of its own", async () => {
    const { number } = await opened();
    const tip = repo.state.refs.get("refs/heads/main") ?? "";
    const needs = { ...EVERYTHING, environments: ["staging"], issues: [] };
    const reading = await readerAsking(needs)({ number });
    expect(reading?.snapshot).toMatchObject({
      subject: { kind: "issue", repository: "acme/shop", number },
      title: "Launch",
      body: "- [ ] Launch",
      author: { login: "ada", type: "User" },
      state: "open",
      labels: ["launch"],
      milestone: "v1",
      base: "main",
      headSha: tip,
      openedAt: "2026-03-02T09:00:00Z",
      mergedAt: null,
      documents: { "docs/plan.md": [{ text: "Plan\n" }] },
      templates: ["## Plan\n"],
      checks: [],
      deployments: { staging: [] },
    });
    expect(reading?.url).toBe(`${repo.url}/issues/${number}`);
    expect(reading?.policy?.procedures).toHaveLength(1);
  });

  test("has no change that a deployment could hold, not even that of the tip", async () => {
    const { number } = await opened();
    const tip = repo.state.refs.get("refs/heads/main") ?? "";
    await repo.deploys({ environment: "staging", sha: tip });
    const needs = { ...EVERYTHING, environments: ["staging"], issues: [] };
    const reading = await readerAsking(needs)({ number });
    expect(reading?.snapshot.deployments?.["staging"]).toMatchObject([{ sha: tip, state: "success", holds: null }]);
  });

  test("has no reviews, and what only pull requests have is unknown, never empty", async () => {
    const { number } = await opened();
    const snapshot = await snapshotOf(EVERYTHING, { number });
    expect(snapshot.reviews).toEqual([]);
    for (const fact of ["files", "threads", "linkedIssues", "commits"] as const) {
      expect(snapshot[fact]).toBeUndefined();
      expect(snapshot.unread[fact]).toMatch(/^An issue /u);
    }
  });

  test("is judged by the checks of that commit", async () => {
    const { number } = await opened();
    await pull.merges({ by: "ada", method: "squash" });
    const tip = repo.state.refs.get("refs/heads/main") ?? "";
    await repo.reportsCheck({ name: "ci", sha: tip, conclusion: "success", summary: "90 %" });
    const snapshot = await snapshotOf({ facts: ["checks"], outputs: ["ci"] }, { number });
    expect(snapshot.checks).toMatchObject([{ name: "ci", state: "success" }]);
    expect(snapshot.outputs?.["ci"]).toMatchObject([{ text: "ci\n90 %" }]);
  });

  test("that is closed is closed, and one that is no more is gone", async () => {
    const issue = await opened();
    await issue.closes({ by: "ada" });
    expect((await snapshotOf({}, { number: issue.number })).state).toBe("closed");
    await issue.deletes({ by: "ada" });
    expect(await readerAsking({})({ number: issue.number })).toBeUndefined();
  });

  test("bears our comments, found by searching", async () => {
    const issue = await opened();
    const body = "<!-- gatehouse:checklist -->";
    await issue.comments({ by: "ada", body });
    const client = await world.clientOf(repo.installationId ?? 0);
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    await client.write(route, { owner: "acme", repo: "shop", issue_number: issue.number, body });
    const reading = await readerAsking({})({ number: issue.number, comments: { search: true } });
    expect(reading?.checklist).toMatchObject({ kind: "checklist", body });
    expect(reading?.extra).toEqual([]);
  });
});
