import { describe, expect, test } from "@jest/globals";
import type { GateVerdict, StepVerdict, Verdict } from "../../../src/evaluation/verdict.ts";
import { askedOf, awaitedIn, waitsOn } from "../../../src/readiness/standings/asked.ts";
import { timed, type Timed } from "../../../src/readiness/standings/step-times.ts";
import { phaseVerdict, procedureVerdict, stepVerdict } from "./verdicts.ts";

const verdict = (
  minute: number,
  steps: readonly StepVerdict[],
  about: {
    readonly gate?: GateVerdict["state"];
    readonly exit?: "in-progress" | "aborted";
    readonly applies?: boolean;
    readonly stage?: Verdict["stage"];
    readonly holdsMerge?: boolean;
  } = {},
): Verdict => ({
  stage: about.stage ?? "merge",
  mode: "enforce",
  procedures: [
    procedureVerdict({
      applies: about.applies ?? true,
      exit: about.exit ?? "in-progress",
      phases: [phaseVerdict({ steps, holdsMerge: about.holdsMerge ?? true })],
    }),
  ],
  gates: [{ gate: "merge", state: about.gate ?? "awaiting", left: 1, total: 1 }],
  findings: [],
  evaluatedAt: at(minute),
});

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 6, 9, minute));

const START: Timed = { times: {}, ended: [] };

/** What each of these looks, a minute apart, finds of the step and of the gate. */
const story = (...looks: readonly (readonly StepVerdict[])[]) =>
  looks.reduce(({ times, ended }, steps, minute) => {
    const next = timed(verdict(minute, steps), times);
    return { times: next.times, ended: [...ended, ...next.ended] };
  }, START);

describe("a step", () => {
  const waits: readonly {
    readonly what: string;
    readonly looks: readonly Partial<StepVerdict>[];
    readonly waited: readonly (readonly [from: number, to: number, outcome: string])[];
  }[] = [
    { what: "that is done at the first look did not wait", looks: [{ state: "met" }], waited: [] },
    { what: "waits until it is met", looks: [{}, {}, { state: "met" }], waited: [[0, 2, "met"]] },
    { what: "waits once", looks: [{}, { state: "met" }, { state: "met" }], waited: [[0, 1, "met"]] },
    {
      what: "waits through a change of its reason",
      looks: [{}, { state: "unmet" }, { state: "waived" }],
      waited: [[0, 2, "waived"]],
    },
    {
      what: "waits through what could not be determined",
      looks: [{}, { state: "error" }, { state: "met" }],
      waited: [[0, 2, "met"]],
    },
    {
      what: "does not wait behind a lock",
      looks: [{ state: "locked" }, {}, { state: "met" }],
      waited: [[1, 2, "met"]],
    },
    {
      what: "begins anew after a lock",
      looks: [{}, { state: "locked" }, {}, { state: "met" }],
      waited: [[2, 3, "met"]],
    },
    {
      what: "waits again when it opens again",
      looks: [{}, { state: "met" }, {}, { state: "deferred" }],
      waited: [
        [0, 1, "met"],
        [2, 3, "deferred"],
      ],
    },
    {
      what: "has waited when only its sub-steps are left",
      looks: [{}, { state: "unmet", code: "step/sub-steps-open" }],
      waited: [[0, 1, "unmet"]],
    },
  ];

  test.each(waits)("$what", ({ looks, waited }) => {
    const { ended } = story(...looks.map((look) => [stepVerdict(look)]));
    expect(ended).toEqual(
      waited.map(([from, to, outcome]) => ({
        step: { procedure: "release", id: "qa", title: "QA agrees" },
        on: ["role:qa"],
        openedAt: at(from),
        doneAt: at(to),
        outcome,
      })),
    );
  });

  test("that is asked for no more has not waited to its end", () => {
    expect(story([stepVerdict()], []).ended).toEqual([]);
  });

  test("knows since when it is in its state, and since when it waits", () => {
    const { times } = story([stepVerdict()], [stepVerdict({ state: "unmet" })], [stepVerdict({ state: "unmet" })]);
    expect(times["release/qa"]).toEqual({
      state: "unmet",
      since: at(1).toISOString(),
      opened: at(0).toISOString(),
      on: ["role:qa"],
    });
  });
});

test("a pull request waits for its gate from the first look to the moment at which it opens", () => {
  const first = timed(verdict(0, [], { gate: "shut" }), {});
  const second = timed(verdict(4, [], { gate: "awaiting" }), first.times);
  const third = timed(verdict(9, [], { gate: "open" }), second.times);
  expect(third.ended).toEqual([{ step: undefined, on: [], openedAt: at(0), doneAt: at(9), outcome: "open" }]);
  expect(timed(verdict(10, [], { gate: "open" }), third.times).ended).toEqual([]);
});

