import type { Verdict } from "../evaluation/verdict.ts";
import type { Policy } from "../procedures/policy.ts";
import {
  missingReason,
  unknownCommand,
  unknownDecision,
  unknownFreeze,
  unknownRole,
  unknownStep,
  whichGate,
} from "../report/answers.ts";
import { decisionsAsked } from "./asked.ts";
import type { Problem } from "./grammar.ts";

/** Why a line is no command, in words that name what there is here. */
export const problemWords = (
  problem: Problem,
  { policy, verdict }: { readonly policy: Policy; readonly verdict: () => Verdict },
): string => {
  if (problem.problem === "unknown") return unknownCommand(problem.word);
  if (problem.problem === "which-gate") return whichGate(problem.environment, problem.rest);
  const { verb, what } = problem;
  switch (what) {
    case "STEP":
      return unknownStep("", verdict(), verb === "tick" ? "a box" : "a step");
    case "ROLE":
      return unknownRole("", Object.keys(policy.roles));
    case "PHASE":
      return unknownDecision("", decisionsAsked(verdict()));
    case "FREEZE":
      return unknownFreeze(policy.freezes.map(({ name }) => name));
    case "reason":
      return missingReason(verb);
  }
};
