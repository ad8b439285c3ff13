import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { callsOf, checkOf, openShop, opensPull, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What a sign-off by command outlives. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const procedureWith = (settings: string): string => `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: product, title: The product owner agrees, require: { signoff: { role: product, ${settings} } } }
`;

const CONFIG = `version: 1
roles:
  product: [paula]
procedures:
  - ./procedures/release.yml
`;

const GIVEN = "success: Ready";
const OPEN = "action_required: 1 of 1 left: 1 sign-off";

const signedOff = async (settings: string): Promise<PullScenario> => {
  const repo = openShop(world.github, { procedure: procedureWith(settings), config: CONFIG });
  repo.collaborator("paula", "write");
  const pull = await opensPull(repo);
  await world.settle();
  expect(checkOf(pull)).toBe(OPEN);
  world.github.advance(1000);
  await pull.comments({ by: "paula", body: "/gate signoff product fine with me" });
  await world.settle();
  expect(checkOf(pull)).toBe(GIVEN);
  expect(statusOf(pull)).toContain("paula");
  return pull;
};

const pushes = async (pull: PullScenario, path: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  world.github.resetCalls();
  await pull.pushes({ by: "ada", files: { [path]: `changed at ${world.github.now().toISOString()}\n` } });
  await world.settle();
  return callsOf(world.github);
};

describe("a sign-off", () => {
  test("goes with any push", async () => {
    const pull = await signedOff("stale_on: push");
    await pushes(pull, "docs/a.md");
    expect(checkOf(pull)).toBe(OPEN);
  });

  test("goes with a push that touches its paths, and with no other; a second look tells", async () => {
    const pull = await signedOff("stale_on: paths, paths: [src/**]");
    const calls = await pushes(pull, "docs/a.md");
    expect(checkOf(pull)).toBe(GIVEN);
    expect(calls.filter((call) => /compare/iu.test(call))).toHaveLength(1);
    await pushes(pull, "src/basket.ts");
    expect(checkOf(pull)).toBe(OPEN);
    await pushes(pull, "docs/b.md");
    expect(checkOf(pull)).toBe(OPEN);
  });

  test("stays for ever where the procedure says so", async () => {
    const pull = await signedOff("stale_on: never");
    const calls = await pushes(pull, "src/basket.ts");
    expect(checkOf(pull)).toBe(GIVEN);
    expect(calls.filter((call) => /compare/iu.test(call))).toEqual([]);
  });
});

const lateToldOn = async (settings: string): Promise<PullScenario> => {
  const repo = openShop(world.github, { procedure: procedureWith(settings), config: CONFIG });
  repo.collaborator("paula", "write");
  const pull = await opensPull(repo);
  await world.settle();
  world.github.hold();
  world.github.advance(2000);
  await pull.comments({ by: "paula", body: "/gate signoff product" });
  world.github.advance(2000);
  await pull.pushes({ by: "ada", files: { "src/basket.ts": "export const evil = true;\n" } });
  return pull;
};

/** The push is seen as soon as anything is read; the command may be told later. */
describe("a sign-off that is told after a push", () => {
  test("does not count for what was pushed", async () => {
    const pull = await lateToldOn("stale_on: push");
    await world.github.releaseSome(world.github.held.filter(({ event }) => event === "issue_comment"));
    await world.settle();
    expect(checkOf(pull)).toBe(OPEN);
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(checkOf(pull)).toBe(OPEN);
    expect(statusOf(pull)).toContain("paula signed off on an earlier commit");
  });

  test("is known to be about what was there before, where only that counts", async () => {
    const pull = await lateToldOn("stale_on: paths, paths: [docs/**]");
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(checkOf(pull)).toBe(GIVEN);
  });
});

test("a withdrawal that is told before its sign-off takes it back all the same", async () => {
  const repo = openShop(world.github, { procedure: procedureWith("stale_on: never"), config: CONFIG });
  repo.collaborator("paula", "write");
  const pull = await opensPull(repo);
  await world.settle();
  world.github.hold();
  for (const body of ["/gate signoff product", "/gate revoke product"]) {
    world.github.advance(2000);
    await pull.comments({ by: "paula", body });
  }
  for (const delivery of world.github.held.toReversed()) {
    await world.github.releaseSome([delivery]);
    await world.settle();
  }
  await world.github.release();
  await world.settle();
  expect(checkOf(pull)).toBe(OPEN);
  expect(statusOf(pull)).toContain("paula took the sign-off back");
});

const teamed = async (name: string): Promise<PullScenario> => {
  const repo = world.github.repo(`guild/${name}`, {
    collaborators: { ada: "write", paula: "write", olga: "write" },
    installed: true,
    files: {
      "README.md": "# Shop\n",
      ".github/gatehouse.yml": CONFIG.replace("[paula]", name === "logins" ? "[paula]" : '["@guild/product"]'),
      ".github/procedures/release.yml": procedureWith("stale_on: never"),
    },
  });
  return opensPull(repo);
};

describe("somebody who leaves a team", () => {
  test("is no member of its role at once, and nobody else is asked about", async () => {
    await world.github.changesTeam({ org: "guild", team: "product", add: "paula" });
    const [pull, other] = [await teamed("teams"), await teamed("logins")];
    await world.settle();
    world.github.advance(1000);
    await pull.comments({ by: "paula", body: "/gate signoff product" });
    await world.settle();
    expect(checkOf(pull)).toBe(GIVEN);
    world.github.resetCalls();
    await world.github.changesTeam({ org: "guild", team: "design", add: "paula", remove: "paula" });
    await world.settle();
    expect(callsOf(world.github)).toEqual([]);
    await world.github.changesTeam({ org: "guild", team: "product", remove: "paula" });
    await world.settle();
    expect(checkOf(pull)).toBe("failure: 1 of 1 left: role too small");
    expect(callsOf(world.github).filter((call) => call === "Snapshot")).toHaveLength(1);
    expect(checkOf(other)).toBe(OPEN);
    await world.github.changesTeam({ org: "guild", team: "product", add: "paula" });
    await world.settle();
    expect(checkOf(pull)).toBe(GIVEN);
  });
});
