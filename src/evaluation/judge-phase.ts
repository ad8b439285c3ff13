import type { Phase, Step } from "../procedures/model.ts";
import { momentIn } from "../requirements/moment-in.ts";
import type { Run } from "./judge-own.ts";
import { judgeStep } from "./judge-step.ts";
import { openingOf, type Opening } from "./opening.ts";
import { conditionUnknown, locked, lockedUnseen, notApplicable, sentence } from "./step-verdicts.ts";
import { isDone, type PhaseVerdict } from "./verdict.ts";

/** Judges phases; with `order: phases` one that is not complete locks those after it. */
export const judgePhases = (phases: readonly Phase[], order: "free" | "phases", run: Run): readonly PhaseVerdict[] => {
  const inOrder = order === "phases";
  const lastHolding = phases.findLastIndex(isOfMerge);
  const holding = new Set(
    phases.filter((phase, index) => isOfMerge(phase) || (inOrder && isHeld(phase, index < lastHolding))),
  );
  const judged = new Map<Phase, PhaseVerdict>();
  for (const phase of inLockOrder(phases, holding)) {
    const lockedBy = inOrder ? keyOf(phase, judged) : undefined;
    judged.set(phase, judgePhase(phase, { run, holdsMerge: holding.has(phase), lockedBy }));
  }
  return phases.flatMap((phase) => judged.get(phase) ?? []);
};

/** Whether a phase runs from the beginning; the others are opened by a deployment. */
export const isBeforeMerge = ({ blocks, starts }: Phase): boolean => blocks !== "deploy" && starts === undefined;

/** The steps of a phase, its closing go / no-go as the last one. */
export const stepsOf = (phase: Phase): readonly Step[] =>
  phase.gate === undefined ? phase.steps : [...phase.steps, closing(phase, phase.gate)];

const isOfMerge = (phase: Phase): boolean => phase.blocks === "merge" && isBeforeMerge(phase);

const isHeld = (phase: Phase, isEarlier: boolean): boolean => isEarlier && isBeforeMerge(phase);

/** The merge comes before every deployment, wherever its phases stand. */
const inLockOrder = (phases: readonly Phase[], holding: ReadonlySet<Phase>): readonly Phase[] => [
  ...phases.filter((phase) => holding.has(phase)),
  ...phases.filter((phase) => !holding.has(phase)),
];

/**
 * Title of the earlier phase that is not complete. A deployment that was made is a fact: what comes after it waits for nothing that
 * should have been done before, only for what the same deployment opened before.
 */
const keyOf = (phase: Phase, judged: ReadonlyMap<Phase, PhaseVerdict>): string | undefined =>
  [...judged].find(
    ([earlier, verdict]) =>
      !isPassed(verdict) && (phase.starts === undefined || phase.starts.deployed === earlier.starts?.deployed),
  )?.[0].title;

interface Situation {
  readonly run: Run;
  readonly holdsMerge: boolean;
  /** Title of the earlier phase that is not complete. */
  readonly lockedBy: string | undefined;
}

const judgePhase = (phase: Phase, { run, holdsMerge, lockedBy }: Situation): PhaseVerdict => {
  const opening = phase.starts === undefined ? undefined : openingOf(phase.starts.deployed, phase, run);
  const whole = { ...head(phase), holdsMerge };
  if (opening?.open === false) {
    const { reason, rolledBackAt } = opening;
    const gone = rolledBackAt === undefined ? {} : { rolledBackAt };
    return {
      ...whole,
      ...gone,
      state: "locked",
      reason,
      steps: stepsOf(phase).map((step) => lockedUnseen(step, reason)),
    };
  }
  const verdict = { ...whole, ...timesOf(opening) };
  const applies = run.holds(phase.when);
  if ("unknown" in applies)
    return { ...verdict, state: "open", steps: stepsOf(phase).map((step) => conditionUnknown(step, applies.unknown)) };
  if (!applies.holds) {
    const reason = sentence(`Does not apply: ${applies.reason}`);
    return {
      ...verdict,
      state: "not-applicable",
      reason,
      steps: stepsOf(phase).map((step) => notApplicable(step, reason)),
    };
  }
  const { openedAt, runsSince } = timesOf(opening);
  const since = { ...run, openedAt, runsSince, ...(opening?.again === true ? { anew: openedAt } : {}) };
  const steps = stepsOf(phase).map((step) => judgeStep(step, since));
  if (lockedBy !== undefined) {
    const reason = `Opens when “${lockedBy}” is complete.`;
    return { ...verdict, state: "locked", reason, steps: steps.map((step) => locked(step, reason)) };
  }
  if (steps.every(({ state }) => isDone(state))) return { ...verdict, state: "complete", steps };
  return { ...verdict, state: "open", ...reasonOf(phase, opening, run), steps };
};

const isPassed = ({ state }: PhaseVerdict): boolean => state === "complete" || state === "not-applicable";

const timesOf = (opening: Opening | undefined): Pick<PhaseVerdict, "openedAt" | "runsSince" | "dueAt"> => {
  if (opening === undefined || !opening.open) return {};
  const { openedAt, runsSince, dueAt } = opening;
  return dueAt === undefined ? { openedAt, runsSince } : { openedAt, runsSince, dueAt };
};

/** What an open phase belongs to, and how late it is. */
const reasonOf = (phase: Phase, opening: Opening | undefined, { now, timeZone }: Run): Pick<PhaseVerdict, "reason"> => {
  if (opening === undefined || !opening.open)
    return phase.blocks === "deploy" ? { reason: beforeDeployment(phase) } : {};
  const { openedAt, dueAt } = opening;
  if (dueAt === undefined) return { reason: `Open since ${momentIn(openedAt, timeZone)}.` };
  return {
    reason: now < dueAt ? `Due by ${momentIn(dueAt, timeZone)}.` : `Overdue since ${momentIn(dueAt, timeZone)}.`,
  };
};

const beforeDeployment = ({ environments }: Phase): string =>
  `Belongs to the deployment${environments.length === 0 ? "" : ` to ${environments.join(", ")}`}; merging does not wait for it.`;

const head = ({
  id,
  title,
  blocks,
  environments,
  starts,
}: Phase): Pick<PhaseVerdict, "id" | "title" | "blocks" | "environments" | "starts"> => ({
  id,
  title,
  blocks,
  environments,
  ...(starts === undefined ? {} : { starts: starts.deployed }),
});

const closing = (phase: Phase, require: NonNullable<Phase["gate"]>): Step => ({
  id: `${phase.id}:gate`,
  title: `Go for “${phase.title}”`,
  require,
  optional: false,
  waivable: false,
  steps: [],
});
