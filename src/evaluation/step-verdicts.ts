import type { Step } from "../procedures/model.ts";
import { undetermined, type Outcome } from "../requirements/outcome.ts";
import { CHOICE_OPTION, isDone, SUB_STEPS_OPEN, type StepVerdict } from "./verdict.ts";

/** A step with nothing said of it yet. */
export const plain = (step: Step): StepVerdict => {
  const decider = step.require.decider();
  return {
    id: step.id,
    title: step.title,
    state: "locked",
    reason: "",
    remedy: "",
    short: "",
    actors: [],
    evidence: [],
    optional: step.optional,
    waivable: step.waivable,
    help: step.help,
    ...(decider === undefined ? {} : { decides: { role: decider } }),
    steps: [],
  };
};

/** A step that its own or its phase's condition leaves out, with everything below it. */
export const notApplicable = (step: Step, reason: string): StepVerdict => ({
  ...plain(step),
  state: "not-applicable",
  reason,
  steps: step.steps.map((child) => notApplicable(child, reason)),
});

/** A step whose condition could not be judged: it blocks, because it may be needed. */
export const conditionUnknown = (step: Step, why: string): StepVerdict => ({
  ...plain(step),
  ...stated(
    undetermined({
      code: "step/condition-unknown",
      reason: sentence(`Whether it applies could not be determined: ${why}`),
      remedy: "Comment `/gate recheck`; if it stays, mend the step's condition.",
      short: "1 condition unknown",
    }),
  ),
});

/** A step that nothing was read for, because its phase is not open. */
export const lockedUnseen = (step: Step, reason: string): StepVerdict => ({
  ...plain(step),
  code: "phase/locked",
  reason,
  steps: step.steps.map((child) => lockedUnseen(child, reason)),
});

/** An outcome as a step says it. */
export const stated = (outcome: Outcome): Partial<StepVerdict> & Pick<StepVerdict, "state" | "reason"> => {
  if (outcome.state === "met") {
    const { reason, evidence = [], wakeAt } = outcome;
    return { state: "met", reason, evidence, wakeAt };
  }
  const { state, code, reason, remedy, short } = outcome;
  if (state === "error") return { state, code, reason, remedy, short };
  return {
    state,
    code,
    reason,
    remedy,
    short,
    actors: outcome.actors,
    wakeAt: outcome.wakeAt,
    opensAt: outcome.opensAt,
  };
};

/**
 * A step behind the lock of its phase. An error stays in sight: somebody has to mend it anyway. What is left out or waived stays so, with
 * what is done below it: a waiver must not leave more to do than before.
 */
export const locked = (step: StepVerdict, reason: string): StepVerdict => {
  const isLeftOut = step.state === "waived";
  const steps = step.steps.map((child) => (isLeftOut && isDone(child.state) ? child : locked(child, reason)));
  if (step.state === "error" || step.state === "not-applicable" || isLeftOut) return { ...step, steps };
  const { id, title, optional, waivable, help, box, decides, option } = step;
  const shut = {
    state: "locked",
    code: step.code === CHOICE_OPTION ? CHOICE_OPTION : "phase/locked",
    reason,
    remedy: "",
    short: "",
    actors: [],
    evidence: [],
  } as const;
  return { id, title, optional, waivable, help, box, decides, option, ...shut, steps };
};

/** A step that somebody left out, with everything below it. */
export const waived = (step: Step, { by, reason }: Excuse): StepVerdict => ({
  ...plain(step),
  state: "waived",
  reason: sentence(`Waived by ${by}: ${reason}`),
  steps: step.steps.map((child) => waived(child, { by, reason: `with “${step.title}”` })),
});

/** A step that somebody put off: what is done already stays so, the rest of it is owed later. */
export const deferred = (step: StepVerdict, { by, reason }: Excuse): StepVerdict => {
  const { code: _, ...rest } = step;
  return {
    ...rest,
    state: "deferred",
    reason: sentence(`Put off by ${by}: ${reason}`),
    remedy: "",
    short: "",
    actors: [],
    steps: step.steps.map((child) =>
      isDone(child.state) || child.code === CHOICE_OPTION
        ? child
        : deferred(child, { by, reason: `with “${step.title}”` }),
    ),
  };
};

interface Excuse {
  readonly by: string;
  readonly reason: string;
}

/** A step with its sub-steps: it is done when it and all of them are. */
export const withSubSteps = (own: StepVerdict, steps: readonly StepVerdict[]): StepVerdict => {
  if (steps.length === 0) return own;
  const open = steps.filter(({ state }) => !isDone(state));
  if (open.length === 0 || !isDone(own.state)) return { ...own, steps };
  const changes = open.some(({ state }) => state !== "waiting");
  return {
    ...own,
    state: changes ? "unmet" : "waiting",
    code: SUB_STEPS_OPEN,
    reason: `${open.length} of its ${steps.length} sub-steps ${open.length === 1 ? "is" : "are"} open.`,
    steps,
  };
};

/** A clause as a sentence: one full stop at its end. */
export const sentence = (clause: string): string => (/[.!?]$/u.test(clause) ? clause : `${clause}.`);
