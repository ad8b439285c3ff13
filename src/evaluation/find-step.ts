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

/** Every step of every procedure that applies, in reading order. */
export const allSteps = (verdict: Verdict): readonly FoundStep[] =>
  verdict.procedures.flatMap((procedure) =>
    procedure.phases.flatMap((phase) => everyVerdict(phase.steps).map((step) => ({ procedure, phase, step }))),
  );
