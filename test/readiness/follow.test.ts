import { describe, expect, test } from "@jest/globals";
import { followingOf, stateBefore } from "../../src/readiness/follow.ts";
import type { StoredSubject, Told } from "../../src/readiness/known.ts";
import { judged, phase, policy, procedure, snapshot, step, tick } from "../evaluation/world.ts";

type State = StoredSubject["state"];

describe("how a subject stands before it is read", () => {
  test.each<{ told: Told["state"]; stored: State | undefined; is: State }>([
    { told: undefined, stored: undefined, is: "open" },
    { told: "open", stored: undefined, is: "open" },
    { told: "closed", stored: undefined, is: "closed" },
    { told: "merged", stored: undefined, is: "merged" },
    { told: undefined, stored: "open", is: "open" },
    { told: "closed", stored: "open", is: "open" },
    { told: "merged", stored: "open", is: "open" },
    { told: "open", stored: "closed", is: "open" },
    { told: "closed", stored: "closed", is: "closed" },
    { told: undefined, stored: "closed", is: "closed" },
    { told: "merged", stored: "closed", is: "closed" },
    { told: "open", stored: "merged", is: "merged" },
    { told: "closed", stored: "merged", is: "merged" },
    { told: undefined, stored: "merged", is: "merged" },
  ])("told $told, known as $stored: $is", ({ told, stored, is }) => {
    expect(stateBefore(told, stored)).toBe(is);
  });

  test("an issue that is closed and not known is read: it may be a launch", () => {
    expect(stateBefore("closed", undefined, "issue")).toBe("open");
    expect(stateBefore("closed", "closed", "issue")).toBe("closed");
  });
});

describe("whether it is followed after it was judged", () => {
  const before = phase("before", [step("one", tick())]);
  const after = phase("after", [step("two", tick())], { blocks: null });
  const both = policy([procedure([before, after])]);
  const onlyBefore = policy([procedure([before])]);

  test.each([
    { what: "an open one", rules: onlyBefore, state: "open", is: "on" },
    { what: "a closed one", rules: both, state: "closed", is: "over" },
    { what: "a merged one with nothing to follow", rules: onlyBefore, state: "merged", is: "over" },
    { what: "a merged one with a phase left", rules: both, state: "merged", is: "on" },
  ] as const)("$what: $is", ({ rules, state, is }) => {
    const seen = snapshot({ state });
    expect(followingOf(seen, judged(rules, seen))).toBe(is);
  });

  test.each([
    { exit: "in-progress", blocks: "deploy", is: "on" },
    { exit: "blocked", blocks: "deploy", is: "on" },
    { exit: "aborted", blocks: "deploy", is: "resting" },
    { exit: "completed", blocks: "deploy", is: "over" },
    { exit: "partial", blocks: "deploy", is: "over" },
    { exit: "aborted", blocks: null, is: "over" },
  ] as const)("a closed issue that holds back $blocks and is $exit: $is", ({ exit, blocks, is }) => {
    const seen = snapshot({ state: "closed", subject: { kind: "issue", repository: "acme/shop", number: 12 } });
    const rules = policy([procedure([phase("one", [step("a", tick())], { blocks })], { subject: "issue" })]);
    const verdict = judged(rules, seen);
    const ended = { ...verdict, procedures: verdict.procedures.map((one) => ({ ...one, exit })) };
    expect(followingOf(seen, ended)).toBe(is);
  });

  test.each([
    { exit: "aborted", is: "resting" },
    { exit: "rolled-back", is: "rolled-back" },
    { exit: "in-progress", is: "on" },
  ] as const)("a merged one that is $exit: $is", ({ exit, is }) => {
    const seen = snapshot({ state: "merged" });
    const verdict = judged(both, seen);
    const ended = { ...verdict, procedures: verdict.procedures.map((one) => ({ ...one, exit })) };
    expect(followingOf(seen, ended)).toBe(is);
  });
});
