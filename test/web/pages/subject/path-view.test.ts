import { describe, expect, test } from "@jest/globals";
import type { Phase } from "../../../../src/procedures/model.ts";
import { judged, label, phase, policy, procedure, snapshot, step, tick } from "../../../evaluation/world.ts";
import { ROLLED_BACK, viewOf, type About } from "./standing.ts";

const documents = phase("documents", [step("notes", label("notes"))]);
const before = phase("before", [step("staging", tick())], { blocks: "deploy", environments: ["production"] });
const after = phase("after", [step("errors", tick())], { blocks: null, starts: { deployed: "production" } });

/** `*` where one is. */
const way = (phases: readonly Phase[], labels: readonly string[] = [], about: About = {}): readonly string[] =>
  viewOf(judged(policy([procedure(phases)]), snapshot({ labels: [...labels] })), about).path.map(
    ({ title, word, isHere }) => `${isHere ? "*" : ""}${title}: ${word}`,
  );

describe("the way of a pull request", () => {
  test.each([
    {
      what: "something holds the merge",
      stops: way([documents, before, after]),
      expected: [
        "Opened: done",
        "*Phase documents: to do",
        "Merged: not yet",
        "Phase before: later",
        "Deployed to production: not yet",
        "Phase after: locked",
      ],
    },
    {
      what: "nothing holds the merge any more",
      stops: way([documents], ["notes"]),
      expected: ["Opened: done", "Phase documents: complete", "*Merged: can be merged"],
    },
    {
      what: "nothing held the merge when it could be determined last",
      stops: way([documents], ["notes"], { undeterminedSince: new Date("2026-03-02T08:00:00Z") }),
      expected: ["Opened: done", "Phase documents: complete", "*Merged: could not be determined"],
    },
    {
      what: "no procedure applies",
      stops: viewOf(judged(policy([]))).path.map(({ title, word }) => `${title}: ${word}`),
      expected: ["Opened: done", "Merged: can be merged"],
    },
    {
      what: "it was closed without a merge: one is nowhere",
      stops: way([documents], [], { state: "closed" }),
      expected: ["Opened: done", "Phase documents: to do", "Merged: closed unmerged"],
    },
    {
      what: "phases for every environment and for none",
      stops: way([
        phase("any", [step("a", tick())], { blocks: "deploy" }),
        phase("beside", [step("b", tick())], { blocks: null }),
      ]),
      expected: [
        "Opened: done",
        "*Merged: can be merged",
        "Phase any: later",
        "Deployed: not yet",
        "Phase beside: later",
      ],
    },
  ])("$what", ({ stops, expected }) => {
    expect(stops).toEqual(expected);
  });

  test("environments come in the order in which phases name them, without regard to case", () => {
    const staging = phase("staging", [step("s", tick())], { blocks: "deploy", environments: ["Staging"] });
    const seen = phase("seen", [step("t", tick())], { blocks: null, starts: { deployed: "staging" } });
    expect(way([before, staging, seen, after]).slice(2)).toEqual([
      "Phase before: later",
      "Deployed to production: not yet",
      "Phase after: locked",
      "Phase staging: later",
      "Deployed to Staging: not yet",
      "Phase seen: locked",
    ]);
  });

  test("a phase that does not apply is no stop, and a procedure on trial is not on the way", () => {
    const verdict = judged(
      policy([
        procedure([phase("never", [step("a", tick())], { when: { labels: ["x"] } })]),
        procedure([phase("trial", [step("a", tick())])], { id: "t" }, "shadow"),
      ]),
    );
    expect(viewOf(verdict).path.map(({ title }) => title)).toEqual(["Opened", "Merged"]);
  });

  test("with several procedures every phase says whose it is; with one, none does", () => {
    const several = judged(policy([procedure([documents]), procedure([documents], { id: "q", title: "Other" })]));
    expect(viewOf(several).path.flatMap(({ of }) => of ?? [])).toEqual(["Procedure", "Other"]);
    expect(viewOf(judged(policy([procedure([documents])]))).path.flatMap(({ of }) => of ?? [])).toEqual([]);
  });
});

test("what was rolled back is deployed no more, and what it opened is locked", () => {
  const { path } = viewOf(ROLLED_BACK, { state: "merged" });
  expect(path.map(({ title, word, isHere }) => `${isHere ? "*" : ""}${title}: ${word}`)).toEqual([
    "Opened: done",
    "Phase documents: complete",
    "Merged: done",
    "*Deployed to production: rolled back",
    "Phase after: rolled back",
  ]);
  expect(path.at(-1)?.total).toBeUndefined();
  expect(path.at(-2)?.at).toEqual(new Date("2026-03-02T08:30:00Z"));
});

test("an issue goes from phase to phase until it is closed", () => {
  const verdict = { ...judged(policy([procedure([documents])])), stage: "issue" as const };
  const path = viewOf(verdict, { kind: "issue" }).path.map(({ title, word }) => `${title}: ${word}`);
  expect(path).toEqual(["Opened: done", "Phase documents: to do", "Closed: not yet"]);
});
