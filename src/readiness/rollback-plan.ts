import { askedSettings } from "../evaluation/asked-settings.ts";
import { planStepsOf, type PlanSteps } from "../requirements/plan-steps.ts";
import { rollbackPlan } from "../requirements/rollback-plan.ts";
import type { Policed } from "./turn.ts";

/** The rollback plan that the procedures of this subject ask for, where there is one; else one in the description. */
export const planFor = ({ policy, reading: { snapshot } }: Policed): PlanSteps | undefined => {
  for (const place of askedSettings(rollbackPlan, policy, snapshot)) {
    const plan = planStepsOf(place);
    if (plan !== undefined) return plan;
  }
  return undefined;
};
