import { DEPLOYMENT } from "../../demo/deployment-story.ts";
import { OPENING } from "../../demo/opening.ts";
import { ROLLBACK } from "../../demo/rollback-story.ts";
import { FRIDAY, prepare } from "../../demo/prepare.ts";
import { goesTo } from "../../demo/stage.ts";
import type { Deadly } from "./door.ts";
import { endOf } from "./ends.ts";
import type { Bear } from "./life.ts";
import { startMortalWorld, type MortalOptions, type MortalWorld } from "./world.ts";

/** The demo's stories of a deployment and of a rollback. */
export const SCENES = [OPENING, ...DEPLOYMENT.scenes, ...ROLLBACK.scenes];

/** For a test that plays them once: a slow machine of two busy cores takes ten times as long as a quiet one. */
export const PATIENCE_MS = 900_000;

interface Playing {
  /** In memory unless given. */
  readonly place?: MortalOptions["place"];
  readonly bear: Bear;
  readonly deadly?: Deadly;
  /** Before each scene but the first. */
  readonly between?: (world: MortalWorld) => void;
}

interface Played {
  readonly end: ReturnType<typeof endOf>;
  readonly deaths: number;
}

/** Plays them to their end, over as many deaths as there are. */
export const play = async (playing: Playing): Promise<Played> => {
  const { place = {}, bear, deadly } = playing;
  const world = await startMortalWorld({ now: FRIDAY, place, bear, ...(deadly === undefined ? {} : { deadly }) });
  try {
    return await playedIn(world, playing);
  } finally {
    await world.stop();
  }
};

const playedIn = async (world: MortalWorld, { between }: Playing): Promise<Played> => {
  const stage = await prepare(world.github, world.settle);
  for (const [index, scene] of SCENES.entries()) {
    if (index > 0) between?.(world);
    goesTo(stage, scene);
    await scene.play(stage);
    await world.settle();
  }
  world.github.assertClean();
  return { end: endOf(stage.repo), deaths: world.deaths() };
};
