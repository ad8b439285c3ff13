import type { Step } from "../procedures/model.ts";
import { listed } from "../requirements/wording.ts";
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
  const { waiver } = standing;
  const whole = waiver === undefined ? judgeWhole(step, standing, run) : leftOut(step, waiver, run);
  const judged = { ...whole, box };
  return standing.deferral === undefined || isDone(judged.state) ? judged : deferred(judged, standing.deferral);
};

type Waiver = NonNullable<Standing["waiver"]>;

/**
 * A waived step with what is below it. Write permission alone leaves out no more than what the procedure says may not apply, and boxes
 * that the same people could tick; the rest below stays an obligation.
 */
const leftOut = (step: Step, waiver: Waiver, run: Run): StepVerdict => {
  const own = waived(step, waiver);
  if (waiver.byOverride || step.require.kind === "choice") return own;
  const below = { ...waiver, reason: `with “${step.title}”` };
  const steps = step.steps.map((child) => {
    const judged = judgeStep(child, run);
    return isDone(judged.state) || !isMinor(child) ? judged : leftOut(child, below, run);
  });
  const whole = withSubSteps(own, steps);
  if (isDone(whole.state)) return whole;
  const who = run.overrideRoles.length === 0 ? "nobody" : `only ${listed(run.overrideRoles, "or")}`;
  return { ...whole, reason: `${own.reason} ${whole.reason} What is open there, ${who} may leave out.` };
};

const isMinor = ({ waivable, require }: Step): boolean =>
  waivable || (require.kind === "tick" && require.ticker()?.role === undefined);

const judgeAll = (steps: readonly Step[], run: Run): readonly StepVerdict[] =>
  steps.map((step) => judgeStep(step, run));

const judgeWhole = (step: Step, standing: Standing, run: Run): StepVerdict => {
  if (step.require.kind === "choice") return judgeChoice(step, run, (steps) => judgeAll(steps, run));
  return withSubSteps({ ...plain(step), ...stated(outcomeOf(step, standing, run)) }, judgeAll(step.steps, run));
};
