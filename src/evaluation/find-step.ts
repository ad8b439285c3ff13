import {
  everyVerdict,
  stepKey,
  type PhaseVerdict,
  type ProcedureVerdict,
  type StepVerdict,
  type Verdict,
} from "./verdict.ts";

/** A step with where it stands. */
export interface FoundStep {
  readonly procedure: ProcedureVerdict;
  readonly phase: PhaseVerdict;
  readonly step: StepVerdict;
}

/** The step with exactly these ids, if the verdict has it. */
export const stepOf = (verdict: Verdict, procedure: string, step: string): FoundStep | undefined =>
  allSteps(verdict).find((found) => found.procedure.id === procedure && found.step.id === step);

/** What a person can mean by `STEP`: an id, or `procedure/id` where two procedures have the same one. Case does not matter. */
export const stepsCalled = (verdict: Verdict, name: string): readonly FoundStep[] => {
  const wanted = name.toLowerCase();
  return allSteps(verdict).filter(
    ({ procedure, step }) =>
      step.id.toLowerCase() === wanted || stepKey(procedure.id, step.id).toLowerCase() === wanted,
  );
};

/**
 * What a person can mean by `PHASE` in a go or no-go: a step that asks for a decision, or a phase, by its id or `procedure/id`. Of a
 * phase the go / no-go that closes it is meant, or else every decision in it; more than one answer means that it can't be told.
 */
export const decisionsCalled = (verdict: Verdict, name: string): readonly FoundStep[] => {
  const wanted = name.toLowerCase();
  const deciding = allSteps(verdict).filter(({ step }) => step.decides !== undefined);
  const named = ({ procedure }: FoundStep, id: string): boolean =>
    id.toLowerCase() === wanted || stepKey(procedure.id, id).toLowerCase() === wanted;
  const steps = deciding.filter((found) => named(found, found.step.id));
  if (steps.length > 0) return steps;
  const inPhases = deciding.filter((found) => named(found, found.phase.id));
  const closing = inPhases.filter(({ phase, step }) => step.id === `${phase.id}:gate`);
  const closed = new Set(closing.map(({ phase }) => phase));
  return inPhases.filter((found) => !closed.has(found.phase) || closing.includes(found));
};

/** Every step of every procedure that applies, in reading order. */
export const allSteps = (verdict: Verdict): readonly FoundStep[] =>
  verdict.procedures.flatMap((procedure) =>
    procedure.phases.flatMap((phase) => everyVerdict(phase.steps).map((step) => ({ procedure, phase, step }))),
  );
