import { expect, test } from "@jest/globals";
import { COMPLETE, READY } from "./feature-implementation-state.ts";
import { exitIn, openIn, verdictOf } from "./shipped.ts";

const ID = "feature-implementation";
test("ready, then complete", () => {
  const ready = verdictOf(READY);
  expect(openIn(ready, ID)).toEqual([]);
  expect(ready.gates[0]?.state).toBe("open");
  expect(exitIn(ready, ID)).toBe("in-progress");
  const done = verdictOf(COMPLETE);
  expect(done.findings).toEqual([]);
  expect(openIn(done, ID)).toEqual([]);
  expect(exitIn(done, ID)).toBe("completed");
});
