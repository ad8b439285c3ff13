import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kinds, type Databases } from "../store/databases.ts";
import { checkOf, openShop, opensPull, tickedIn } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

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

  test("ticks make a pull request ready, also over a restart", async () => {
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    await world.away();
    await world.back();
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
    world.github.assertClean();
  });

  test("pull requests with one head commit have one check between them", async () => {
    const repo = openShop(world.github, { branches: ["next"] });
    const one = await opensPull(repo, { head: "feature" });
    const other = await opensPull(repo, { head: "feature", base: "next", files: {} });
    await world.settle();
    expect(other.headSha).toBe(one.headSha);
    expect(checkOf(one)).toMatch(/^action_required: Pull request \d+: 2 of 2 left: 2 ticks$/);
    expect(checkOf(other)).toBe(checkOf(one));
    world.github.assertClean();
  });
});
