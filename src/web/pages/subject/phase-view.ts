import { isOpen, obligations } from "../../../evaluation/gates.ts";
import type { PhaseVerdict, ProcedureVerdict, StepVerdict, Verdict } from "../../../evaluation/verdict.ts";
import { doneTally } from "../../../report/steps-table.ts";
import { counting, isNow } from "../../../report/stage.ts";
import type { Tone } from "../parts/state-badge.tsx";
import { isToBeShown, slug, stepView, withBelow, type AroundSteps, type StepView } from "./step-view.ts";

/** A phase as a page shows it: what is still to be looked at, and what is through. */
export interface PhaseView {
  readonly anchor: string;
  readonly phase: PhaseVerdict;
  readonly tone: Tone;
  readonly word: string;
  /** It is what people look at now. */
  readonly isNow: boolean;
  readonly done: number;
  readonly total: number;
  readonly open: readonly StepView[];
  readonly through: readonly StepView[];
  /** "3 done, 1 waived". */
  readonly throughWords: string;
  /** How many of its steps are left out, because there are too many for a page. */
  readonly hidden: number;
}

/** A procedure as a page shows it. */
export interface ProcedureView {
  readonly procedure: ProcedureVerdict;
  /** It counts: it holds back what it says, or would if the config did more than watch. */
  readonly counts: boolean;
  readonly phases: readonly PhaseView[];
}

/** The procedures that apply, in their order. */
export const procedureViews = (
  verdict: Verdict,
  around: Omit<AroundSteps, "procedure" | "isNow">,
): readonly ProcedureView[] => {
  const counts = new Set(counting(verdict));
  return verdict.procedures
    .filter(({ applies, problem }) => applies || problem !== undefined)
    .map((procedure) => ({
      procedure,
      counts: counts.has(procedure),
      phases: procedure.phases.map((phase) =>
        phaseView(phase, { procedure: procedure.id, isNow: isNow(verdict, phase), ...around }),
      ),
    }));
};

const phaseView = (phase: PhaseVerdict, around: AroundSteps): PhaseView => {
  const steps = phase.steps.map((step) => stepView(step, around));
  const through = steps.filter((one) => !isToBeShown(one));
  const asked = obligations([phase]);
  const left = asked.filter(isOpen);
  return {
    anchor: `phase-${slug(around.procedure)}-${slug(phase.id)}`,
    phase,
    ...howItStands(phase, left, around),
    isNow: around.isNow,
    done: asked.length - left.length,
    total: asked.length,
    open: steps.filter(isToBeShown),
    through,
    hidden: 0,
    throughWords: doneTally(through.flatMap(withBelow).map(({ step }) => step)),
  };
};

const howItStands = (
  { state, rolledBackAt }: PhaseVerdict,
  left: readonly StepVerdict[],
  { isNow: isAsked }: Pick<AroundSteps, "isNow">,
): { readonly tone: Tone; readonly word: string } => {
  switch (state) {
    case "complete":
      return { tone: "good", word: "complete" };
    case "locked":
      return rolledBackAt === undefined ? { tone: "locked", word: "locked" } : { tone: "warning", word: "rolled back" };
    case "not-applicable":
      return { tone: "quiet", word: "not applicable" };
    case "open":
      if (!isAsked) return { tone: "quiet", word: "later" };
      return left.some((step) => step.state === "unmet" || step.state === "error")
        ? { tone: "bad", word: "to do" }
        : { tone: "waiting", word: "awaited" };
  }
};
