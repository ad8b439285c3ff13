import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import type { Snapshot } from "../../src/evidence/snapshot.ts";
import { everyVerdict, type PhaseVerdict, type StepVerdict, type Verdict } from "../../src/evaluation/verdict.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import {
  broken,
  entry,
  finding,
  judged,
  label,
  later,
  NOW,
  phase,
  policy,
  procedure,
  snapshot,
  step,
  stepsPolicy,
  tick,
  ticked,
  unclear,
} from "./world.ts";

const gate = (verdict: Verdict) => {
  const [merge] = verdict.gates;
  return [merge?.state, merge?.left, merge?.total];
};

const phases = (verdict: Verdict): readonly PhaseVerdict[] => verdict.procedures.flatMap((one) => one.phases);

const steps = (verdict: Verdict): readonly StepVerdict[] => phases(verdict).flatMap((one) => everyVerdict(one.steps));

const states = (verdict: Verdict) => Object.fromEntries(steps(verdict).map(({ id, state }) => [id, state]));

const ofStep = (verdict: Verdict, id: string): StepVerdict | undefined => steps(verdict).find((one) => one.id === id);

interface Case {
  readonly title: string;
  readonly policy: Policy;
  readonly snapshot?: Snapshot;
  readonly ledger?: Ledger;
  readonly gate: readonly [string, number, number];
  readonly states?: Record<string, string>;
}

const parent = step("parent", tick(), { steps: [step("child", label("done"))] });
const twoPhases = (order: "free" | "phases") =>
  policy([
    procedure([phase("one", [step("a", tick())]), phase("two", [step("b", label("done")), step("c", tick())])], {
      order,
    }),
  ]);

