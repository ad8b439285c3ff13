import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { deferred } from "../store/databases.ts";
import { checkOf, openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** However badly things stand on one installation, others don't wait for it. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const AWAITED = "action_required: 2 of 2 left: 2 ticks";

/** More than there are places to work in. */
const MANY = 18;

test.each([
  ["writes", (repo: string) => `^(?:POST|PATCH) /repos/${repo}/`],
  ["reads", (repo: string) => `^POST /graphql Snapshot ${repo}$`],
])("while none of its %s is answered, the checks of others are written", async (_what, calls) => {
  const stuck = openShop(world.github);
  const others = openShop(world.github);
  const many: PullScenario[] = [];
  for (let number = 0; number < MANY; number += 1) many.push(await opensPull(stuck, { title: `Number ${number}` }));
  const beside = await opensPull(others);
  await world.settle();

  const answered = deferred();
  let held = 0;
  world.github.fail({
    match: new RegExp(calls(stuck.fullName), "u"),
    next: Number.POSITIVE_INFINITY,
    meanwhile: () => {
      held += 1;
      return answered.promise;
    },
  });
  for (const pull of many) await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
  await until(() => held >= 16, "as many hang as there are places");
  await beside.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
  await until(() => checkOf(beside) === AWAITED, "the other check is there");
  expect(many.map(checkOf)).not.toContain(AWAITED);

  answered.resolve();
  world.github.clearFaults();
  await world.settle();
  expect(many.map(checkOf)).toEqual(many.map(() => AWAITED));
});
