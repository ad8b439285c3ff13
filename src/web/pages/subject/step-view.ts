import { isOpen } from "../../../evaluation/gates.ts";
import { isDone, stepKey, type StepVerdict } from "../../../evaluation/verdict.ts";
import type { Evidence } from "../../../requirements/outcome.ts";

/** A step as a page shows it. */
export interface StepView {
  /** Its place on the page, good for a fragment. */
  readonly anchor: string;
  readonly step: StepVerdict;
  /** Since when it is in its state, as far as it was seen. What comes later waits for nobody yet. */
  readonly since: Date | undefined;
  /** It waits for whoever is looking. */
  readonly isYours: boolean;
  /** Where the proof can be seen. */
  readonly proofs: readonly Evidence[];
  /** The comment with its box, while that is to be ticked. */
  readonly tickAt: string | undefined;
  /** Steps below it. */
  readonly steps: readonly StepView[];
}

/** What is known around the steps of one procedure. */
export interface AroundSteps {
  readonly procedure: string;
  readonly since: Readonly<Record<string, Date>>;
  /** The steps, by `stepKey`, that wait for whoever is looking. */
  readonly yours: ReadonlySet<string>;
  readonly checklistUrl: string | undefined;
  /** Their phase is what people look at now. */
  readonly isNow: boolean;
}

export const stepView = (step: StepVerdict, around: AroundSteps): StepView => {
  const { procedure, since, yours, checklistUrl, isNow } = around;
  const key = stepKey(procedure, step.id);
  return {
    anchor: stepAnchor(procedure, step.id),
    step,
    since: isNow || isDone(step.state) ? since[key] : undefined,
    isYours: yours.has(key),
    proofs: proofsOf(step, checklistUrl),
    tickAt: step.box?.ticked === false && isOpen(step) && step.state !== "locked" ? checklistUrl : undefined,
    steps: step.steps.map((below) => stepView(below, around)),
  };
};

/** Whether a step, or anything below it, is still to be looked at. */
export const isToBeShown = ({ step, steps }: StepView): boolean =>
  !isDone(step.state) || steps.some((below) => isToBeShown(below));

/** The step and everything below it. */
export const withBelow = (view: StepView): readonly StepView[] => [view, ...view.steps.flatMap(withBelow)];

/** A fragment takes any sign, once it is encoded; what is left out here would only make addresses ugly. */
export const stepAnchor = (procedure: string, step: string): string => `step-${slug(procedure)}-${slug(step)}`;

export const slug = (text: string): string => text.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-");

/** A tick's proof is the comment in which it is; the others bring theirs. Who ticked or decided, the reason says, and when, the trail. */
const proofsOf = ({ evidence, box, decides }: StepVerdict, checklistUrl: string | undefined): readonly Evidence[] => {
  const isAct = box?.ticked === true || decides !== undefined;
  const shown = isAct ? evidence.filter(({ url }) => url !== undefined) : evidence;
  const isLinked = shown.some(({ url }) => url !== undefined);
  if (box?.ticked !== true || isLinked || checklistUrl === undefined) return shown;
  return [...shown, { text: "the checklist", url: checklistUrl }];
};
