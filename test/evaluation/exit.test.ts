import { expect, test } from "@jest/globals";
import { exitOf } from "../../src/evaluation/exit.ts";
import type { PhaseVerdict, StepState, StepVerdict } from "../../src/evaluation/verdict.ts";

const verdict = (state: StepState): StepVerdict => ({
  id: state,
  title: state,
  state,
  reason: "",
  remedy: "",
  short: "",
  actors: [],
  evidence: [],
  optional: false,
  waivable: false,
  steps: [],
});

const phase = (states: readonly StepState[]): PhaseVerdict => ({
  id: "one",
  title: "One",
  blocks: "merge",
  environments: [],
  state: "open",
  holdsMerge: true,
  steps: states.map(verdict),
});

test.each<[readonly StepState[], string]>([
  [[], "completed"],
  [["met", "waived", "not-applicable"], "completed"],
  [["met", "deferred"], "partial"],
  [["deferred", "waiting"], "in-progress"],
  [["met", "locked"], "in-progress"],
  [["waiting", "unmet"], "blocked"],
  [["error"], "blocked"],
])("%j is %s", (states, exit) => {
  expect(exitOf([phase(states)], "open")).toBe(exit);
  expect(exitOf([phase(states)], "closed")).toBe("aborted");
});
