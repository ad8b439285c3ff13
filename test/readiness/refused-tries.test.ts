import { expect, test } from "@jest/globals";
import { createRefusedTries, type RefusedTries, type Try } from "../../src/readiness/refused-tries.ts";

const LIMIT = { most: 3, seconds: 600 };

const begun = (tries: RefusedTries): Try => {
  const one = tries("192.0.2.1");
  if ("waitMs" in one) throw new Error("held back");
  return one;
};

test("many at once are no more than many in a row", () => {
  const tries = createRefusedTries(LIMIT);
  const all = Array.from({ length: 10 }, () => tries("192.0.2.1"));
  expect(all.filter((one) => "ended" in one)).toHaveLength(LIMIT.most);
  expect(all).toContainEqual({ waitMs: 1000 });
  expect(tries("192.0.2.2")).toHaveProperty("ended");
});

test("what was right holds nobody back; what was refused does until its time is over", () => {
  const tries = createRefusedTries(LIMIT);
  for (let count = 0; count < 2 * LIMIT.most; count += 1) begun(tries).ended(false);
  for (let count = 0; count < LIMIT.most; count += 1) begun(tries).ended(true);
  const wait = tries("192.0.2.1");
  expect("waitMs" in wait && wait.waitMs).toBeGreaterThan(1000);
});
