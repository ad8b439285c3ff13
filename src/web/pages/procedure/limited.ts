import type { ProcedureOutline, StepOutline } from "../../../procedures/outline.ts";

/** How many steps are shown. */
export const LEVELS: readonly number[] = [1000, 120, 60, 25];

/** A procedure with its first steps, and how many more it has. */
export interface Limited {
  readonly outline: ProcedureOutline;
  readonly hidden: number;
}

export const limited = (outline: ProcedureOutline, most: number): Limited => {
  const budget = { left: most };
  const phases = outline.phases.map((phase) => ({ ...phase, steps: taken(phase.steps, budget) }));
  const hidden = stepsIn(outline.phases) - stepsIn(phases);
  return { outline: { ...outline, phases }, hidden };
};

const stepsIn = (phases: ProcedureOutline["phases"]): number =>
  phases.reduce((sum, { steps }) => sum + counted(steps), 0);

const taken = (steps: readonly StepOutline[], budget: { left: number }): StepOutline[] =>
  steps.flatMap((step) => {
    if (budget.left <= 0) return [];
    budget.left -= 1;
    return [{ ...step, steps: taken(step.steps, budget) }];
  });

const counted = (steps: readonly StepOutline[]): number =>
  steps.reduce((sum, step) => sum + 1 + counted(step.steps), 0);
