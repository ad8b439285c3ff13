import { SUB_STEPS_OPEN, isDone, type PhaseVerdict, type StepVerdict } from "../../evaluation/verdict.ts";
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

/** The steps that somebody or something has to close now; a parent that only waits for its sub-steps is none. */
export const openSteps = (answer: EvaluateAnswer): readonly PlacedStep[] =>
  placedSteps(answer).filter(
    ({ step: { state, code } }) => !isDone(state) && state !== "locked" && code !== SUB_STEPS_OPEN,
  );

const placed = ({ step, phase, parents }: PlacedStep): readonly PlacedStep[] => [
  { step, phase, parents },
  ...step.steps.flatMap((child) => placed({ step: child, phase, parents: [...parents, step.title] })),
];
