import { isDone, type PhaseVerdict, type StepVerdict } from "../../evaluation/verdict.ts";
import { isNow } from "../../report/stage.ts";
import type { EvaluateAnswer } from "../answers.ts";

/** A step with its place: the titles of its phase and of the steps around it. */
export interface PlacedStep {
  readonly step: StepVerdict;
  readonly phase: PhaseVerdict;
  readonly parents: readonly string[];
}

/** Every step of the verdict, in reading order. */
export const placedSteps = ({ verdict }: EvaluateAnswer): readonly PlacedStep[] =>
  verdict.procedures.flatMap(({ phases }) =>
    phases.flatMap((phase) => phase.steps.flatMap((step) => placed({ step, phase, parents: [] }))),
  );

/** The steps that are neither done nor locked; a parent that only waits for its sub-steps is one, or nobody would find it. */
export const openSteps = (answer: EvaluateAnswer): readonly PlacedStep[] =>
  placedSteps(answer).filter(({ step: { state } }) => !isDone(state) && state !== "locked");

/** Those of them that the first line counts. */
export const openNow = (answer: EvaluateAnswer): readonly PlacedStep[] =>
  openSteps(answer).filter(({ phase }) => isNow(answer.verdict, phase));

/** The others: shown apart, or the list would not fit the count. */
export const openElsewhere = (answer: EvaluateAnswer): readonly PlacedStep[] =>
  openSteps(answer).filter(({ phase }) => !isNow(answer.verdict, phase));

/** What the open steps are called that the first line leaves out: before the merge there are some. */
export const ELSEWHERE = "Open, but the merge does not wait for it";

const placed = ({ step, phase, parents }: PlacedStep): readonly PlacedStep[] => [
  { step, phase, parents },
  ...step.steps.flatMap((child) => placed({ step: child, phase, parents: [...parents, step.title] })),
];
