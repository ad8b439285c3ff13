import type { Ledger } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { resolveParameters } from "../procedures/parameters.ts";
import type { AdoptedProcedure, Policy } from "../procedures/policy.ts";
import { judgePredicate, type Judged, type Predicate } from "../procedures/predicates.ts";
import { exitOf } from "./exit.ts";
import { mergeGate } from "./gates.ts";
import { judgePhases } from "./judge-phase.ts";
import { sentence } from "./judge-step.ts";
import type { DoneProcedure } from "../requirements/define.ts";
import { signoffsOf } from "./signoffs.ts";
import { actsByStep, type ActsByStep } from "./standing.ts";
import { everyVerdict, type ProcedureVerdict, type Verdict } from "./verdict.ts";

/** Everything a verdict follows from. */
export interface Evaluation {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly now: Date;
}

/** Judges what a repository asks for against what is known of one subject. The same input gives the same verdict. */
export const evaluate = (evaluation: Evaluation): Verdict => {
  const { policy, snapshot, ledger, now } = evaluation;
  const done: DoneProcedure[] = [];
  const whole = { evaluation, acts: actsByStep(ledger), holds: rememberingJudge(snapshot), done };
  const procedures = policy.procedures.map((adopted) => judgeProcedure(adopted, whole));
  return {
    stage: stageOf(snapshot),
    mode: policy.mode,
    procedures,
    gates: [mergeGate(procedures, policy)],
    findings: policy.findings,
    wakeAt: earliest(procedures),
    evaluatedAt: now,
  };
};

const stageOf = ({ subject, state }: Snapshot): Verdict["stage"] => {
  if (subject.kind === "issue") return "issue";
  return state === "merged" ? "after-merge" : "merge";
};

/** Judges a condition against one snapshot, each condition once. */
export const rememberingJudge = (snapshot: Snapshot): ((when: Predicate | undefined) => Judged) => {
  const known = new Map<Predicate, Judged>();
  return (when) => {
    if (when === undefined) return ALWAYS;
    const judged = known.get(when) ?? judgePredicate(when, snapshot);
    known.set(when, judged);
    return judged;
  };
};

/** Whether the procedure runs on this subject, with the clause that says why or why not. */
export const appliesTo = (
  { procedure }: AdoptedProcedure,
  snapshot: Snapshot,
  holds: (when: Predicate | undefined) => Judged,
): Judged => {
  if (procedure.subject === snapshot.subject.kind) return holds(procedure.applies);
  return { holds: false, reason: `it runs on ${SUBJECTS[procedure.subject]}` };
};

interface Whole {
  readonly evaluation: Evaluation;
  readonly acts: ActsByStep;
  readonly holds: (when: Predicate | undefined) => Judged;
  /** Procedures judged before, in the order in which they ask for each other. */
  readonly done: readonly DoneProcedure[];
}

const ALWAYS: Judged = { holds: true, reason: "it always applies" };

const SUBJECTS = { pull_request: "pull requests", issue: "issues" } as const;

const judgeProcedure = (adopted: AdoptedProcedure, whole: Whole): ProcedureVerdict => {
  const { evaluation, acts, holds } = whole;
  const { policy, snapshot, ledger, now } = evaluation;
  const { procedure, mode, source } = adopted;
  const { id, title, version } = procedure;
  const verdict = { id, title, version, source, mode, parameters: {}, phases: [] };
  const applies = appliesTo(adopted, snapshot, holds);
  if ("unknown" in applies) return { ...verdict, applies: true, exit: "blocked", ...unknown(applies.unknown) };
  if (!applies.holds) return { ...verdict, applies: false, reason: sentence(applies.reason), exit: "completed" };
  const { values: parameters, problems: unresolved } = resolveParameters(procedure, snapshot);
  const roles = new Set([...Object.keys(policy.roles), ...Object.keys(snapshot.roles)]);
  const overrideRoles = policy.override?.roles ?? [];
  const { windows, freezes } = policy;
  const run = {
    procedure: id,
    snapshot,
    acts,
    now,
    parameters,
    unresolved,
    roles,
    overrideRoles,
    holds,
    windows,
    freezes: freezes.filter(({ exempt }) => exempt === undefined || !isSurely(holds(exempt))),
    signoffs: signoffsOf(ledger),
    procedures: whole.done,
  };
  const phases = judgePhases(procedure.phases, procedure.order, run);
  return {
    ...verdict,
    applies: true,
    reason: sentence(applies.reason),
    parameters,
    phases,
    exit: exitOf(phases, snapshot.state),
  };
};

/** Where it can't be told whether a freeze lets something through, it does not. */
const isSurely = (judged: Judged): boolean => !("unknown" in judged) && judged.holds;

const unknown = (why: string): Pick<ProcedureVerdict, "reason" | "problem"> => {
  const reason = sentence(`Whether it applies could not be determined: ${why}`);
  return {
    reason,
    problem: {
      code: "procedure/condition-unknown",
      reason,
      remedy: "Comment `/gate recheck`; if it stays, mend the procedure's `applies`.",
      short: "1 procedure undetermined",
    },
  };
};

const earliest = (procedures: readonly ProcedureVerdict[]): Date | undefined => {
  const times = procedures
    .flatMap(({ phases }) => phases)
    .flatMap(({ steps }) => everyVerdict(steps))
    .flatMap(({ wakeAt }) => wakeAt?.getTime() ?? []);
  return times.length === 0 ? undefined : new Date(times.reduce((one, other) => Math.min(one, other)));
};
