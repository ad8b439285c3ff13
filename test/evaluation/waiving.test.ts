import { describe, expect, test } from "@jest/globals";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { everyVerdict } from "../../src/evaluation/verdict.ts";
import type { Step } from "../../src/procedures/model.ts";
import {
  choice,
  done,
  entry,
  judged,
  label,
  OVERRIDE,
  phase,
  policy,
  procedure,
  signoff,
  snapshot,
  step,
  tick,
} from "./world.ts";

/** What a waiver of a step with write permission takes along. */

const byWalt = [entry("waive", "top", { login: "walt" })];
const byLea = [done({ act: "waive", procedure: "p", step: "top", reason: "not needed", role: "lead" })];

const look = (ledger: Ledger, ...below: readonly Step[]) => {
  const top = step("top", tick(), { waivable: true, steps: below });
  const given = policy([procedure([phase("one", [top])])], { override: OVERRIDE });
  const verdict = judged(given, snapshot({ labels: ["there"] }), ledger);
  const steps = verdict.procedures.flatMap(({ phases }) => phases.flatMap((one) => everyVerdict(one.steps)));
  return { gate: verdict.gates[0], steps, states: Object.fromEntries(steps.map(({ id, state }) => [id, state])) };
};

const must = step("must", signoff({ role: "lead" }));

describe("a waiver of a step that may not apply", () => {
  test.each<{ title: string; ledger: Ledger; below: readonly Step[]; states: object }>([
    {
      title: "takes boxes of anybody along",
      ledger: byWalt,
      below: [step("a", tick())],
      states: { top: "waived", a: "waived" },
    },
    {
      title: "takes along what may not apply either",
      ledger: byWalt,
      below: [step("a", label("x"), { waivable: true })],
      states: { top: "waived", a: "waived" },
    },
    { title: "leaves a sign-off", ledger: byWalt, below: [must], states: { top: "waiting", must: "waiting" } },
    {
      title: "leaves a role's box",
      ledger: byWalt,
      below: [step("a", tick("lead"))],
      states: { top: "waiting", a: "waiting" },
    },
    { title: "leaves a proof", ledger: byWalt, below: [step("a", label("x"))], states: { top: "unmet", a: "unmet" } },
    {
      title: "minds no proof that is there",
      ledger: byWalt,
      below: [step("a", label("there"))],
      states: { top: "waived", a: "met" },
    },
    {
      title: "leaves a sign-off further below",
      ledger: byWalt,
      below: [step("a", tick(), { steps: [must] })],
      states: { top: "waiting", a: "waiting", must: "waiting" },
    },
    {
      title: "asks for nothing below what does not apply",
      ledger: byWalt,
      below: [step("a", tick(), { when: { draft: true }, steps: [must] })],
      states: { top: "waived", a: "not-applicable" },
    },
    {
      title: "by an override role takes everything along",
      ledger: byLea,
      below: [must, step("a", label("x"))],
      states: { top: "waived", must: "waived", a: "waived" },
    },
    {
      title: "by an override role is not made less by another",
      ledger: [...byLea, ...byWalt],
      below: [must],
      states: { top: "waived", must: "waived" },
    },
    {
      title: "with what is left waived by an override role",
      ledger: [...byWalt, done({ act: "waive", procedure: "p", step: "must", reason: "x", role: "lead" })],
      below: [must],
      states: { top: "waived", must: "waived" },
    },
  ])("$title", ({ ledger, below, states }) => {
    expect(look(ledger, ...below).states).toMatchObject(states);
  });

  test("says what is left, and who may leave that out", () => {
    const { steps, gate } = look(byWalt, must);
    expect(steps[0]?.reason).toBe(
      "Waived by walt: not needed. 1 of its 1 sub-steps is open. What is open there, only lead may leave out.",
    );
    expect(gate).toMatchObject({ state: "awaiting", left: 1, total: 2 });
  });

  test("takes a choice along as a whole", () => {
    const way = step("top", choice, { waivable: true, steps: [step("a", tick("lead")), step("b", tick("lead"))] });
    expect(judged(policy([procedure([phase("one", [way])])]), snapshot(), byWalt).gates).toMatchObject([
      { state: "open" },
    ]);
  });
});
