import { isOpen, obligations } from "../evaluation/gates.ts";
import { sentence } from "../evaluation/step-verdicts.ts";
import type { GateVerdict, PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "../evaluation/verdict.ts";

/** The procedures that count, or would in shadow mode. */
export const counting = (verdict: Pick<Verdict, "procedures" | "mode">): readonly ProcedureVerdict[] =>
  verdict.procedures.filter(({ applies, mode }) => applies && (verdict.mode === "shadow" || mode === "enforce"));

/** Whether a phase counts now: before the merge what holds that, afterwards and on an issue everything. */
export const isNow = ({ stage }: Pick<Verdict, "stage">, { holdsMerge }: Pick<PhaseVerdict, "holdsMerge">): boolean =>
  stage !== "merge" || holdsMerge;

/** Every step that counts now. */
export const stepsNow = (verdict: Verdict): readonly StepVerdict[] =>
  counting(verdict).flatMap(({ phases }) => obligations(phases.filter((phase) => isNow(verdict, phase))));

/** How much is left of what is asked for now; before the merge that is its gate. */
export const gateNow = (verdict: Verdict): GateVerdict => {
  const merge = verdict.gates.find(({ gate }) => gate === "merge") ?? SHUT;
  if (verdict.stage === "merge") return merge;
  const steps = stepsNow(verdict);
  const problems = counting(verdict).filter(({ problem }) => problem !== undefined).length;
  return { ...merge, left: steps.filter(isOpen).length + problems, total: steps.length + problems };
};

/** What the numbers leave out: " before the merge" where something comes after it. Empty where every step counts. */
export const scopeOf = (verdict: Verdict): string =>
  counting(verdict).some(({ phases }) =>
    phases.some((phase) => !isNow(verdict, phase) && phase.state !== "not-applicable"),
  )
    ? " before the merge"
    : "";

/** Who rolled it back, where, when and why; before the merge that is not what people look at. */
export const rolledBackIn = (verdict: Verdict): string | undefined => {
  const gone = counting(verdict).find(({ exit }) => exit === "rolled-back");
  return verdict.stage === "merge" || gone?.exitReason === undefined ? undefined : sentence(gone.exitReason);
};

const SHUT: GateVerdict = { gate: "merge", state: "shut", left: 0, total: 0 };
