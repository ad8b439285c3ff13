import { isDone, type PhaseVerdict, type StepVerdict } from "../../evaluation/verdict.ts";
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

const placed = ({ step, phase, parents }: PlacedStep): readonly PlacedStep[] => [
  { step, phase, parents },
  ...step.steps.flatMap((child) => placed({ step: child, phase, parents: [...parents, step.title] })),
];