test("one that was ready, lost it and became ready again took as long as from the first look to the last time", () => {
  const looks = ["open", "shut", "open", "shut", "open"] as const;
  const { ended } = looks.reduce(({ times }, gate, minute) => timed(verdict(minute, [], { gate }), times), START);
  expect(ended).toMatchObject([{ openedAt: at(0), doneAt: at(4), outcome: "open" }]);
});

test("what holds no merge waits from the merge on", () => {
  const clock = [stepVerdict({ actors: [{ kind: "clock" }] })];
  const after = { holdsMerge: false, stage: "after-merge" } as const;
  const open = timed(verdict(0, clock, { holdsMerge: false }), {});
  expect(open.times["release/qa"]).toEqual({ state: "waiting", since: at(0).toISOString() });
  const merged = timed(verdict(5, clock, after), open.times);
  const since = at(5).toISOString();
  expect(merged.times["release/qa"]).toEqual({ state: "waiting", since, opened: since, on: ["clock"] });
  const later = timed(verdict(7, clock, after), merged.times);
  expect(later.times["release/qa"]?.since).toBe(since);
  const done = timed(verdict(9, [stepVerdict({ state: "met" })], after), later.times);
  expect(done.ended).toMatchObject([{ openedAt: at(5), doneAt: at(9) }]);
});

test("what comes after the merge is nobody's turn before it", () => {
  expect(awaitedIn(verdict(0, [stepVerdict()], { holdsMerge: false }), "ann")).toEqual([]);
  expect(awaitedIn(verdict(0, [stepVerdict()], { holdsMerge: false, stage: "after-merge" }), "ann")).not.toEqual([]);
});

test("a gate that somebody opened is not ready: it ends the wait in another way", () => {
  const first = timed(verdict(0, [], { gate: "shut" }), {});
  const given = verdict(3, [], { gate: "open" });
  const overridden = { by: ["olga"], reason: "fire", until: at(60) };
  const opened = { ...given, gates: given.gates.map((gate) => ({ ...gate, overridden })) };
  expect(timed(opened, first.times).ended).toMatchObject([{ outcome: "overridden" }]);
});

/** All steps are done. */
const done = (minute: number) => verdict(minute, [stepVerdict({ state: "met" })], { gate: "open" });

test("what breaks config or procedures waits for its author, and is not ready while it does", () => {
  const first = timed(done(0), {}, true);
  const { since, ...broken } = first.times["config"] ?? {};
  expect([since, broken]).toEqual([
    at(0).toISOString(),
    { state: "error", opened: at(0).toISOString(), on: ["author"] },
  ]);
  const second = timed(done(2), first.times, true);
  expect([second.ended, second.times["config"]?.since]).toEqual([[], since]);
  const third = timed(done(5), second.times);
  expect(third.times["config"]).toBeUndefined();
  expect(third.ended).toEqual([{ step: undefined, on: [], openedAt: at(0), doneAt: at(5), outcome: "open" }]);
});

test.each<{
  readonly what: string;
  readonly actors: StepVerdict["actors"];
  readonly words: readonly string[];
  readonly people: readonly string[];
}>([
  { what: "a role", actors: [{ kind: "role", role: "qa", people: ["Quinn"] }], words: ["role:qa"], people: ["quinn"] },
  { what: "the author", actors: [{ kind: "author", login: "Dev" }], words: ["author"], people: ["dev"] },
  {
    what: "an author whose account is gone",
    actors: [{ kind: "author", login: undefined }],
    words: ["author"],
    people: ["ann"],
  },
  { what: "somebody", actors: [{ kind: "login", login: "Mona" }], words: ["login:mona"], people: ["mona"] },
  {
    what: "everybody who can write: the author first",
    actors: [{ kind: "writers" }],
    words: ["writers"],
    people: ["ann"],
  },
  {
    what: "what no person does",
    actors: [{ kind: "clock" }, { kind: "automation", name: "ci" }],
    words: ["clock", "automation:ci"],
    people: [],
  },
])("on $what", ({ actors, words, people }) => {
  expect(waitsOn(stepVerdict({ actors }))).toEqual(words);
  expect(awaitedIn(verdict(0, [stepVerdict({ actors })]), "Ann")).toEqual(people);
});

test.each([
  ["locked", verdict(0, [stepVerdict({ state: "locked" })])],
  ["done", verdict(0, [stepVerdict({ state: "met" })])],
  ["given up", verdict(0, [stepVerdict()], { exit: "aborted" })],
  ["not applying", verdict(0, [stepVerdict()], { applies: false })],
])("what is %s waits for nobody", (_what, given) => {
  expect(awaitedIn(given, "ann")).toEqual([]);
});

test("what waits for somebody is found by the login in whatever letters", () => {
  const given = {
    verdict: verdict(0, [stepVerdict(), stepVerdict({ id: "own", actors: [{ kind: "author", login: "ann" }] })]),
    author: "ann",
  };
  expect(askedOf(given, "QUINN").map((one) => one.step.id)).toEqual(["qa"]);
  expect(askedOf(given, "ann").map((one) => one.step.id)).toEqual(["own"]);
});
