import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { everyVerdict } from "../../src/evaluation/verdict.ts";
import type { Step } from "../../src/procedures/model.ts";
import {
  decision,
  done,
  judged,
  label,
  OVERRIDE,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  tick,
  ticked,
} from "./world.ts";

const given = (...steps: readonly Step[]) => policy([procedure([phase("one", steps)])], { override: OVERRIDE });

const look = (steps: readonly Step[], ledger: Ledger, labels: string[] = []) => {
  const { procedures, gates } = judged(given(...steps), snapshot({ labels }), ledger);
  const every = procedures.flatMap(({ phases }) => phases.flatMap((one) => everyVerdict(one.steps)));
  return {
    states: every.map(({ id, state }) => `${id} ${state}`).join(", "),
    exit: procedures[0]?.exit,
    gate: gates[0]?.state,
    every,
  };
};

const defer = (id: string, rest: object = {}) =>
  done({ act: "defer", procedure: "p", step: id, reason: "next week", ...rest });
const waive = (id: string, rest: object = {}) =>
  done({ act: "waive", procedure: "p", step: id, reason: "not here", ...rest });
const untick = (id: string, login = "lea") => done({ act: "untick", procedure: "p", step: id, by: { login } });
const walt = { by: { login: "walt" }, permission: "write" };

const parent = step("a", tick(), { steps: [step("b", label("x")), step("c", tick())] });

describe("what was put off", () => {
  test.each<{ title: string; steps: readonly Step[]; ledger: Ledger; labels?: string[]; states: string; exit: string }>(
    [
      {
        title: "counts as done for now",
        steps: [step("a", label("x"))],
        ledger: [defer("a")],
        states: "a deferred",
        exit: "partial",
      },
      {
        title: "is done when it is done",
        steps: [step("a", label("x"))],
        ledger: [defer("a")],
        labels: ["x"],
        states: "a met",
        exit: "completed",
      },
      {
        title: "can still be ticked",
        steps: [step("a", tick())],
        ledger: [defer("a"), ticked("a", "walt")],
        states: "a met",
        exit: "completed",
      },
      {
        title: "takes its open sub-steps with it",
        steps: [parent],
        ledger: [defer("a")],
        states: "a deferred, b deferred, c deferred",
        exit: "partial",
      },
      {
        title: "leaves what is done below it as it is",
        steps: [parent],
        ledger: [defer("a"), ticked("c", "walt")],
        labels: ["x"],
        states: "a deferred, b met, c met",
        exit: "partial",
      },
      {
        title: "leaves its parent to be done",
        steps: [parent],
        ledger: [defer("b")],
        states: "a waiting, b deferred, c waiting",
        exit: "in-progress",
      },
      {
        title: "is taken back by an untick",
        steps: [step("a", label("x"))],
        ledger: [defer("a"), untick("a")],
        states: "a unmet",
        exit: "blocked",
      },
      {
        title: "is not taken back by a stranger",
        steps: [step("a", label("x"))],
        ledger: [defer("a"), untick("a", "walt")],
        states: "a deferred",
        exit: "partial",
      },
      {
        title: "can be waived instead",
        steps: [step("a", label("x"))],
        ledger: [defer("a"), waive("a")],
        states: "a waived",
        exit: "completed",
      },
      {
        title: "not by a writer",
        steps: [step("a", label("x"))],
        ledger: [defer("a", walt)],
        states: "a unmet",
        exit: "blocked",
      },
      {
        title: "not by an App",
        steps: [step("a", label("x"))],
        ledger: [defer("a", { by: { login: "x[bot]" }, role: "lead" })],
        states: "a unmet",
        exit: "blocked",
      },
    ],
  )("$title", ({ steps, ledger, labels, states, exit }) => {
    const looked = look(steps, ledger, labels);
    expect([looked.states, looked.exit]).toEqual([states, exit]);
  });

  test("says by whom and why, and keeps its box", () => {
    const [a, b] = look([parent], [defer("a")]).every;
    expect(a).toMatchObject({
      reason: "Put off by lea: next week.",
      remedy: "",
      short: "",
      actors: [],
      box: { ticked: false },
    });
    expect(b?.reason).toBe("Put off by lea: with “Step a”.");
  });

  test("what does not count explains the open box", () => {
    expect(look([step("a", tick())], [defer("a", walt)]).every[0]?.box?.note).toBe(
      "The deferral by walt does not count: only lead may do this.",
    );
  });
});

test.each<[string, Ledger, string]>([
  [
    "an untick takes back tick, waiver and deferral at once",
    [ticked("a", "walt"), waive("a"), defer("a"), untick("a")],
    "a waiting",
  ],
  ["of acts of the same second the later line counts", [waive("a"), untick("a"), waive("a")], "a waived"],
  [
    "of acts of the same second the later line counts, the other way round",
    [untick("a"), waive("a"), untick("a")],
    "a waiting",
  ],
])("%s", (_, ledger, states) => {
  expect(look([step("a", tick())], ledger).states).toBe(states);
});

test("a reader does not take back a waiver of a step without a box", () => {
  const acts = [waive("a"), done({ act: "untick", procedure: "p", step: "a", by: { login: "rita" } })];
  expect(look([step("a", label("x"), { waivable: true })], acts).states).toBe("a waived");
});

const decide = (word: "go" | "no-go", rest: object = {}) =>
  done({ act: "decide", procedure: "p", step: "a", word, reason: "because", ...rest });

describe("decisions", () => {
  test.each<[string, Ledger, string]>([
    ["nobody decided", [], "a waiting"],
    ["a go", [decide("go")], "a met"],
    ["the last word counts", [decide("go"), decide("no-go", { by: { login: "leo" } })], "a unmet"],
    ["a go after a no-go", [decide("no-go"), decide("go")], "a met"],
    ["a stranger's go", [decide("go", walt)], "a waiting"],
    ["a stranger's no-go", [decide("go"), decide("no-go", walt)], "a met"],
    ["an App's go", [decide("go", { by: { login: "x[bot]" }, role: "lead" })], "a waiting"],
    ["a go by a role held then", [decide("go", { by: { login: "old" }, role: "lead" })], "a met"],
    ["an untick takes back no decision", [decide("go"), untick("a")], "a met"],
    ["a tick is no decision", [ticked("a", "lea")], "a waiting"],
  ])("%s: %s", (_, ledger, states) => {
    expect(look([step("a", decision("lead"))], ledger).states).toBe(states);
  });

  test("say on the step who decides", () => {
    expect(look([step("a", decision("lead")), step("b", tick())], []).every.map(({ decides }) => decides)).toEqual([
      { role: "lead" },
      undefined,
    ]);
  });

  test("on a step that asks for none are left out", () => {
    expect(look([step("a", tick())], [decide("go")]).states).toBe("a waiting");
  });
});
