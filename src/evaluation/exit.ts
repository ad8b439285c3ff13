import type { Snapshot } from "../evidence/snapshot.ts";
import { isOpen, obligations } from "./gates.ts";
import type { ExitState, PhaseVerdict } from "./verdict.ts";

/** How the run of a procedure stands. A closed pull request's is aborted; a merged one's goes on until its last phase is complete. */
export const exitOf = (phases: readonly PhaseVerdict[], state: Snapshot["state"]): ExitState => {
  if (state === "closed") return "aborted";
  const steps = obligations(phases);
  const open = steps.filter(isOpen);
  if (open.some((step) => step.state === "unmet" || step.state === "error")) return "blocked";
  if (open.length > 0) return "in-progress";
  return steps.some((step) => step.state === "deferred") ? "partial" : "completed";
};
