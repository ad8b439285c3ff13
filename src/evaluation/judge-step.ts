import type { Step } from "../procedures/model.ts";
import { judgeChoice } from "./judge-choice.ts";
import { boxVerdict, outcomeOf, standingIn, type Run } from "./judge-own.ts";
import type { Standing } from "./standing.ts";
import {
  conditionUnknown,
  deferred,
  notApplicable,
  plain,
  sentence,
  stated,
  waived,
  withSubSteps,
} from "./step-verdicts.ts";
import { isDone, type StepVerdict } from "./verdict.ts";

/** Judges a step and its sub-steps. A step with sub-steps is done when it and all of them are. */
export const judgeStep = (step: Step, run: Run): StepVerdict => {
  const applies = run.holds(step.when);
  if ("unknown" in applies) return withSubSteps(conditionUnknown(step, applies.unknown), judgeAll(step.steps, run));
  if (!applies.holds) return notApplicable(step, sentence(`Does not apply: ${applies.reason}`));
  const standing = standingIn(step, run);
  const box = boxVerdict(step.require, standing);
  if (standing.waiver !== undefined) return { ...waived(step, standing.waiver), box };
  const judged = { ...judgeWhole(step, standing, run), box };
  return standing.deferral === undefined || isDone(judged.state) ? judged : deferred(judged, standing.deferral);
};

const judgeAll = (steps: readonly Step[], run: Run): readonly StepVerdict[] =>
  steps.map((step) => judgeStep(step, run));

const judgeWhole = (step: Step, standing: Standing, run: Run): StepVerdict => {
  if (step.require.kind === "choice") return judgeChoice(step, run, (steps) => judgeAll(steps, run));
  return withSubSteps({ ...plain(step), ...stated(outcomeOf(step, standing, run)) }, judgeAll(step.steps, run));
};
