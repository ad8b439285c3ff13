import type { PhaseView, ProcedureView } from "./phase-view.ts";
import { withBelow, type StepView } from "./step-view.ts";
import type { SubjectView } from "./subject-view.ts";

/** How much of a page is shown at most. */
export interface Most {
  /** Steps that are still to be looked at. */
  readonly open: number;
  readonly through: number;
  readonly acts: number;
  readonly findings: number;
}

/** From all that people read to what says whose turn it is. */
export const LEVELS: readonly Most[] = [
  { open: 400, through: 400, acts: 100, findings: 50 },
  { open: 60, through: 40, acts: 30, findings: 20 },
  { open: 25, through: 15, acts: 10, findings: 10 },
  { open: 10, through: 5, acts: 5, findings: 5 },
];

/** A view with so much of everything; each phase says how much of it is left out. What people are at now comes first. */
export const limited = (view: SubjectView, most: Most): SubjectView => {
  const budget = { open: most.open, through: most.through };
  const phases = view.procedures.flatMap((procedure) => procedure.phases);
  const urgent = phases.toSorted((one, other) => Number(other.isNow) - Number(one.isNow));
  const kept = new Map(urgent.map((phase) => [phase, limitedPhase(phase, budget)]));
  return {
    ...view,
    procedures: view.procedures.map((procedure): ProcedureView => ({
      ...procedure,
      phases: procedure.phases.map((phase) => kept.get(phase) ?? phase),
    })),
    yours: view.yours.slice(0, most.open),
    yoursMore: Math.max(0, view.yours.length - most.open),
    others: view.others.slice(0, most.through),
    findings: view.findings.slice(0, most.findings),
    findingsMore: Math.max(0, view.findings.length - most.findings),
    proposed: view.proposed.slice(0, most.findings),
    proposedMore: Math.max(0, view.proposed.length - most.findings),
    trail: {
      rows: view.trail.rows.slice(0, most.acts),
      older: view.trail.older + Math.max(0, view.trail.rows.length - most.acts),
    },
  };
};

/** What is left to give; used up as steps are taken. */
interface Budget {
  open: number;
  through: number;
}

const limitedPhase = (phase: PhaseView, budget: Budget): PhaseView => {
  const open = taken(phase.open, budget, "open");
  const through = taken(phase.through, budget, "through");
  const left = [...phase.open, ...phase.through].flatMap(withBelow).length;
  return { ...phase, open, through, hidden: left - [...open, ...through].flatMap(withBelow).length };
};

/** The first of them, each with as many of those below it as there is room for. */
const taken = (steps: readonly StepView[], budget: Budget, of: keyof Budget): readonly StepView[] =>
  steps.flatMap((step) => {
    if (budget[of] <= 0) return [];
    budget[of] -= 1;
    return [{ ...step, steps: taken(step.steps, budget, of) }];
  });
