import { isOpen, obligations } from "./gates.ts";
import type { ProcedureVerdict, Verdict } from "./verdict.ts";

/** A step, or a whole procedure that could not be determined, that would have held a merge. */
export interface Holding {
  readonly procedure: string;
  /** Empty where it is the procedure as such. */
  readonly step: string;
  readonly title: string;
}

/**
 * What would have held the merge but is on trial; empty where it was ready. Undefined: nothing on trial applies. What is locked waits for the
 * rest, so only the rest is named.
 */
export const heldInShadow = (verdict: Verdict): readonly Holding[] | undefined => {
  const trial = onTrial(verdict);
  if (trial.length === 0) return undefined;
  if (verdict.gates.some(({ gate, overridden }) => gate === "merge" && overridden !== undefined)) return [];
  return trial.flatMap(holdingIn);
};

/** The procedures that are judged and hold nothing back. */
export const onTrial = ({ mode, procedures }: Verdict): readonly ProcedureVerdict[] =>
  procedures.filter((one) => one.applies && (mode === "shadow" || one.mode === "shadow"));

const holdingIn = ({ id, title, problem, phases }: ProcedureVerdict): readonly Holding[] => {
  if (problem !== undefined) return [{ procedure: id, step: "", title }];
  const open = obligations(phases.filter(({ holdsMerge }) => holdsMerge)).filter(isOpen);
  const now = open.filter(({ state }) => state !== "locked");
  return (now.length > 0 ? now : open).map((step) => ({ procedure: id, step: step.id, title: step.title }));
};
