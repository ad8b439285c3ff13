import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kinds, type Databases } from "../store/databases.ts";
import type { Deadly } from "./mortal/door.ts";
import { PATIENCE_MS, play, SCENES } from "./mortal/play.ts";
import { within } from "./mortal/within.ts";

/** The demo's stories of deployments, with the process killed at every write: they end the same. */

/** The first try of every write is fatal. */
const firstTime = (fatal: "before" | "after"): Deadly => {
  const tried = new Set<string>();
  return (write) => {
    const isNew = !tried.has(write);
    tried.add(write);
    return isNew ? fatal : undefined;
  };
};

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

(postgres === undefined ? describe.skip : describe)("death by losing every connection", () => {
  let databases: Databases;
  let undisturbed: Awaited<ReturnType<typeof play>>;

  beforeAll(async () => {
    if (postgres === undefined) throw new Error("no PostgreSQL");
    databases = await postgres.start();
    undisturbed = await play({ place: await databases.create(), bear: within });
  }, PATIENCE_MS);
  afterAll(() => databases.stop());

  test.each(["before", "after"] as const)(
    "%s every write changes nothing of their end",
    async (fatal) => {
      const place = await databases.create();
      const { end, deaths } = await play({ place, bear: within, deadly: firstTime(fatal) });
      expect(end).toEqual(undisturbed.end);
      expect(deaths).toBeGreaterThan(2 * SCENES.length);
    },
    PATIENCE_MS,
  );
});
