import { describe, expect, test } from "@jest/globals";
import type { Ending } from "../../src/evaluation/ending.ts";
import { exitOf, type Circumstances } from "../../src/evaluation/exit.ts";
import type { PhaseVerdict, StepState, StepVerdict } from "../../src/evaluation/verdict.ts";

const verdict = (state: StepState): StepVerdict => ({
  id: state,
  title: state,
  state,
  reason: `Reason of ${state}.`,
  remedy: `Mend ${state}.`,
  short: "",
  actors: [],
  evidence: [],
  optional: false,
  waivable: false,
  steps: [],
});

const phase = (steps: readonly StepVerdict[]): PhaseVerdict => ({
  id: "one",
  title: "One",
  blocks: "merge",
  environments: [],
  state: "open",
  holdsMerge: true,
  steps,
});

const NOTHING: Ending = { rollbacks: [] };

const circumstances = (
  state: "open" | "closed" | "merged",
  rest: { readonly kind?: "issue"; readonly ending?: Ending; readonly notify?: readonly string[] } = {},
): Circumstances => ({
  snapshot: { state, subject: { kind: rest.kind ?? "pull_request", repository: "acme/shop", number: 1 } },
  ending: rest.ending ?? NOTHING,
  notifyOnBlock: rest.notify ?? [],
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
  const phases = [phase(states.map(verdict))];
  expect(exitOf(phases, circumstances("open")).exit).toBe(exit);
  expect(exitOf(phases, circumstances("merged")).exit).toBe(exit);
  expect(exitOf(phases, circumstances("closed"))).toEqual({
    exit: "aborted",
    exitReason: "It was closed without being merged.",
  });
});

const exitOfClosed = (phases: readonly PhaseVerdict[]) =>
  exitOf(phases, circumstances("closed", { kind: "issue" })).exit;

test("an issue that is closed with work left was given up, unless deployments wait for it", () => {
  const open = phase([verdict("waiting")]);
  expect(exitOfClosed([open])).toBe("aborted");
  expect(exitOfClosed([{ ...open, blocks: "deploy" }])).toBe("in-progress");
  expect(exitOfClosed([open, { ...phase([verdict("met")]), blocks: "deploy" }])).toBe("in-progress");
});

describe("what ended a run", () => {
  const aborted = { by: "ada", reason: "superseded" };
  const rolledBack = {
    by: "lea",
    reason: "errors",
    environment: "production",
    at: new Date("2026-03-10T15:30:00Z"),
    stands: true,
  };
  test.each([
    {
      title: "an abort",
      of: circumstances("open", { ending: { ...NOTHING, aborted } }),
      exit: { exit: "aborted", exitReason: "Aborted by ada: superseded" },
    },
    {
      title: "an abort after a rollback",
      of: circumstances("merged", { ending: { ...NOTHING, aborted, rolledBack } }),
      exit: { exit: "aborted", exitReason: "Aborted by ada: superseded" },
    },
    {
      title: "a rollback",
      of: circumstances("merged", { ending: { ...NOTHING, rolledBack } }),
      exit: {
        exit: "rolled-back",
        exitReason: "Rolled back in production on 2026-03-10 15:30 UTC by lea, because: errors",
      },
    },
    {
      title: "a rollback of no environment in particular",
      of: circumstances("merged", { ending: { ...NOTHING, rolledBack: { ...rolledBack, environment: undefined } } }),
      exit: { exit: "rolled-back", exitReason: "Rolled back on 2026-03-10 15:30 UTC by lea, because: errors" },
    },
    {
      title: "an issue closed with everything done",
      of: circumstances("closed", { kind: "issue" }),
      exit: { exit: "completed" },
    },
  ])("$title", ({ of, exit }) => {
    expect(exitOf([phase([verdict("met")])], of)).toEqual(exit);
  });

  test("an issue closed with work left", () => {
    expect(exitOf([phase([verdict("waiting")])], circumstances("closed", { kind: "issue" }))).toEqual({
      exit: "aborted",
      exitReason: "It was closed before everything was done.",
    });
  });
});

test("a blocked run names the first thing to do and whom to tell, each once", () => {
  const people = [
    { kind: "role", role: "tech-lead", people: ["lea"] },
    { kind: "author", login: "ada" },
    { kind: "author", login: undefined },
    { kind: "writers" },
    { kind: "login", login: "bob" },
    { kind: "automation", name: "CI" },
    { kind: "clock" },
  ] as const;
  const steps = [verdict("waiting"), { ...verdict("unmet"), actors: people }];
  expect(exitOf([phase(steps)], circumstances("open", { notify: ["tech-lead", "qa"] })).exitReason).toBe(
    "First, “unmet”: Mend unmet. To be told: tech-lead, qa, ada, the author, anyone with write access and bob.",
  );
  expect(exitOf([phase([verdict("error")])], circumstances("open")).exitReason).toBe("First, “error”: Mend error.");
});
