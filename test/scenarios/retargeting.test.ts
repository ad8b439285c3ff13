import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { callsOf, checkOf, openShop, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** With another base branch the same commits are another change. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const CONFIG = `version: 1
roles:
  product: [paula]
procedures:
  - ./procedures/release.yml
override: { roles: [product], expires: 24h }
`;

const GIVEN = "success: Ready";

const becomes = async (pull: PullScenario, base: string): Promise<void> => {
  world.github.advance(1000);
  world.github.resetCalls();
  await pull.edits({ by: "ada", base });
  await world.settle();
};

describe("a pull request that gets another base branch has another diff", () => {
  const AGREED = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    steps:
      - { id: product, title: Agreed, require: { signoff: { role: product, STALE } } }
      - { id: lead, title: Decided, require: { decision: { role: product } } }
`;
  const retargetable = async (stale: string): Promise<PullScenario> => {
    const procedure = AGREED.replace("STALE", stale);
    const repo = openShop(world.github, { procedure, config: CONFIG });
    repo.collaborator("paula", "write");
    repo.branch("sandbox");
    await repo.push({ by: "max", branch: "sandbox", files: { "src/evil.ts": "never reviewed\n" } });
    repo.branch("feature", "sandbox");
    await repo.push({ by: "ada", branch: "feature", files: { "docs/typo.md": "typo\n" } });
    const pull = await repo.opens({ by: "ada", title: "Typo", body: "", head: "feature", base: "sandbox" });
    await world.settle();
    world.github.advance(1000);
    return pull;
  };

  test.each([
    ["a sign-off by command", "stale_on: push", "/gate signoff product"],
    ["one that is to be kept", "stale_on: never", "/gate signoff product"],
    ["one of paths", "stale_on: paths, paths: [src/**]", "/gate signoff product"],
    ["an approving review", "stale_on: push", undefined],
  ])("%s and a go count no more, also when the base comes back", async (_what, stale, command) => {
    const pull = await retargetable(stale);
    if (command === undefined) await pull.reviews({ by: "paula", state: "APPROVE" });
    else await pull.comments({ by: "paula", body: command });
    await pull.comments({ by: "paula", body: "/gate go lead" });
    await world.settle();
    expect(checkOf(pull)).toBe(GIVEN);
    for (const base of ["main", "sandbox"]) {
      await becomes(pull, base);
      expect(checkOf(pull)).toContain("2 of 2 left");
      expect(statusOf(pull)).toContain(`before the base branch was changed to \`${base}\``);
      expect(callsOf(world.github).filter((call) => /compare/iu.test(call))).toEqual([]);
    }
    world.github.advance(1000);
    await pull.comments({ by: "paula", body: "/gate signoff product\n/gate go lead" });
    await world.settle();
    expect(checkOf(pull)).toBe(GIVEN);
  });

  test("an override opens nothing any more", async () => {
    const pull = await retargetable("stale_on: push");
    await pull.comments({ by: "paula", body: "/gate override only the sandbox" });
    await world.settle();
    expect(checkOf(pull)).toContain("success");
    await becomes(pull, "main");
    expect(checkOf(pull)).toContain("2 of 2 left");
  });

  test("what is told after the change was said of the diff before it", async () => {
    const pull = await retargetable("stale_on: never");
    world.github.hold();
    await pull.comments({ by: "paula", body: "/gate signoff product\n/gate go lead\n/gate override the sandbox" });
    world.github.advance(1000);
    await pull.edits({ by: "ada", base: "main" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(checkOf(pull)).toContain("2 of 2 left");
  });
});
