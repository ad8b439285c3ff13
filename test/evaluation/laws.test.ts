import { expect, test } from "@jest/globals";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";
import type { Requirement } from "../../src/requirements/define.ts";
import type { Step } from "../../src/procedures/model.ts";
import { everyVerdict, type Verdict } from "../../src/evaluation/verdict.ts";
import { fc } from "../properties.ts";
import { entry, judged, label, phase, policy, procedure, snapshot, step, tick, unclear } from "./world.ts";

const LABELS = ["x", "y"];
const IDS = ["a", "b", "c", "d", "e", "f"];

const requirement: fc.Arbitrary<Requirement> = fc.constantFrom(tick(), tick("lead"), ...LABELS.map(label), unclear);
const steps: fc.Arbitrary<Step[]> = fc
  .array(fc.record({ require: requirement, nested: fc.boolean(), waivable: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((given) =>
    given.map(({ require, nested, waivable }, index) =>
      step(IDS[index] ?? "z", require, { waivable, steps: nested ? [step(`${IDS[index] ?? "z"}-1`, tick())] : [] }),
    ),
  );

const ids = IDS.flatMap((id) => [id, `${id}-1`]);
const act = (logins: readonly string[], acts: readonly ("tick" | "untick" | "waive")[]): fc.Arbitrary<LedgerEntry> =>
  fc
    .record({ kind: fc.constantFrom(...acts), id: fc.constantFrom(...ids), login: fc.constantFrom(...logins) })
    .map(({ kind, id, login }) => entry(kind, id, { login }));

const entitled = fc.array(act(["walt", "lea", "adam"], ["tick", "untick", "waive"]), { maxLength: 12 });
const labels = fc.subarray(LABELS);
const order = fc.constantFrom("free" as const, "phases" as const);

const twoPhases = (given: readonly Step[], how: "free" | "phases") => {
  const half = Math.ceil(given.length / 2);
  return policy([procedure([phase("one", given.slice(0, half)), phase("two", given.slice(half))], { order: how })]);
};

const gate = (verdict: Verdict) => verdict.gates.map(({ state, left, total }) => ({ state, left, total }));

const states = (verdict: Verdict) =>
  verdict.procedures.flatMap((one) =>
    one.phases.flatMap((each) => everyVerdict(each.steps).map(({ id, state }) => [id, state])),
  );

test("the order of steps never changes the gate", () => {
  fc.assert(
    fc.property(
      steps.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }))),
      labels,
      entitled,
      ([given, shuffled], has, ledger) => {
        const judge = (list: readonly Step[]) =>
          gate(judged(policy([procedure([phase("one", list)])]), snapshot({ labels: has }), ledger));
        expect(judge(shuffled)).toEqual(judge(given));
      },
    ),
  );
});

test("taking a tick or a waiver out of the ledger never leaves less to do, and never opens the gate", () => {
  const givers = fc.array(act(["walt", "lea", "adam"], ["tick", "waive"]), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      steps,
      order,
      givers.chain((acts) => fc.tuple(fc.constant(acts), fc.nat(acts.length - 1))),
      (given, how, [acts, at]) => {
        const judge = (ledger: readonly LedgerEntry[]) =>
          judged(twoPhases(given, how), snapshot({ labels: LABELS }), [...ledger]).gates[0];
        const whole = judge(acts);
        const fewer = judge(acts.toSpliced(at, 1));
        expect(fewer?.left ?? 0).toBeGreaterThanOrEqual(whole?.left ?? 0);
        expect(fewer?.state === "open" && whole?.state !== "open").toBe(false);
      },
    ),
  );
});

test("taking evidence away never leaves less to do, and never opens the gate", () => {
  fc.assert(
    fc.property(steps, order, entitled, labels, (...[given, how, ledger, has]) => {
      const judge = (names: readonly string[]) =>
        judged(twoPhases(given, how), snapshot({ labels: [...names] }), ledger).gates[0];
      const whole = judge(LABELS);
      const fewer = judge(has);
      expect(fewer?.left ?? 0).toBeGreaterThanOrEqual(whole?.left ?? 0);
      expect(fewer?.state === "open" && whole?.state !== "open").toBe(false);
    }),
  );
});

test("what people without right do never changes how anything stands", () => {
  const strangers = fc.array(act(["rita", "mallory", "helper[bot]"], ["tick", "waive"]), { maxLength: 8 });
  fc.assert(
    fc.property(steps, order, entitled, strangers, fc.nat(12), (...[given, how, ledger, noise, at]) => {
      const judge = (acts: LedgerEntry[]) => judged(twoPhases(given, how), snapshot({ labels: LABELS }), acts);
      const quiet = judge(ledger);
      const loud = judge(ledger.toSpliced(at, 0, ...noise));
      expect([gate(loud), states(loud)]).toEqual([gate(quiet), states(quiet)]);
    }),
  );
});

test("an open gate has nothing left, and a gate with something in error is shut", () => {
  fc.assert(
    fc.property(steps, order, entitled, labels, (...[given, how, ledger, has]) => {
      const verdict = judged(twoPhases(given, how), snapshot({ labels: has }), ledger);
      const [merge] = verdict.gates;
      expect(merge?.state === "open").toBe(merge?.left === 0);
      if (states(verdict).some(([, state]) => state === "error")) expect(merge?.state).toBe("shut");
    }),
  );
});
