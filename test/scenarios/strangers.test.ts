import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { answersOn, checklistOf, openShop, opensPull, statusOf } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** People who may read and comment, and nothing else. */

let world: World;
let pull: PullScenario;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  pull = await opensPull(openShop(world.github));
  await world.settle();
});
afterEach(() => world.github.assertClean());
afterAll(() => world.stop());

const says = async (by: string, body: string): Promise<readonly string[]> => {
  world.github.advance(1000);
  const comment = await pull.comments({ by, body });
  await world.settle();
  return comment.reactions.map(({ content }) => content);
};

describe("somebody who may not write here", () => {
  test("is refused in words once, then by reactions alone", async () => {
    for (const body of ["/gate tick staging", "/gate waive alerts no", "/gate dance", "/gate override now"])
      expect(await says("rita", body)).toEqual(["confused"]);
    expect(answersOn(pull)).toEqual([expect.stringContaining("The tick by rita was refused")]);
    expect(await says("passerby", "/gate dance")).toEqual(["confused"]);
    expect(await says("passerby", "/gate dance")).toEqual(["confused"]);
    expect(answersOn(pull)).toHaveLength(2);
  });

  test("is still told what they ask for", async () => {
    await says("rita", "/gate tick staging");
    expect(await says("rita", "/gate tick staging\n/gate explain staging")).toEqual(["confused"]);
    expect(await says("rita", "/gate explain staging")).toEqual(["+1"]);
    expect(answersOn(pull)).toHaveLength(3);
  });

  test("writes nothing into what everybody reads", async () => {
    const before = [statusOf(pull), checklistOf(pull)];
    await says("rita", "/gate tick alerts");
    await says("rita", "/gate waive staging because I say so");
    expect([statusOf(pull), checklistOf(pull)]).toEqual(before);
    await says("max", "/gate tick staging");
    expect(statusOf(pull)).toContain("The tick by max was refused: only qa may do this.");
  });

  test("gets one word, too, where all is over", async () => {
    await pull.closes({ by: "ada" });
    await world.settle();
    for (const body of ["/gate tick staging", "/gate tick alerts"]) await says("rita", body);
    expect(answersOn(pull)).toHaveLength(1);
  });
});

test("whoever may write is answered in words each time", async () => {
  await says("max", "/gate tick staging");
  await says("max", "/gate dance");
  expect(answersOn(pull)).toHaveLength(2);
});
