import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { kinds, type Databases } from "../store/databases.ts";
import { children, type Children } from "./mortal/children.ts";
import { PATIENCE_MS, play, SCENES } from "./mortal/play.ts";

/** The demo's stories of deployments, with the process killed between any two scenes: they end the same. */

let processes: Children;
let undisturbed: Awaited<ReturnType<typeof play>>;

beforeAll(async () => {
  processes = await children();
  undisturbed = await play({ bear: processes.bear });
}, PATIENCE_MS);
afterAll(() => processes.stop());

test("undisturbed they end as they are told", () => {
  const { end, deaths } = undisturbed;
  expect(deaths).toBe(0);
  expect(end.runs.map(({ status, said }) => [status, ...said.map(({ state }) => state)])).toEqual([
    ["success", "pending", "approved"],
    ["success", "approved"],
    ["success", "approved"],
    ["in_progress", "approved"],
  ]);
  const comments = end.pulls.map((pull) => pull.comments.map(({ body }) => body).join("\n"));
  expect(comments[0]).toContain("**Release is completed.**");
  expect(comments[1]).toContain("**Rollback of `production`**");
});

describe.each(kinds)("kill -9, on $kind", ({ start }) => {
  let databases: Databases;

  beforeAll(async () => {
    databases = await start();
  }, PATIENCE_MS);
  afterAll(() => databases.stop());

  test(
    "between any two scenes changes nothing of their end",
    async () => {
      const place = await databases.create();
      const { end, deaths } = await play({ place, bear: processes.bear, between: (world) => world.kill() });
      expect(end).toEqual(undisturbed.end);
      expect(deaths).toBe(SCENES.length - 1);
    },
    PATIENCE_MS,
  );
});
