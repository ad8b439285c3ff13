import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { startWorld, type World } from "./world.ts";

/**
 * One world for all tests of a file, told before the first: after each, GitHub works again, and must have been asked and answered nothing but
 * what it knows.
 */
export const inOneWorld = (tell: (world: World) => void): void => {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld();
    tell(world);
  });
  afterEach(() => {
    world?.github.clearFaults();
    world?.github.assertClean();
  });
  afterAll(() => world?.stop());
};
