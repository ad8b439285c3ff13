import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { openStore } from "../../src/store/open-store.ts";
import type { KeptEnforcement } from "../../src/readiness/adoption/enforcement.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { kinds, silent, type Databases } from "../store/databases.ts";
import { callsOf, CONFIG, configOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Whether the check is required GitHub tells once there is one. */
const looksAgain = (pull: PullScenario): Promise<void> =>
  pull.pressesButton({ by: "ada", check: "gatehouse", identifier: "recheck" });

const codes = (kept: KeptEnforcement | undefined): readonly string[] =>
  (kept?.concerns ?? []).map(({ severity, code }) => `${severity} ${code}`);

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let world: World;
  let place: Awaited<ReturnType<Databases["create"]>>;

  beforeAll(async () => {
    databases = await start();
    place = await databases.create();
    world = await startWorld({ ...place, selfCheck: true });
  });
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });
  afterEach(() => world.github.assertClean());

  /** What the page of a repository would show: read while the process is away, since the embedded database takes one. */
  const found = async (repo: RepoScenario): Promise<KeptEnforcement | undefined> => {
    await world.away();
    const store = await openStore({ ...place, log: silent });
    const kept = await store.enforcement.of(repo.state.id);
    await store.close();
    await world.back();
    return kept;
  };

  const DEPLOYS = configOf("environments: { production: {} }");

  test("a repository whose check nothing requires is found out", async () => {
    const repo = openShop(world.github, { config: DEPLOYS });
    const pull = await opensPull(repo);
    await world.settle();
    await looksAgain(pull);
    await world.settle();
    const kept = await found(repo);
    expect(kept).toMatchObject({
      branch: "main",
      isRequired: false,
      environments: [{ name: "production", isProtected: false }],
    });
    expect(codes(kept)).toEqual(["error check-not-required", "error environment-missing"]);
  });

  test("one that is guarded as well as the App can tell", async () => {
    const repo = openShop(world.github, { config: DEPLOYS });
    repo.ruleset({ name: "Main", checks: [{ context: "gatehouse", appId: world.github.appId }] });
    repo.environment("production", { adminsBypass: false });
    await opensPull(repo);
    await world.settle();
    const kept = await found(repo);
    expect(kept).toMatchObject({ isRequired: true, environments: [{ name: "production", isProtected: true }] });
    expect(codes(kept)).toEqual(["unknown bypass-unread", "unknown classic-unread"]);
    expect(kept?.concerns[0]?.remedy).toBe("`gatehouse doctor`, run by an administrator, tells.");
  });

  test("classic protection, which only administrators may read, is told by the check itself", async () => {
    const repo = openShop(world.github);
    repo.protectClassic("main", { checks: [{ context: "gatehouse", appId: world.github.appId }] });
    const pull = await opensPull(repo);
    await world.settle();
    await looksAgain(pull);
    await world.settle();
    const kept = await found(repo);
    expect(kept?.isRequired).toBe(true);
    expect(codes(kept)).toEqual(["unknown classic-unread"]);
  });

  test("is looked at once a day, after a push to the policy, and when the check stops being required", async () => {
    const repo = openShop(world.github);
    repo.ruleset({ name: "Main", checks: [{ context: "gatehouse", appId: world.github.appId }] });
    const pull = await opensPull(repo);
    await world.settle();
    await looksAgain(pull);
    await world.settle();
    const here = `/repos/${repo.state.owner.login}/${repo.state.name}/rules/branches/`;
    const looks = (): number => world.github.calls.filter(({ path }) => path.startsWith(here)).length;
    world.github.resetCalls();
    await looksAgain(pull);
    await world.settle();
    expect(looks()).toBe(0);

    repo.state.rulesets.splice(0);
    await looksAgain(pull);
    await world.settle();
    expect(looks()).toBe(1);

    world.github.resetCalls();
    await repo.push({ by: "olga", files: { [CONFIG]: DEPLOYS } });
    await world.settle();
    expect(looks()).toBe(1);
    expect(callsOf(world.github)).toContain("GET /repos/{owner}/{repo}/environments");

    world.github.resetCalls();
    world.github.advance(DAY_MS);
    await world.gatehouse.moved();
    await looksAgain(pull);
    await world.settle();
    expect(looks()).toBe(1);
  });

  const said = async (config: string): Promise<string> => {
    const pull = await opensPull(openShop(world.github, { config }));
    await world.settle();
    await looksAgain(pull);
    await world.settle();
    return pull.check("gatehouse")?.summary ?? "";
  };

  test("what GitHub keeps refusing is given up until the next occasion", async () => {
    world.github.resetCalls();
    world.github.fail({ match: /\/rules\/branches\//, status: 404, next: 50 });
    const repo = openShop(world.github);
    await opensPull(repo);
    const looks = (): number => world.github.calls.filter(({ path }) => path.includes("/rules/branches/")).length;
    while (looks() < 3) await world.settle();
    await world.settle();
    world.github.clearFaults();
    expect(looks()).toBe(3);
    expect(await found(repo)).toBeUndefined();
    await world.settle();
    expect(looks()).toBe(3);
  });

  test("that nothing requires the check is told on it, unless the config silences that", async () => {
    expect(await said(configOf())).toContain("Not enforced: no ruleset or protection");
    expect(await said(configOf("comments: { unenforced: false }"))).not.toContain("Not enforced");
  });
});