describe("the merge gate", () => {
  test.each<Case>([
    { title: "no procedure at all", policy: policy([]), gate: ["open", 0, 0] },
    { title: "a procedure without phases", policy: policy([procedure([])]), gate: ["open", 0, 0] },
    { title: "an empty phase", policy: stepsPolicy(), gate: ["open", 0, 0] },
    { title: "an open box", policy: stepsPolicy(step("a", tick())), gate: ["awaiting", 1, 1] },
    {
      title: "something to change",
      policy: stepsPolicy(step("a", label("x")), step("b", tick())),
      gate: ["shut", 2, 2],
    },
    {
      title: "something in error",
      policy: stepsPolicy(step("a", unclear)),
      gate: ["shut", 1, 1],
      states: { a: "error" },
    },
    {
      title: "everything done",
      policy: stepsPolicy(step("a", tick())),
      ledger: [ticked("a", "walt")],
      gate: ["open", 0, 1],
    },
    {
      title: "a finding of severity error, everything done",
      policy: { ...stepsPolicy(), findings: [finding()] },
      gate: ["shut", 0, 0],
    },
    {
      title: "a warning shuts nothing",
      policy: { ...stepsPolicy(), findings: [finding({ severity: "warning" })] },
      gate: ["open", 0, 0],
    },
    {
      title: "a procedure in shadow mode",
      policy: policy([procedure([phase("one", [step("a", tick())])], {}, "shadow")]),
      gate: ["open", 0, 0],
      states: { a: "waiting" },
    },
    {
      title: "a config in shadow mode tells what would be",
      policy: policy([procedure([phase("one", [step("a", tick())])], {}, "shadow")], { mode: "shadow" }),
      gate: ["awaiting", 1, 1],
    },
    {
      title: "a phase that blocks nothing",
      policy: policy([procedure([phase("one", [step("a", tick())], { blocks: null })])]),
      gate: ["open", 0, 0],
      states: { a: "waiting" },
    },
    {
      title: "a phase of a deployment",
      policy: policy([
        procedure([phase("one", [step("a", unclear)], { blocks: "deploy", environments: ["production"] })]),
      ]),
      gate: ["open", 0, 0],
      states: { a: "error" },
    },
    {
      title: "a phase that a deployment starts",
      policy: policy([procedure([phase("one", [step("a", tick())], { starts: { deployed: "production" } })])]),
      gate: ["open", 0, 0],
      states: { a: "locked" },
    },
    {
      title: "a closed pull request is judged all the same",
      policy: stepsPolicy(step("a", tick())),
      snapshot: snapshot({ state: "closed" }),
      gate: ["awaiting", 1, 1],
    },
    {
      title: "a parent whose sub-step is open",
      policy: stepsPolicy(parent),
      ledger: [ticked("parent", "walt")],
      gate: ["shut", 1, 2],
      states: { parent: "unmet", child: "unmet" },
    },
    {
      title: "a parent whose sub-step is awaited",
      policy: stepsPolicy(step("parent", tick(), { steps: [step("one", tick()), step("two", tick())] })),
      ledger: [ticked("parent", "walt")],
      gate: ["awaiting", 2, 3],
      states: { parent: "waiting", one: "waiting", two: "waiting" },
    },
    {
      title: "a parent that lacks its own tick",
      policy: stepsPolicy(parent),
      snapshot: snapshot({ labels: ["done"] }),
      gate: ["awaiting", 1, 2],
      states: { parent: "waiting", child: "met" },
    },
    {
      title: "a parent with everything",
      policy: stepsPolicy(parent),
      snapshot: snapshot({ labels: ["done"] }),
      ledger: [ticked("parent", "walt")],
      gate: ["open", 0, 2],
    },
    {
      title: "a requirement that breaks",
      policy: stepsPolicy(step("a", broken(new Error("out of range"))), step("b", broken("nothing"))),
      gate: ["shut", 2, 2],
      states: { a: "error", b: "error" },
    },
    {
      title: "a role that nobody defined",
      policy: stepsPolicy(step("a", tick("security"))),
      ledger: [ticked("a", "walt")],
      gate: ["shut", 1, 1],
      states: { a: "error" },
    },
    { title: "free order locks nothing", policy: twoPhases("free"), gate: ["shut", 3, 3] },
    {
      title: "a later phase is locked",
      policy: twoPhases("phases"),
      snapshot: snapshot({ labels: ["done"] }),
      gate: ["awaiting", 3, 3],
      states: { a: "waiting", b: "locked", c: "locked" },
    },
    {
      title: "a tick made behind the lock does not count yet",
      policy: twoPhases("phases"),
      snapshot: snapshot({ labels: ["done"] }),
      ledger: [ticked("c", "walt")],
      gate: ["awaiting", 3, 3],
      states: { c: "locked" },
    },
    {
      title: "and counts when the phase opens",
      policy: twoPhases("phases"),
      snapshot: snapshot({ labels: ["done"] }),
      ledger: [ticked("c", "walt"), ticked("a", "walt")],
      gate: ["open", 0, 3],
      states: { c: "met" },
    },
    {
      title: "an error stays in sight behind the lock, and so does what is left out or waived",
      policy: policy([
        procedure(
          [
            phase("one", [step("a", tick())]),
            phase("two", [
              step("b", unclear),
              step("c", tick(), { when: { draft: true } }),
              step("d", tick(), { waivable: true, steps: [step("e", tick())] }),
            ]),
          ],
          { order: "phases" },
        ),
      ]),
      ledger: [entry("waive", "d", { login: "walt" })],
      gate: ["shut", 2, 4],
      states: { a: "waiting", b: "error", c: "not-applicable", d: "waived", e: "waived" },
    },
    {
      title: "in order, a phase that blocks nothing holds the merge phase behind it",
      policy: policy([
        procedure([phase("one", [step("a", label("x"))], { blocks: null }), phase("two", [step("b", tick())])], {
          order: "phases",
        }),
      ]),
      gate: ["shut", 2, 2],
      states: { a: "unmet", b: "locked" },
    },
    {
      title: "a deployment's phase locks no merge phase",
      policy: policy([
        procedure([phase("one", [step("a", tick())], { blocks: "deploy" }), phase("two", [step("b", tick())])], {
          order: "phases",
        }),
      ]),
      ledger: [ticked("b", "walt")],
      gate: ["open", 0, 1],
      states: { a: "waiting", b: "met" },
    },
    {
      title: "a phase that does not apply locks nothing",
      policy: policy([
        procedure([phase("one", [step("a", tick())], { when: { draft: true } }), phase("two", [step("b", tick())])], {
          order: "phases",
        }),
      ]),
      gate: ["awaiting", 1, 1],
      states: { a: "not-applicable", b: "waiting" },
    },
    {
      title: "a phase whose condition is not known",
      policy: policy([procedure([phase("one", [step("a", tick())], { when: { paths: ["src/**"] } })])]),
      gate: ["shut", 1, 1],
      states: { a: "error" },
    },
    {
      title: "a phase's closing go is one more step",
      policy: policy([procedure([phase("one", [step("a", tick())], { gate: tick("lead") })])]),
      ledger: [ticked("a", "walt"), ticked("one:gate", "walt")],
      gate: ["awaiting", 1, 2],
      states: { a: "met", "one:gate": "waiting" },
    },
    {
      title: "a step that does not apply, with its sub-steps",
      policy: stepsPolicy(step("a", tick(), { when: { labels: ["x"] }, steps: [step("b", tick())] })),
      gate: ["open", 0, 0],
      states: { a: "not-applicable", b: "not-applicable" },
    },
    {
      title: "a step whose condition is not known",
      policy: stepsPolicy(step("a", tick(), { when: { paths: ["src/**"] }, steps: [step("b", tick())] })),
      ledger: [ticked("a", "walt")],
      gate: ["shut", 2, 2],
      states: { a: "error", b: "waiting" },
    },
    {
      title: "a procedure whose condition is not known",
      policy: policy([procedure([phase("one", [step("a", tick())])], { applies: { paths: ["src/**"] } })]),
      gate: ["shut", 1, 1],
    },
    {
      title: "unknown, but only on trial",
      policy: policy([procedure([phase("one", [step("a", tick())])], { applies: { paths: ["src/**"] } }, "shadow")]),
      gate: ["open", 0, 0],
    },
  ])("$title", (given) => {
    const verdict = judged(given.policy, given.snapshot, given.ledger);
    expect(gate(verdict)).toEqual(given.gate);
    expect(states(verdict)).toMatchObject(given.states ?? {});
  });
});

