import { isSound } from "../procedures/finding.ts";
import { sameName } from "../requirements/wording.ts";
import { endingOf } from "./ending.ts";
import { gateName } from "./find-gate.ts";
import { sentence } from "./step-verdicts.ts";
import { overridingOf, type Overridable, type Overriding } from "./overrides.ts";
import {
  CHOICE_OPTION,
  everyVerdict,
  isDone,
  SUB_STEPS_OPEN,
  type GateVerdict,
  type PhaseVerdict,
  type ProcedureVerdict,
  type StepVerdict,
} from "./verdict.ts";

/** The gates and when time alone changes them. */
export interface Gates {
  readonly gates: readonly GateVerdict[];
  readonly wakes: readonly Date[];
}

/**
 * The merge gate, and one for the deployments to each environment that a procedure holds back. In a config in shadow mode every
 * procedure counts: the gates tell what would be.
 */
export const gatesOf = (procedures: readonly ProcedureVerdict[], of: Overridable): Gates => {
  const counting = countingIn(procedures, of);
  const shut = shutBy(of);
  const judged = namesOf(counting).map((name) => judgeGate(name, { counting, shut, of }));
  return { gates: judged.map(({ gate }) => gate), wakes: judged.flatMap(({ wakes }) => wakes) };
};

/** The procedures that count, or would in shadow mode. */
export const countingIn = (
  procedures: readonly ProcedureVerdict[],
  { policy }: Pick<Overridable, "policy">,
): readonly ProcedureVerdict[] =>
  procedures.filter(({ applies, mode }) => applies && (policy.mode === "shadow" || mode === "enforce"));

/**
 * The gate of a deployment to an environment, whether or not a phase names that: without one, it is the gate for everywhere, and
 * without that, all that the merge waits for. Of the gates that there are, an override of the one that stands for it counts.
 */
export const deploymentGate = (
  environment: string,
  procedures: readonly ProcedureVerdict[],
  of: Overridable,
): GateVerdict => {
  const counting = countingIn(procedures, of);
  const name = { gate: "deploy", environment } as const;
  const judged = judgeGate(name, { counting, shut: shutBy(of), of }).gate;
  const standing = standingFor(environment, namesOf(counting));
  if (standing.environment !== undefined || judged.overridden !== undefined || judged.state === "open") return judged;
  const { overridden } = judgeGate(standing, { counting, shut: shutBy(of), of }).gate;
  return overridden === undefined ? judged : { ...judged, state: "open", overridden };
};

const standingFor = (environment: string, names: readonly GateName[]): GateName =>
  names.find((one) => one.environment !== undefined && sameName(one.environment, environment)) ??
  names.find((one) => one.gate === "deploy" && one.environment === undefined) ?? { gate: "merge" };

/** Every step that applies, sub-steps included: each is one thing to be done. A choice is one, its options are none. */
export const obligations = (phases: readonly PhaseVerdict[]): readonly StepVerdict[] =>
  phases
    .flatMap(({ steps }) => everyVerdict(steps))
    .filter((step) => step.state !== "not-applicable" && !isOption(step));

/** Whether the step itself is still to be done; a parent that only waits for its sub-steps is not. */
export const isOpen = ({ state, code }: StepVerdict): boolean =>
  !isDone(state) && code !== SUB_STEPS_OPEN && code !== CHOICE_OPTION;

/** Whether the gate of this name waits for the phase. A deployment waits for all that the merge waits for; GitHub tells environments apart without regard to case. */
export const holdsBack = ({ gate, environment }: Pick<GateVerdict, "gate" | "environment">, phase: PhaseVerdict) => {
  if (phase.holdsMerge || gate === "merge") return phase.holdsMerge;
  const { blocks, environments } = phase;
  return (
    blocks === "deploy" &&
    (environments.length === 0 || (environment !== undefined && environments.some((one) => sameName(one, environment))))
  );
};

type GateName = Pick<GateVerdict, "gate" | "environment">;

/** Whether the step is one of the options of a choice, of which the choice itself is what is to be done. */
export const isOption = ({ option, code }: StepVerdict): boolean => option === true || code === CHOICE_OPTION;

const namesOf = (counting: readonly ProcedureVerdict[]): readonly GateName[] => {
  const deploying = counting.flatMap(({ phases }) => phases.filter(({ blocks }) => blocks === "deploy"));
  const spelt = deploying.flatMap(({ environments }) => environments);
  const named = spelt.filter((name, index) => spelt.findIndex((one) => sameName(one, name)) === index);
  const everywhere = deploying.some(({ environments }) => environments.length === 0);
  return [
    { gate: "merge" },
    ...named.map((environment) => ({ gate: "deploy" as const, environment })),
    ...(everywhere ? [{ gate: "deploy" as const }] : []),
  ];
};

interface Shut {
  readonly broken: boolean;
  readonly reason?: string;
}

/** What no override opens: a config that can't be read says neither what is asked for nor who may override. */
const shutBy = (of: Overridable): Shut => {
  const { aborted } = endingOf(of);
  const broken = !isSound(of.policy.findings);
  if (aborted === undefined) return { broken };
  return {
    broken,
    reason: `${sentence(`${aborted.by} aborted it: ${aborted.reason}`)} \`/gate resume\` takes it up again.`,
  };
};

interface Judging {
  readonly counting: readonly ProcedureVerdict[];
  readonly shut: Shut;
  readonly of: Overridable;
}

const judgeGate = (name: GateName, { counting, shut, of }: Judging): { gate: GateVerdict; wakes: readonly Date[] } => {
  const problems = counting.filter(({ problem }) => problem !== undefined).length;
  const steps = obligations(counting.flatMap(({ phases }) => phases.filter((phase) => holdsBack(name, phase))));
  const open = steps.filter(isOpen);
  const counts = { ...name, left: open.length + problems, total: steps.length + problems };
  const { broken, reason } = shut;
  if (broken || reason !== undefined)
    return { gate: { ...counts, state: "shut", ...(reason === undefined ? {} : { reason }) }, wakes: [] };
  const state = stateOf(open, problems);
  const overriding = state === "open" ? undefined : overridingOf(gateName(name), of);
  if (overriding === undefined) return { gate: { ...counts, state }, wakes: [] };
  return { gate: { ...counts, state, ...said(overriding) }, wakes: [overriding.wakeAt] };
};

const said = ({ by, reason, until, needsAnother }: Overriding): Partial<GateVerdict> =>
  needsAnother ? { needsAnother: { by, reason, until } } : { state: "open", overridden: { by, reason, until } };

const stateOf = (open: readonly StepVerdict[], problems: number): GateVerdict["state"] => {
  if (problems > 0 || open.some(({ state }) => state === "unmet" || state === "error")) return "shut";
  return open.length === 0 ? "open" : "awaiting";
};
