import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { kinds, type Databases } from "../store/databases.ts";
import { BOXES, checkOf, configOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

const summaryOf = (pull: PullScenario): string => pull.check("gatehouse")?.summary ?? "";

const tick = async (pull: PullScenario): Promise<void> => {
  await pull.ticks({ by: "quinn", step: "Tried on staging" });
  await pull.ticks({ by: "ada", step: "Alerts looked at" });
};

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let world: World;

  beforeAll(async () => {
    databases = await start();
    world = await startWorld(await databases.create());
  });
  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });
  afterEach(() => world.github.assertClean());

  const merged = async (repo: ReturnType<typeof openShop>, head: string, first?: typeof tick): Promise<void> => {
    const pull = await opensPull(repo, { head, files: { [`src/${head}.ts`]: "export {};\n" } });
    await world.settle();
    await first?.(pull);
    await world.settle();
    await pull.merges({ by: "max" });
    await world.settle();
  };

  test("a config in shadow mode holds nothing back, and counts what it would have held", async () => {
    const repo = openShop(world.github, { config: configOf("mode: shadow") });
    await merged(repo, "ready", tick);
    await merged(repo, "one", (pull) => pull.ticks({ by: "ada", step: "Alerts looked at" }));
    for (const head of ["two", "three"]) await merged(repo, head);
    const early = await opensPull(repo, { head: "early" });
    await world.settle();
    expect(checkOf(early)).toBe("neutral: Shadow mode: 2 of 2 left: 2 ticks");
    expect(summaryOf(early)).not.toContain("On trial since");
    await merged(repo, "four");
    await early.ticks({ by: "ada", step: "Alerts looked at" });
    await world.settle();
    expect(summaryOf(early)).toMatch(
      /On trial since \d{4}-\d\d-\d\d: 5 pull requests were merged, and 4 of them would have been held: Tried on staging \(4\), Alerts looked at \(3\)\./,
    );
  });

  test("a procedure in shadow mode is counted alone, beside one that holds", async () => {
    const repo = openShop(world.github, {
      config: configOf("  - { use: ./procedures/trial.yml, mode: shadow }").replace("version: 1\n", "version: 1\n"),
      files: { ".github/procedures/trial.yml": BOXES.replace("id: release", "id: trial").replace("Alerts", "Alarms") },
    });
    for (const head of ["a", "b", "c", "d", "e"]) await merged(repo, head, tick);
    const next = await opensPull(repo, { head: "next" });
    await world.settle();
    expect(checkOf(next)).toBe("action_required: 2 of 2 left: 2 ticks");
    expect(summaryOf(next)).toContain(
      "5 pull requests were merged, and 5 of them would have been held: Alarms looked at (5), Tried on staging (5).",
    );
  });

  test("what was merged before nobody counts, nor what nothing on trial is asked about", async () => {
    const repo = openShop(world.github);
    for (const head of ["a", "b", "c", "d", "e"]) await merged(repo, head, tick);
    await repo.push({ by: "olga", files: { ".github/gatehouse.yml": configOf("mode: shadow") } });
    const next = await opensPull(repo, { head: "next" });
    await world.settle();
    expect(checkOf(next)).toBe("neutral: Shadow mode: 2 of 2 left: 2 ticks");
    expect(summaryOf(next)).not.toContain("On trial since");
  });
});
