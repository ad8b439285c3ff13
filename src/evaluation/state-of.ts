import { isOnStep, type Attempt } from "./attempt.ts";
import { gateCalled } from "./find-gate.ts";
import { stepOf } from "./find-step.ts";
import type { Verdict } from "./verdict.ts";

/**
 * How that stands which an attempt is about: the step, the gate, or the runs of the procedures that apply; a sign-off and an
 * exemption are about the merge gate. Asked before and after the act, it tells what the act changed.
 */
export const stateOf = (verdict: Verdict, attempt: Attempt): string | undefined => {
  if (isOnStep(attempt)) return stepOf(verdict, attempt.procedure, attempt.step)?.step.state;
  if (attempt.attempted === "override") return gateCalled(verdict, attempt.gate)?.state;
  if (FOR_MERGE.has(attempt.attempted)) return gateCalled(verdict, "merge")?.state;
  const exits = verdict.procedures.filter(({ applies }) => applies).map(({ exit }) => exit);
  return exits.length === 0 ? undefined : [...new Set(exits)].join(", ");
};

const FOR_MERGE: ReadonlySet<Attempt["attempted"]> = new Set(["signoff", "revoke", "exempt", "unexempt"]);
