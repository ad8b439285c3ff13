import type { Snapshot } from "../evidence/snapshot.ts";
import type { Step } from "../procedures/model.ts";
import type { Judged, Predicate } from "../procedures/predicates.ts";
import type { Judging, Requirement } from "../requirements/define.ts";
import { undetermined, type Outcome } from "../requirements/outcome.ts";
import { boxOf, standingOf, type ActsByStep, type Standing } from "./standing.ts";
import { isDone, stepKey, SUB_STEPS_OPEN, type BoxVerdict, type StepVerdict } from "./verdict.ts";

/** What every step of one procedure is judged with. */
export interface Run extends Omit<Judging, "step" | "box" | "decision"> {
  readonly procedure: string;
  readonly snapshot: Snapshot;
  readonly acts: ActsByStep;
  readonly overrideRoles: readonly string[];
  /** Names of the config's roles. */
  readonly roles: ReadonlySet<string>;
  /** Judges a condition; `undefined` always holds. */
  readonly holds: (when: Predicate | undefined) => Judged;
}

/** Judges a step and its sub-steps. A step with sub-steps is done when it and all of them are. */
export const judgeStep = (step: Step, run: Run): StepVerdict => {
  const applies = run.holds(step.when);
  if ("unknown" in applies) return withSubSteps(conditionUnknown(step, applies.unknown), judgeAll(step.steps, run));
  if (!applies.holds) return notApplicable(step, sentence(`Does not apply: ${applies.reason}`));
  const standing = standingOf(run.acts.get(stepKey(run.procedure, step.id)) ?? [], {
    step,
    ticker: step.require.ticker(),
    decider: step.require.decider(),
    overrideRoles: run.overrideRoles,
    snapshot: run.snapshot,
  });
  const box = boxVerdict(step.require, standing);
  if (standing.waiver !== undefined) return { ...closed(step, { state: "waived", ...standing.waiver }), box };
  if (standing.deferral !== undefined) return { ...closed(step, { state: "deferred", ...standing.deferral }), box };
  const own = { ...plain(step), ...stated(judge(step, standing, run)), box };
  return withSubSteps(own, judgeAll(step.steps, run));
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

/** A step with nothing said of it yet. */
export const plain = (step: Step): StepVerdict => ({
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
  steps: [],
});

/** A clause as a sentence: one full stop at its end. */
export const sentence = (clause: string): string => (/[.!?]$/u.test(clause) ? clause : `${clause}.`);

const judgeAll = (steps: readonly Step[], run: Run): readonly StepVerdict[] =>
  steps.map((step) => judgeStep(step, run));

const judge = ({ require, id, title }: Step, standing: Standing, run: Run): Outcome => {
  const stranger = rolesOf(require).find((role) => !run.roles.has(role));
  if (stranger !== undefined) return unknownRole(stranger);
  try {
    const { snapshot, ...context } = run;
    const { decision } = standing;
    const said = decision === undefined ? {} : { decision };
    return require.judge(snapshot, { ...context, step: { id, title }, box: boxOf(standing), ...said });
  } catch (error) {
    return crashed(require.kind, error);
  }
};

/** Every role a requirement speaks of. */
export const rolesOf = (require: Requirement): readonly string[] => {
  const role = require.ticker()?.role;
  const { roles } = require.needs();
  return role === undefined ? roles : [...roles, role];
};

const unknownRole = (role: string): Outcome =>
  undetermined({
    code: "role/unknown",
    reason: `Nobody defined the role \`${role}\`.`,
    remedy: `Define \`${role}\` under \`roles\` in the config, or correct its name in the procedure.`,
    short: `role ${role} undefined`,
  });

/** One requirement that breaks must not keep the whole verdict from being posted; it blocks instead. */
const crashed = (kind: string, error: unknown): Outcome =>
  undetermined({
    code: "step/crashed",
    reason: sentence(`\`${kind}\` could not be judged: ${error instanceof Error ? error.message : String(error)}`),
    remedy: "This is a fault of Gatehouse: comment `/gate recheck`, and report it if it stays.",
    short: `${kind} not determined`,
  });

const stated = (outcome: Outcome): Partial<StepVerdict> & Pick<StepVerdict, "state" | "reason"> => {
  if (outcome.state === "met") {
    const { reason, evidence = [], wakeAt } = outcome;
    return { state: "met", reason, evidence, wakeAt };
  }
  const { state, code, reason, remedy, short } = outcome;
  if (state === "error") return { state, code, reason, remedy, short };
  return { state, code, reason, remedy, short, actors: outcome.actors, wakeAt: outcome.wakeAt };
};

const boxVerdict = (require: Requirement, { tick, note }: Standing): BoxVerdict | undefined => {
  const ticker = require.ticker();
  if (ticker === undefined) return undefined;
  return { ticked: tick !== undefined, by: tick?.by, at: tick?.at, note, ...ticker };
};

interface Closing {
  readonly state: "waived" | "deferred";
  readonly by: string;
  readonly reason: string;
}

const closed = (step: Step, { state, by, reason }: Closing): StepVerdict => ({
  ...plain(step),
  state,
  reason: sentence(`${state === "waived" ? "Waived" : "Put off"} by ${by}: ${reason}`),
  steps: step.steps.map((child) => closed(child, { state, by, reason: `with “${step.title}”` })),
});

const withSubSteps = (own: StepVerdict, steps: readonly StepVerdict[]): StepVerdict => {
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
