import { expect, test } from "@jest/globals";
import { createFailing } from "../../src/store/failing.ts";

test("what failed is known until it succeeds", () => {
  const failing = createFailing();
  failing.add("evaluate repo:1/pull:1");
  expect(failing.delete("evaluate repo:1/pull:1")).toBe(true);
  expect(failing.delete("evaluate repo:1/pull:1")).toBe(false);
});

test("what succeeded elsewhere takes no room without end: those that failed last are known", () => {
  const failing = createFailing(100);
  for (let number = 1; number <= 1000; number += 1) failing.add(`evaluate repo:1/pull:${number}`);
  const known = Array.from({ length: 1000 }, (_none, index) => index + 1).filter((number) =>
    failing.delete(`evaluate repo:1/pull:${number}`),
  );
  expect(known).toEqual(Array.from({ length: 100 }, (_none, index) => index + 901));
});
