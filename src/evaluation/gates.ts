import { isSound, type Finding } from "../procedures/finding.ts";
import {
  everyVerdict,
  isDone,
  SUB_STEPS_OPEN,
  type GateVerdict,
  type PhaseVerdict,
  type ProcedureVerdict,
  type StepVerdict,
} from "./verdict.ts";

/** The merge gate over every procedure that counts. In a config in shadow mode every procedure counts: the gate tells what would be. */
export const mergeGate = (
  procedures: readonly ProcedureVerdict[],
  config: { readonly mode: "enforce" | "shadow"; readonly findings: readonly Finding[] },
): GateVerdict => {
  const counting = procedures.filter(
    ({ applies, mode }) => applies && (config.mode === "shadow" || mode === "enforce"),
  );
  const problems = counting.filter(({ problem }) => problem !== undefined).length;
  const steps = counting.flatMap(({ phases }) => obligations(phases.filter(({ holdsMerge }) => holdsMerge)));
  const open = steps.filter(isOpen);
  const broken = problems > 0 || !isSound(config.findings);
  return { gate: "merge", state: stateOf(open, broken), left: open.length + problems, total: steps.length + problems };
};

/** Every step that applies, sub-steps included: each is one thing to be done. */
export const obligations = (phases: readonly PhaseVerdict[]): readonly StepVerdict[] =>
  phases.flatMap(({ steps }) => everyVerdict(steps)).filter(({ state }) => state !== "not-applicable");

/** Whether the step itself is still to be done; a parent that only waits for its sub-steps is not. */
export const isOpen = ({ state, code }: StepVerdict): boolean => !isDone(state) && code !== SUB_STEPS_OPEN;

const stateOf = (open: readonly StepVerdict[], broken: boolean): GateVerdict["state"] => {
  if (broken || open.some(({ state }) => state === "unmet" || state === "error")) return "shut";
  return open.length === 0 ? "open" : "awaiting";
};
