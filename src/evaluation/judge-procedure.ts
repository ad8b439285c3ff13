import type { Ledger } from "../evidence/ledger.ts";
import type { ExemptFreeze, Freeze } from "../evidence/schedule.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { describePredicate } from "../procedures/describe-predicate.ts";
import { resolveParameters } from "../procedures/parameters.ts";
import type { AdoptedProcedure, Policy } from "../procedures/policy.ts";
import { judgePredicate, type Judged, type Picks, type Predicate } from "../procedures/predicates.ts";
import type { DoneProcedure } from "../requirements/judging.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import { quote } from "../requirements/wording.ts";
import type { Ending } from "./ending.ts";
import type { Exemption } from "./exemptions.ts";
import { exitOf } from "./exit.ts";
import type { Run } from "./judge-own.ts";
import { judgePhases } from "./judge-phase.ts";
import { offersChoice, picksIn } from "./picks.ts";
import { signoffsOf } from "./signoffs.ts";
import type { ActsByStep } from "./standing.ts";
import { sentence } from "./step-verdicts.ts";
import type { ProcedureVerdict } from "./verdict.ts";

/** Everything a verdict follows from. */
export interface Evaluation {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly now: Date;
}

/** What all procedures of one evaluation share. */
export interface Whole {
  readonly evaluation: Evaluation;
  readonly acts: ActsByStep;
  readonly ending: Ending;
  readonly holds: (when: Predicate | undefined) => Judged;
  /** Procedures judged before, in the order in which they ask for each other. */
  readonly done: readonly DoneProcedure[];
  /** Freezes that don't hold the subject. */
  readonly exemptions: readonly Exemption[];
  readonly seen?: Run["seen"];
}

/** Judges one procedure; those that it asks for are judged before. */
export const judgeProcedure = (adopted: AdoptedProcedure, whole: Whole): ProcedureVerdict => {
  const { snapshot, policy } = whole.evaluation;
  const { procedure, mode, source } = adopted;
  const { id, title, version } = procedure;
  const verdict = { id, title, version, source, mode, parameters: {}, phases: [] };
  const applies = appliesTo(adopted, snapshot, whole.holds);
  if ("unknown" in applies) return { ...verdict, applies: true, exit: "blocked", ...unknown(applies.unknown) };
  if (!applies.holds) return { ...verdict, applies: false, reason: sentence(applies.reason), exit: "completed" };
  const run = runOf(adopted, whole);
  const phases = judgePhases(procedure.phases, procedure.order, run);
  return {
    ...verdict,
    applies: true,
    reason: sentence(applies.reason),
    parameters: run.parameters,
    phases,
    ...exitOf(phases, { snapshot, ending: whole.ending, notifyOnBlock: policy.notifyOnBlock, timeZone: run.timeZone }),
  };
};

/** Judges a condition against one snapshot, each condition once. */
export const rememberingJudge = (snapshot: Snapshot, picks?: Picks): ((when: Predicate | undefined) => Judged) => {
  const known = new Map<Predicate, Judged>();
  return (when) => {
    if (when === undefined) return ALWAYS;
    const judged = known.get(when) ?? judgePredicate(when, snapshot, picks);
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

const ALWAYS: Judged = { holds: true, reason: "it always applies" };

const SUBJECTS = { pull_request: "pull requests", issue: "issues" } as const;

/** Where there is a choice, conditions can ask what was picked. */
const runOf = (adopted: AdoptedProcedure, whole: Whole): Run => {
  const { procedure } = adopted;
  const run = plainRun(adopted, whole);
  if (!offersChoice(procedure)) return run;
  const knowing = (picks: Picks): Run => ({ ...run, holds: rememberingJudge(run.snapshot, picks) });
  return knowing(picksIn(procedure, (picks) => ({ ...knowing(picks), seen: undefined })));
};

const plainRun = (
  { procedure, calendars }: AdoptedProcedure,
  { evaluation, acts, ending, holds, done, seen, exemptions }: Whole,
): Run => {
  const { policy, snapshot, ledger, now } = evaluation;
  const { values: parameters, problems: unresolved } = resolveParameters(procedure, snapshot);
  const { windows, freezes } = policy;
  return {
    procedure: procedure.id,
    snapshot,
    rollbacks: ending.rollbacks,
    timeZone: timeZoneOf(policy),
    acts,
    now,
    parameters,
    unresolved,
    roles: new Set([...Object.keys(policy.roles), ...Object.keys(snapshot.roles)]),
    overrideRoles: policy.override?.roles ?? [],
    holds,
    windows,
    calendars,
    freezes: freezes
      .filter(({ name }) => !exemptions.some(({ freeze }) => freeze === name))
      .map(({ exempt, ...freeze }) => ({ ...freeze, letsThrough: exempt && describePredicate(exempt) })),
    exempt: exemptions.flatMap((exemption) => exemptFreeze(exemption, freezes)),
    signoffs: signoffsOf(ledger),
    procedures: done,
    seen,
  };
};

const exemptFreeze = (
  { freeze: called, by, reason, who }: Exemption,
  freezes: readonly Freeze[],
): readonly ExemptFreeze[] => {
  const freeze = freezes.find(({ name }) => name === called);
  const why = by === "rule" || who === undefined ? reason : `${quote(who)} exempted it: ${quote(reason)}`;
  return freeze === undefined ? [] : [{ freeze, by, why }];
};

const unknown = (why: string): Pick<ProcedureVerdict, "reason" | "problem" | "exitReason"> => {
  const reason = sentence(`Whether it applies could not be determined: ${why}`);
  return {
    reason,
    exitReason: reason,
    problem: {
      code: "procedure/condition-unknown",
      reason,
      remedy: "Comment `/gate recheck`; if it stays, mend the procedure's `applies`.",
      short: "1 procedure undetermined",
    },
  };
};
