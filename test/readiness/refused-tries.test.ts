import { expect, test } from "@jest/globals";
import { createRefusedTries, type Try } from "../../src/readiness/refused-tries.ts";

const LIMIT = { points: 3, duration: 600 };

const begun = async (tries: ReturnType<typeof createRefusedTries>, address = "192.0.2.1"): Promise<Try> => {
  const one = await tries(address);
  if ("waitMs" in one) throw new Error("held back");
  return one;
};

test("many at once are no more than many in a row", async () => {
  const tries = createRefusedTries(LIMIT);
  const all = await Promise.all(Array.from({ length: 10 }, () => tries("192.0.2.1")));
  expect(all.filter((one) => "ended" in one)).toHaveLength(LIMIT.points);
  expect(all).toContainEqual({ waitMs: 1000 });
  expect(await tries("192.0.2.2")).toHaveProperty("ended");
});

test("what was right holds nobody back; what was refused does until its time is over", async () => {
  const tries = createRefusedTries(LIMIT);
  for (let count = 0; count < 2 * LIMIT.points; count += 1) await (await begun(tries)).ended(false);
  for (let count = 0; count < LIMIT.points; count += 1) await (await begun(tries)).ended(true);
  const wait = await tries("192.0.2.1");
  expect("waitMs" in wait && wait.waitMs).toBeGreaterThan(1000);
});
