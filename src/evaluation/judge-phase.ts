import type { Phase, Step } from "../procedures/model.ts";
import { conditionUnknown, judgeStep, notApplicable, plain, sentence, type Run } from "./judge-step.ts";
import { isDone, type PhaseVerdict, type StepVerdict } from "./verdict.ts";

/** Judges phases in order; with `order: phases` one that is not complete locks those after it. */
export const judgePhases = (phases: readonly Phase[], order: "free" | "phases", run: Run): readonly PhaseVerdict[] => {
  const lastHolding = phases.findLastIndex((phase) => phase.blocks === "merge" && isBeforeMerge(phase));
  let key: string | undefined;
  return phases.map((phase, index) => {
    if (!isBeforeMerge(phase)) return afterMerge(phase);
    const inOrder = order === "phases";
    const holdsMerge = phase.blocks === "merge" || (inOrder && index < lastHolding);
    const verdict = judgePhase(phase, { run, holdsMerge, lockedBy: inOrder ? key : undefined });
    if (!isPassed(verdict)) key ??= phase.title;
    return verdict;
  });
};

/** Whether a phase runs while the pull request is open; those of a deployment are opened by the deployment. */
export const isBeforeMerge = ({ blocks, starts }: Phase): boolean => blocks !== "deploy" && starts === undefined;

/** The steps of a phase, its closing go / no-go as the last one. */
export const stepsOf = (phase: Phase): readonly Step[] =>
  phase.gate === undefined ? phase.steps : [...phase.steps, closing(phase, phase.gate)];

interface Situation {
  readonly run: Run;
  readonly holdsMerge: boolean;
  /** Title of the earlier phase that is not complete. */
  readonly lockedBy: string | undefined;
}

const judgePhase = (phase: Phase, { run, holdsMerge, lockedBy }: Situation): PhaseVerdict => {
  const verdict = (rest: Pick<PhaseVerdict, "state" | "steps" | "reason">) => ({ ...head(phase), holdsMerge, ...rest });
  const applies = run.holds(phase.when);
  if ("unknown" in applies)
    return verdict({ state: "open", steps: stepsOf(phase).map((step) => conditionUnknown(step, applies.unknown)) });
  if (!applies.holds) {
    const reason = sentence(`Does not apply: ${applies.reason}`);
    return verdict({
      state: "not-applicable",
      reason,
      steps: stepsOf(phase).map((step) => notApplicable(step, reason)),
    });
  }
  const steps = stepsOf(phase).map((step) => judgeStep(step, run));
  if (lockedBy === undefined)
    return verdict({ state: steps.every((step) => isDone(step.state)) ? "complete" : "open", steps });
  const reason = `Opens when “${lockedBy}” is complete.`;
  return verdict({ state: "locked", reason, steps: steps.map((step) => locked(step, reason)) });
};

const isPassed = ({ state }: PhaseVerdict): boolean => state === "complete" || state === "not-applicable";

const afterMerge = (phase: Phase): PhaseVerdict => {
  const reason =
    phase.starts === undefined ? beforeDeployment(phase) : `Opens after the deployment to ${phase.starts.deployed}.`;
  return {
    ...head(phase),
    holdsMerge: false,
    state: "locked",
    reason,
    steps: stepsOf(phase).map((step) => lockedUnseen(step, reason)),
  };
};

const beforeDeployment = ({ environments }: Phase): string =>
  `Belongs to the deployment${environments.length === 0 ? "" : ` to ${environments.join(", ")}`}; merging does not wait for it.`;

const head = ({
  id,
  title,
  blocks,
  environments,
}: Phase): Pick<PhaseVerdict, "id" | "title" | "blocks" | "environments"> => ({
  id,
  title,
  blocks,
  environments,
});

/** An error stays in sight behind the lock: somebody has to mend it anyway. What is left out or waived stays so. */
const locked = (step: StepVerdict, reason: string): StepVerdict => {
  const steps = step.steps.map((child) => locked(child, reason));
  if (step.state === "error" || step.state === "not-applicable" || step.state === "waived") return { ...step, steps };
  const { id, title, optional, waivable, help, box } = step;
  const shut = {
    state: "locked",
    code: "phase/locked",
    reason,
    remedy: "",
    short: "",
    actors: [],
    evidence: [],
  } as const;
  return { id, title, optional, waivable, help, box, ...shut, steps };
};

const lockedUnseen = (step: Step, reason: string): StepVerdict => ({
  ...plain(step),
  code: "phase/locked",
  reason,
  steps: step.steps.map((child) => lockedUnseen(child, reason)),
});

const closing = (phase: Phase, require: NonNullable<Phase["gate"]>): Step => ({
  id: `${phase.id}:gate`,
  title: `Go for “${phase.title}”`,
  require,
  optional: false,
  waivable: false,
  steps: [],
});
