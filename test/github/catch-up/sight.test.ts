import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { appCallsOn } from "../../../src/github/catch-up/app-calls.ts";
import { budgetOn } from "../../../src/github/catch-up/budget.ts";
import { deliveryLogOn } from "../../../src/github/catch-up/deliveries.ts";
import { sightOn } from "../../../src/github/catch-up/sight.ts";
import { createLimits } from "../../../src/github/limits.ts";
import { waitingOn } from "../../../src/github/catch-up/waiting.ts";
import type { Looking, LookingForIssues, Sight } from "../../../src/readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../../src/readiness/ports.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { callsOf, startReadingWorld, type ReadingWorld } from "../reading-world.ts";

const CONFIG = ".github/gatehouse.yml";

let world: ReadingWorld;
let sight: Sight;

beforeAll(async () => {
  world = await startReadingWorld();
  sight = sightOn(appCallsOn(world.probot), world.clientOf);
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.github.stop());

const refOf = ({ state, installationId = 0 }: RepoScenario): RepositoryRef => ({
  installationId,
  repositoryId: state.id,
  owner: state.owner.login,
  name: state.name,
});

const look = async (repos: readonly RepoScenario[], how: Partial<Looking> = {}) => {
  const [first] = repos;
  const many = repos.map((repo) => ({ repository: refOf(repo), all: true, ...how }));
  return sight.look(first?.installationId ?? 0, many);
};

const numbersOf = (pulls: readonly { readonly number: number }[] = []) => pulls.map(({ number }) => number);

describe("what the App sees", () => {
  test("installations, without those that are suspended", async () => {
    const repo = world.github.repo("seen/one", { installed: true });
    world.github.repo("asleep/one", { installed: true });
    await world.github.suspends("asleep");
    const installations = await sight.installations();
    expect(installations).toContain(repo.installationId);
    expect(installations).not.toContain(world.github.installation("asleep").id);
  });

  test("repositories of one installation, a hundred at a time, without archived ones", async () => {
    const repos = Array.from({ length: 130 }, (_none, index) =>
      world.github.repo(`many/r${index}`, { installed: true }),
    );
    await repos[3]?.archives({ by: "octo-founder" });
    const pages: number[] = [];
    for await (const page of sight.repositories(repos[0]?.installationId ?? 0)) pages.push(page.length);
    expect(pages).toEqual([99, 30]);
  });
});

describe("one look at many repositories", () => {
  test("tells configs, tips and open pull requests in one query, and first configs in another; what is gone is left out", async () => {
    const shop = world.github.repo("acme/shop", { installed: true, files: { [CONFIG]: "version: 1\n" } });
    const bare = world.github.repo("acme/bare", { installed: true });
    const gone = world.github.repo("acme/gone", { installed: true });
    const pull = await shop.opens({ by: "ada" });
    await bare.opens({ by: "ada" });
    const first = await bare.opens({ by: "ada", head: "first", files: { [CONFIG]: "version: 1\n" } });
    await gone.renames({ by: "ada", to: "elsewhere" });
    const many = [shop, bare, gone].map((repo) => ({ repository: refOf(repo), all: true }));
    const missing = { repository: { ...refOf(gone), name: "nowhere" }, all: true };
    world.github.resetCalls();
    const seen = await sight.look(shop.installationId ?? 0, [...many, missing]);
    expect(callsOf(world)).toEqual(["Sweep", "SweepFirsts"]);
    expect(seen.repositories.map(({ firsts }) => firsts && [...firsts])).toEqual([
      undefined,
      [first.headSha],
      undefined,
    ]);
    expect(seen.isOwnerConfigured).toBe(false);
    expect(seen.repositories.map(({ repository, configured }) => [repository.name, [...configured]])).toEqual([
      ["shop", ["main"]],
      ["bare", []],
      ["elsewhere", []],
    ]);
    expect(seen.repositories[0]).toMatchObject({
      tip: { branch: "main" },
      pulls: [{ number: pull.number, state: "open", headSha: pull.headSha, baseRef: "main" }],
    });
  });

  test("tells of the owner's config, and of one that only a branch for an older release has", async () => {
    world.github.repo("house/.github", { installed: true, files: { [CONFIG]: "version: 1\n" } });
    const shop = world.github.repo("house/shop", { installed: true, branches: ["older"] });
    await shop.push({ by: "ada", branch: "older", files: { [CONFIG]: "version: 1\n" } });
    await shop.opens({ by: "ada", base: "older" });
    world.github.resetCalls();
    const seen = await look([shop]);
    expect(seen.isOwnerConfigured).toBe(true);
    expect([...(seen.repositories[0]?.configured ?? [])]).toEqual(["older"]);
    expect(callsOf(world)).toEqual(["Sweep", "SweepBranches"]);
  });

  test("reads all open ones to the end, and of others only those that changed since", async () => {
    const shop = world.github.repo("long/shop", { installed: true, collaborators: { ada: "write" } });
    const pulls = [];
    for (let index = 0; index < 60; index += 1) {
      world.github.advance(1000);
      pulls.push(await shop.opens({ by: "ada" }));
    }
    const since = world.github.now();
    world.github.advance(1000);
    await pulls[0]?.edits({ by: "ada", title: "Another" });
    await pulls[1]?.closes({ by: "ada" });
    await pulls[2]?.merges({ by: "ada" });
    const all = await look([shop]);
    expect(numbersOf(all.repositories[0]?.pulls)).toHaveLength(58);
    const recent = await look([shop], { all: false, since: new Date(since.getTime() + 500) });
    expect(recent.repositories[0]?.pulls.map(({ number, state }) => [number, state])).toEqual([
      [1, "open"],
      [3, "merged"],
      [2, "closed"],
    ]);
    const both = await look([shop], { all: true, since: new Date(since.getTime() + 500) });
    expect(numbersOf(both.repositories[0]?.pulls)).toHaveLength(60);
  });

  test("first configs are asked for fifty pull requests at a time, and what GitHub does not answer holds up nothing else", async () => {
    const repos: RepoScenario[] = [];
    const heads: (string | undefined)[] = [];
    for (let index = 0; index < 13; index += 1) {
      const repo = world.github.repo(`bare-town/r${index}`, { installed: true });
      for (let pulls = 0; pulls < 7; pulls += 1) await repo.opens({ by: "ada" });
      const first = await repo.opens({ by: "ada", head: "first", files: { [CONFIG]: "version: 1\n" } });
      repos.push(repo);
      heads.push(first.headSha);
    }
    const firstsIn = ({ repositories }: Awaited<ReturnType<typeof look>>) =>
      repositories.map(({ firsts }) => [...(firsts ?? [])][0]);
    world.github.resetCalls();
    const whole = await look(repos);
    expect(firstsIn(whole)).toEqual(heads);
    expect(whole.unread).toEqual([]);
    expect(callsOf(world)).toEqual(["Sweep", "SweepFirsts", "SweepFirsts", "SweepFirsts"]);
    world.github.fail({ match: /SweepFirsts/u, status: 502 });
    const { unread = [], ...part } = await look(repos);
    // Fifty pull requests are those of the first six repositories and two of the seventh.
    expect(unread).toMatchObject([{ repositoryIds: repos.slice(0, 7).map(({ state }) => state.id) }]);
    expect(firstsIn({ ...part }).slice(7)).toEqual(heads.slice(7));
    expect(part.repositories).toHaveLength(13);
  });

  test("never takes a part for the whole", async () => {
    const shop = world.github.repo("partly/shop", { installed: true });
    world.github.fail({ match: /Sweep/u, errors: [{ message: "Something went wrong" }], applied: true });
    await expect(look([shop])).rejects.toThrow("Something went wrong");
  });
});

describe("the log of deliveries", () => {
  test("is read page by page, newest first, with what nobody answered; what no handler cares for counts as delivered", async () => {
    const log = deliveryLogOn(appCallsOn(world.probot));
    const shop = world.github.repo("logged/shop", { installed: true });
    const pull = await shop.opens({ by: "ada" });
    for (let index = 0; index < 110; index += 1) await pull.comments({ by: "ada", body: String(index) });
    const first = await log.page(undefined);
    expect(first.attempts).toHaveLength(100);
    expect(first.next).toBeDefined();
    const second = await log.page(first.next);
    expect(second.attempts[0]?.id).toBeLessThan(first.attempts.at(-1)?.id ?? 0);
    const newest = world.github.lastDelivery("issue_comment.created");
    expect(first.attempts[0]).toMatchObject({ guid: newest?.guid, id: newest?.id, isDelivered: false });
    expect(await log.redeliver(newest?.id ?? 0)).toBe("asked");
    expect(await log.redeliver(1)).toBe("gone");
    await world.github.settled();
  });
});

const waiting = () => waitingOn(world.clientOf);

describe("what waits for our word", () => {
  test("runs at environments where our rule is; whether anybody else could hold them", async () => {
    const shop = world.github.repo("waits/shop", { installed: true });
    shop.environment("production");
    const run = await shop.workflow({ environments: ["production"] });
    expect(await waiting().runs(refOf(shop), undefined)).toEqual({
      runs: [{ runId: run.id, attempt: 1, sha: run.sha, ref: "main", environment: "production", isOnlyOurs: true }],
    });
  });

  test("of very many runs the newest hundred, and from where to go on", async () => {
    const shop = world.github.repo("crowded/shop", { installed: true });
    shop.environment("production");
    const ids: number[] = [];
    for (let index = 0; index < 230; index += 1) {
      if (index % 5 === 0) world.github.advance(1000);
      ids.unshift((await shop.workflow({ environments: ["production"] })).id);
    }
    const seen = async (before: Date | undefined) => {
      const { runs, until } = await waiting().runs(refOf(shop), before);
      return { runs: runs.map(({ runId }) => runId), until };
    };
    world.github.resetCalls();
    const first = await seen(undefined);
    expect(first.runs).toEqual(ids.slice(0, 100));
    // Two pages of the list, what each waits for, and the rules of the environment.
    expect(callsOf(world)).toHaveLength(103);
    const second = await seen(first.until);
    expect(second.runs).toEqual(ids.slice(100, 200));
    const last = await seen(second.until);
    expect(last.runs).toEqual(ids.slice(200));
    expect(last.until).toBeUndefined();
  });

  test("where more than a hundred runs were made in one second, all of that second", async () => {
    const shop = world.github.repo("burst/shop", { installed: true });
    shop.environment("production");
    world.github.advance(1000);
    for (let index = 0; index < 130; index += 1) await shop.workflow({ environments: ["production"] });
    const { runs, until } = await waiting().runs(refOf(shop), undefined);
    expect([runs.length, until]).toEqual([130, undefined]);
  });

  test("groups of merge queues by the names of their branches", async () => {
    const shop = world.github.repo("queues/shop", { installed: true });
    shop.ruleset({ checks: [{ context: "ci", appId: null }], queue: {} });
    const pull = await shop.opens({ by: "ada" });
    shop.collaborator("ada", "write");
    await shop.reportsCheck({ name: "ci", conclusion: "success", sha: pull.headSha });
    await pull.enqueues({ by: "ada" });
    const group = shop.mergeQueue().group(pull.number);
    expect(await waiting().groups(refOf(shop), ["main", "other"])).toEqual([
      { headSha: group?.headSha, headRef: group?.ref, baseSha: group?.baseSha, baseRef: "main" },
    ]);
    expect(await waiting().groups(refOf(shop), [])).toEqual([]);
  });

  test("groups of a queue that has more than a hundred entries, page by page for as long as there are groups", async () => {
    const shop = world.github.repo("long-queue/shop", { installed: true });
    shop.ruleset({ checks: [{ context: "ci", appId: null }], queue: { build: 103 } });
    shop.collaborator("ada", "write");
    const numbers: number[] = [];
    for (let index = 0; index < 105; index += 1) {
      const pull = await shop.opens({ by: "ada", files: { [`${index}.txt`]: "new" } });
      await shop.reportsCheck({ name: "ci", conclusion: "success", sha: pull.headSha });
      await pull.enqueues({ by: "ada" });
      numbers.push(pull.number);
    }
    world.github.resetCalls();
    const groups = await waiting().groups(refOf(shop), ["main", "other"]);
    expect(groups).toHaveLength(103);
    expect(groups.at(-1)?.headSha).toBe(shop.mergeQueue().group(numbers[102] ?? 0)?.headSha);
    expect(callsOf(world)).toEqual(["SweepQueues", "SweepQueues"]);
  });

  test("issues that changed since, the oldest change first, and whether those that are closed are wanted", async () => {
    const shop = world.github.repo("asks/shop", { installed: true });
    const [old, closed] = [
      await shop.opensIssue({ by: "ada", title: "Old" }),
      await shop.opensIssue({ by: "ada", title: "Closed" }),
    ];
    world.github.advance(60_000);
    const from = world.github.now();
    const fresh = await shop.opensIssue({ by: "ada", title: "New" });
    world.github.advance(60_000);
    await closed.closes({ by: "ada" });
    const seen = async (about: LookingForIssues) => {
      const { issues, until } = await waiting().issues(refOf(shop), about);
      return { issues: issues.map(({ number, state }) => [number, state]), until };
    };
    expect(await seen({ from, closed: true })).toEqual({
      issues: [
        [fresh.number, "open"],
        [closed.number, "closed"],
      ],
      until: undefined,
    });
    expect((await seen({ from: undefined, closed: false })).issues).toEqual([
      [old.number, "open"],
      [fresh.number, "open"],
    ]);
  });

  test("of very many issues five hundred in five calls, and from where to go on", async () => {
    const shop = world.github.repo("many-issues/shop", { installed: true });
    const numbers: number[] = [];
    for (let index = 0; index < 620; index += 1) {
      if (index % 10 === 0) world.github.advance(1000);
      numbers.push((await shop.opensIssue({ by: "ada", title: `Issue ${index}` })).number);
    }
    world.github.resetCalls();
    const first = await waiting().issues(refOf(shop), { from: undefined, closed: false });
    expect(numbersOf(first.issues)).toEqual(numbers.slice(0, 500));
    expect(callsOf(world)).toEqual(Array.from({ length: 5 }, () => "SweepIssues"));
    const rest = await waiting().issues(refOf(shop), { from: first.until, closed: false });
    expect(numbersOf(rest.issues)).toEqual(numbers.slice(490));
    expect(rest.until).toBeUndefined();
    expect(callsOf(world)).toHaveLength(7);
  });

  test("where more than five hundred changed in one second, all of that second", async () => {
    const shop = world.github.repo("bulk/shop", { installed: true });
    for (let index = 0; index < 610; index += 1) await shop.opensIssue({ by: "ada", title: `Issue ${index}` });
    const from = world.github.now();
    const { issues, until } = await waiting().issues(refOf(shop), { from, closed: false });
    expect([issues.length, until]).toEqual([610, undefined]);
  });

  test("nothing where the App may not look, and an error where GitHub fails", async () => {
    const shop = world.github.repo("kept/shop", { installed: true });
    for (const permission of ["actions", "merge_queues"]) world.github.revokes("kept", permission);
    expect(await waiting().runs(refOf(shop), undefined)).toEqual({ runs: [] });
    expect(await waiting().groups(refOf(shop), ["main"])).toEqual([]);
    world.github.fail({ status: 502, match: /SweepIssues/u });
    await expect(waiting().issues(refOf(shop), { from: undefined, closed: false })).rejects.toThrow("GraphQL");
  });
});

test("what is left of the minute's writes counts as well", async () => {
  const shop = world.github.repo("busy/shop", { installed: true });
  const limits = createLimits();
  const budget = budgetOn(world.clientOf, limits, () => world.github.now());
  const id = shop.installationId ?? 0;
  for (let writes = 0; writes < 120; writes += 1) await limits.write(id, { creates: false });
  const { share, resetAt } = await budget.left(id);
  expect(share).toBeCloseTo(0.25, 2);
  expect(resetAt.getTime() - world.github.now().getTime()).toBeLessThanOrEqual(60_000);
  expect(
    (await budget.left(world.github.repo("calm/shop", { installed: true }).installationId ?? 0)).share,
  ).toBeGreaterThan(0.9);
});

test("what is left of the budget is the share of the scarcer one, and asking costs nothing", async () => {
  const shop = world.github.repo("rich/shop", { installed: true });
  const budget = budgetOn(world.clientOf);
  await look([shop]);
  const before = await budget.left(shop.installationId ?? 0);
  expect(before.share).toBeGreaterThan(0.9);
  world.github.leavesRequests(1000);
  const after = await budget.left(shop.installationId ?? 0);
  expect(after.share).toBeCloseTo(0.2, 2);
  expect(after.resetAt.getTime()).toBeGreaterThan(world.github.now().getTime());
});