test("what does not apply says why and has no phases", () => {
  const other = procedure([phase("one", [step("a", tick())])], { applies: { base: ["release"] } });
  const ofIssues = procedure([], { subject: "issue" });
  const ofPulls = procedure([]);
  expect(judged(policy([other, ofIssues])).procedures).toMatchObject([
    { applies: false, reason: "the base branch is `main`.", phases: [], exit: "completed" },
    { applies: false, reason: "it runs on issues." },
  ]);
  const issue = snapshot({ subject: { kind: "issue", repository: "acme/shop", number: 1 } });
  expect(judged(policy([ofPulls]), issue).procedures).toMatchObject([
    { applies: false, reason: "it runs on pull requests." },
  ]);
});

test("a procedure that could not be told says so", () => {
  const [unknown] = judged(policy([procedure([], { applies: { paths: ["src/**"] } })])).procedures;
  expect(unknown).toMatchObject({
    applies: true,
    exit: "blocked",
    problem: { code: "procedure/condition-unknown", short: "1 procedure undetermined" },
  });
});

test("a requirement that breaks says what broke", () => {
  const verdict = judged(stepsPolicy(step("a", broken(new Error("out of range"))), step("b", broken("nothing"))));
  expect(ofStep(verdict, "a")).toMatchObject({
    code: "step/crashed",
    reason: "`broken` could not be judged: out of range.",
  });
  expect(ofStep(verdict, "b")?.reason).toBe("`broken` could not be judged: nothing.");
});

test("a role counts as defined when the config or the snapshot has it", () => {
  const asked = step("a", tick("security"));
  const inConfig = { ...stepsPolicy(asked), roles: { security: ["sam"] } };
  expect(ofStep(judged(stepsPolicy(asked)), "a")).toMatchObject({ state: "error", code: "role/unknown" });
  expect(ofStep(judged(inConfig), "a")?.state).toBe("waiting");
  expect(ofStep(judged(stepsPolicy(asked), snapshot({ roles: { security: { members: [] } } })), "a")?.state).toBe(
    "waiting",
  );
});

