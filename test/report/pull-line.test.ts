import { describe, expect, test } from "@jest/globals";
import { pullLine, type PullLine } from "../../src/report/pull-line.ts";
import { judged, label, phase, policy, procedure, snapshot, step, stepsPolicy, tick } from "../evaluation/world.ts";

const url = "https://github.com/acme/shop/pull/1";
const before = phase("before", [step("one", tick())]);
const after = phase("after", [step("two", tick())], { blocks: null });
const broken = { code: "c", severity: "error", message: "m", file: "f", line: 1, column: 1 } as const;

describe("the state of a pull request", () => {
  test.each<{
    what: string;
    rules: ReturnType<typeof policy>;
    seen?: Parameters<typeof snapshot>[0];
    is: PullLine["state"];
  }>([
    { what: "no procedure", rules: policy([]), is: "none" },
    { what: "no procedure, merged", rules: policy([]), seen: { state: "merged" }, is: "merged" },
    { what: "a box", rules: policy([procedure([before])]), is: "awaiting" },
    { what: "something to mend", rules: stepsPolicy(step("a", label("x"))), is: "shut" },
    { what: "all done", rules: stepsPolicy(step("a", label("x"))), seen: { labels: ["x"] }, is: "ready" },
    { what: "a broken config", rules: { ...policy([]), findings: [broken] }, is: "broken" },
    { what: "merged", rules: policy([procedure([before])]), seen: { state: "merged" }, is: "merged" },
    {
      what: "merged, with a phase left",
      rules: policy([procedure([before, after])]),
      seen: { state: "merged" },
      is: "after-merge",
    },
  ])("$what: $is", ({ rules, seen = {}, is }) => {
    const taken = snapshot(seen);
    expect(pullLine(judged(rules, taken), { snapshot: taken, url }).state).toBe(is);
  });

  test.each([
    { exit: "rolled-back", is: "rolled-back" },
    { exit: "aborted", is: "aborted" },
    { exit: "completed", is: "completed" },
    { exit: "partial", is: "completed" },
  ] as const)("merged and $exit: $is", ({ exit, is }) => {
    const taken = snapshot({ state: "merged" });
    const verdict = judged(policy([procedure([before, after])]), taken);
    const ended = { ...verdict, procedures: verdict.procedures.map((one) => ({ ...one, exit })) };
    expect(pullLine(ended, { snapshot: taken, url }).state).toBe(is);
  });
});

test("what is left, whose turn it is, and where it runs", () => {
  const at = "2026-03-01T00:00:00Z";
  const runs = { sha: "a", state: "success", at, holds: true } as const;
  const taken = snapshot({
    milestone: "Autumn",
    deployments: { staging: [runs], production: [{ ...runs, holds: false }], dev: [{ ...runs, state: "inactive" }] },
  });
  const line = pullLine(judged(policy([procedure([before])]), taken), { snapshot: taken, url });
  expect(line).toMatchObject({
    left: 1,
    total: 1,
    what: "1 tick",
    next: "Next: anyone with write access.",
    deployed: ["staging"],
    milestone: "Autumn",
    url,
  });
});
