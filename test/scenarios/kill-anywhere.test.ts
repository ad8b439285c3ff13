import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DEPLOYMENT } from "../demo/deployment-story.ts";
import { ROLLBACK } from "../demo/rollback-story.ts";
import { OPENING } from "../demo/opening.ts";
import { FRIDAY, goesTo, prepare } from "../demo/stage.ts";
import { kinds, type Databases } from "../store/databases.ts";
import { children } from "./mortal/children.ts";
import type { Deadly } from "./mortal/door.ts";
import { endOf } from "./mortal/ends.ts";
import type { Bear } from "./mortal/life.ts";
import { within } from "./mortal/within.ts";
import { startMortalWorld, type MortalWorld } from "./mortal/world.ts";

/** The demo's stories of deployments, with the process killed at every step: their ends are the same. */

const SCENES = [OPENING, ...DEPLOYMENT.scenes, ...ROLLBACK.scenes];

interface Playing {
  /** In memory unless given. */
  readonly place?: Awaited<ReturnType<Databases["create"]>>;
  readonly bear: Bear;
  readonly deadly?: Deadly;
  /** Before each scene but the first. */
  readonly between?: (world: MortalWorld, scene: number) => void;
}

type End = ReturnType<typeof endOf>;

interface Played {
  readonly end: End;
  readonly deaths: number;
}

const play = async ({ place = {}, bear, deadly, between }: Playing): Promise<Played> => {
  const world = await startMortalWorld({ now: FRIDAY, place, bear, ...(deadly === undefined ? {} : { deadly }) });
  const stage = await prepare(world.github, world.settle);
  for (const [index, scene] of SCENES.entries()) {
    if (index > 0) between?.(world, index);
    goesTo(stage, scene);
    await scene.play(stage);
    await world.settle();
  }
  const end = endOf(stage.repo);
  world.github.assertClean();
  const deaths = world.deaths();
  await world.stop();
  return { end, deaths };
};

/** The first try of every write is fatal. */
const firstTime = (fatal: "before" | "after"): Deadly => {
  const tried = new Set<string>();
  return (write) => {
    const isNew = !tried.has(write);
    tried.add(write);
    return isNew ? fatal : undefined;
  };
};

const processes = children();
let undisturbed: Played;

beforeAll(async () => {
  undisturbed = await play({ bear: processes.bear });
}, 120_000);
afterAll(() => processes.stop());

describe.each(kinds)("killed by kill -9, on $kind", ({ start }) => {
  let databases: Databases;

  beforeAll(async () => {
    databases = await start();
  }, 120_000);
  afterAll(() => databases.stop());

  test("between any two scenes", async () => {
    const place = await databases.create();
    const { end, deaths } = await play({ place, bear: processes.bear, between: (world) => world.kill() });
    expect(end).toEqual(undisturbed.end);
    expect(deaths).toBe(SCENES.length - 1);
  }, 300_000);
});

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

(postgres === undefined ? describe.skip : describe)("killed by losing every connection", () => {
  let databases: Databases;

  beforeAll(async () => {
    if (postgres === undefined) throw new Error("no PostgreSQL");
    databases = await postgres.start();
  }, 120_000);
  afterAll(() => databases.stop());

  test.each(["before", "after"] as const)(
    "%s every write",
    async (fatal) => {
      const place = await databases.create();
      const { end, deaths } = await play({ place, bear: within, deadly: firstTime(fatal) });
      expect(end).toEqual(undisturbed.end);
      expect(deaths).toBeGreaterThan(40);
    },
    300_000,
  );
});