test("a locked phase names the earlier one, a deployment's phase its environment", () => {
  const verdict = judged(
    policy([
      procedure(
        [
          phase("one", [step("a", tick())]),
          phase("two", [step("b", tick())]),
          phase("three", []),
          phase("four", [], { blocks: "deploy", environments: ["production", "eu"] }),
          phase("five", [step("c", tick(), { steps: [step("d", tick())] })], { blocks: "deploy" }),
          phase("six", [], { blocks: null, starts: { deployed: "production" } }),
        ],
        { order: "phases" },
      ),
    ]),
  );
  expect(phases(verdict).map(({ state, reason, holdsMerge }) => [state, reason, holdsMerge])).toEqual([
    ["open", undefined, true],
    ["locked", "Opens when “Phase one” is complete.", true],
    ["locked", "Opens when “Phase one” is complete.", true],
    ["locked", "Opens when “Phase one” is complete.", false],
    ["locked", "Opens when “Phase one” is complete.", false],
    ["locked", "Opens after the deployment to production.", false],
  ]);
});

test.each([
  { title: "open and awaited", state: "open", ledger: [], labels: ["x"], exit: "in-progress" },
  { title: "open and to be changed", state: "open", ledger: [], labels: [], exit: "blocked" },
  { title: "open and complete", state: "open", ledger: [ticked("a", "walt")], labels: ["x"], exit: "completed" },
  { title: "merged and complete", state: "merged", ledger: [ticked("a", "walt")], labels: ["x"], exit: "completed" },
  { title: "closed and complete", state: "closed", ledger: [ticked("a", "walt")], labels: ["x"], exit: "aborted" },
] as const)("a run that is $title exits $exit", ({ state, ledger, labels, exit }) => {
  const given = stepsPolicy(step("a", tick()), step("b", label("x")));
  expect(judged(given, snapshot({ state, labels: [...labels] }), [...ledger]).procedures).toMatchObject([{ exit }]);
});

test("it wakes at the earliest moment at which time alone changes something", () => {
  const soon = "2026-03-02T10:00:00.000Z";
  const verdict = judged(
    stepsPolicy(step("a", later("2026-03-03T10:00:00Z")), step("b", later(soon)), step("c", tick())),
  );
  expect(verdict.wakeAt?.toISOString()).toBe(soon);
  expect(verdict.evaluatedAt).toBe(NOW);
  expect(judged(stepsPolicy(step("a", later("2026-03-01T10:00:00Z")))).wakeAt).toBeUndefined();
});

test("parameters come into the verdict, findings and mode too", () => {
  const adopted = procedure([], { parameters: { feature: { branch: "feature/{feature}" } }, version: "2" });
  const verdict = judged(policy([adopted], { findings: [finding()] }), snapshot({ head: "feature/login" }));
  expect(verdict).toMatchObject({ mode: "enforce", findings: [finding()] });
  expect(verdict.procedures).toMatchObject([{ version: "2", parameters: { feature: "login" } }]);
});

test("one condition that many steps share is judged alike", () => {
  const when = { labels: ["x"] };
  const verdict = judged(
    stepsPolicy(step("a", tick(), { when }), step("b", tick(), { when })),
    snapshot({ labels: ["x"] }),
  );
  expect(states(verdict)).toEqual({ a: "waiting", b: "waiting" });
});

const merged = (at: string) =>
  snapshot({
    state: "merged",
    openedAt: "2026-01-01T00:00:00Z",
    mergeSha: "a",
    deployments: { production: [{ sha: "a", state: "success", at, holds: true }] },
  });

test("time is counted from the deployment that opened the phase", () => {
  const watch = step("watch", RequirementSchema.parse({ elapsed: "1h" }));
  const after = policy([procedure([phase("after", [watch], { blocks: null, starts: { deployed: "production" } })])]);
  const seen = [NOW.getTime() - 3_599_000, NOW.getTime() - 3_600_000].map(
    (at) => judged(after, merged(new Date(at).toISOString())).procedures[0]?.phases[0]?.steps[0]?.state,
  );
  expect(seen).toEqual(["waiting", "met"]);
});
