import { isOpen, obligations } from "../evaluation/gates.ts";
import type { GateVerdict, PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "../evaluation/verdict.ts";

/** The procedures that count, or would in shadow mode. */
export const counting = (verdict: Pick<Verdict, "procedures" | "mode">): readonly ProcedureVerdict[] =>
  verdict.procedures.filter(({ applies, mode }) => applies && (verdict.mode === "shadow" || mode === "enforce"));

/** Whether a phase is what people look at now: what holds the merge while it is open, what follows it afterwards, on an issue everything. */
export const isNow = ({ stage }: Pick<Verdict, "stage">, { holdsMerge }: PhaseVerdict): boolean => {
  switch (stage) {
    case "merge":
      return holdsMerge;
    case "after-merge":
      return !holdsMerge;
    case "issue":
      return true;
  }
};

/** Every step that is asked for now. */
export const stepsNow = (verdict: Verdict): readonly StepVerdict[] =>
  counting(verdict).flatMap(({ phases }) => obligations(phases.filter((phase) => isNow(verdict, phase))));

/** How much is left of what is asked for now; before the merge that is its gate. */
export const gateNow = (verdict: Verdict): GateVerdict => {
  const merge = verdict.gates.find(({ gate }) => gate === "merge") ?? SHUT;
  if (verdict.stage === "merge") return merge;
  const steps = stepsNow(verdict);
  return { ...merge, left: steps.filter(isOpen).length, total: steps.length };
};

const SHUT: GateVerdict = { gate: "merge", state: "shut", left: 0, total: 0 };
