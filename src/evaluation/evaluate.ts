import type { Snapshot } from "../evidence/snapshot.ts";
import type { AdoptedProcedure } from "../procedures/policy.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import type { DoneProcedure } from "../requirements/judging.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { endingOf } from "./ending.ts";
import { exemptionsOf } from "./exemptions.ts";
import { gatesOf, obligations } from "./gates.ts";
import type { Run } from "./judge-own.ts";
import { judgeProcedure, rememberingJudge, type Evaluation, type Whole } from "./judge-procedure.ts";
import { actsByStep } from "./standing.ts";
import { everyVerdict, type PhaseVerdict, type ProcedureVerdict, type Verdict } from "./verdict.ts";

export type { Evaluation } from "./judge-procedure.ts";

/** Judges what a repository asks for against what is known of one subject. The same input gives the same verdict. */
export const evaluate = (evaluation: Evaluation): Verdict => {
  const { policy, now } = evaluation;
  const procedures = judgeProcedures(evaluation);
  const { gates, wakes } = gatesOf(procedures, evaluation);
  return {
    stage: stageOf(evaluation.snapshot),
    mode: policy.mode,
    procedures,
    gates,
    findings: policy.findings,
    wakeAt: earliest([...procedures.flatMap(wakesOf), ...wakes], now),
    ...spoken(timeZoneOf(policy)),
    evaluatedAt: now,
  };
};

/** Judges every procedure, those that others ask for first; the answer is in the order of the config. */
export const judgeProcedures = (evaluation: Evaluation, seen?: Run["seen"]): readonly ProcedureVerdict[] => {
  const { policy, snapshot, ledger } = evaluation;
  const done: DoneProcedure[] = [];
  const whole: Whole = {
    evaluation,
    acts: actsByStep(ledger),
    ending: endingOf(evaluation),
    holds: rememberingJudge(snapshot),
    done,
    exemptions: exemptionsOf(policy, snapshot, ledger),
    seen,
  };
  const verdicts = new Map<AdoptedProcedure, ProcedureVerdict>();
  for (const adopted of inDependencyOrder(policy.procedures)) {
    const verdict = judgeProcedure(adopted, whole);
    verdicts.set(adopted, verdict);
    if (adopted.procedure.subject === snapshot.subject.kind) done.push(doneOf(verdict));
  }
  return policy.procedures.flatMap((adopted) => verdicts.get(adopted) ?? []);
};

const spoken = (timeZone: string | undefined): Pick<Verdict, "timeZone"> =>
  timeZone === undefined ? {} : { timeZone };

const stageOf = ({ subject, state }: Snapshot): Verdict["stage"] => {
  if (subject.kind === "issue") return "issue";
  return state === "merged" ? "after-merge" : "merge";
};

const doneOf = ({ id, title, applies, reason, exit, phases }: ProcedureVerdict): DoneProcedure => ({
  id,
  title,
  applies,
  reason,
  exit,
  phases: phases.map((phase) => ({
    id: phase.id,
    title: phase.title,
    complete: isComplete(phase),
    partial: isComplete(phase) && isPartial(phase),
  })),
});

const isComplete = ({ state }: PhaseVerdict): boolean => state === "complete" || state === "not-applicable";

const isPartial = (phase: PhaseVerdict): boolean => obligations([phase]).some(({ state }) => state === "deferred");

/** What is met can be undone by time, and what is open can be met by it; an open phase becomes overdue. */
const wakesOf = ({ phases }: ProcedureVerdict): readonly Date[] =>
  phases.flatMap(({ steps, state, dueAt }) => [
    ...everyVerdict(steps).flatMap(({ wakeAt }) => wakeAt ?? []),
    ...(state === "open" && dueAt !== undefined ? [dueAt] : []),
  ]);

const earliest = (moments: readonly Date[], now: Date): Date | undefined => {
  const future = moments.map((moment) => moment.getTime()).filter((time) => time > now.getTime());
  return future.length === 0 ? undefined : new Date(future.reduce((one, other) => Math.min(one, other)));
};
