import type { Ledger } from "../evidence/ledger.ts";
import { allSteps, type FoundStep } from "../evaluation/find-step.ts";
import { stepsOf } from "../evaluation/judge-phase.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { printed } from "../procedures/leaves.ts";
import { everyStep, type Step } from "../procedures/model.ts";
import type { Policy } from "../procedures/policy.ts";
import { timeZoneOf } from "../procedures/time-zone-of.ts";
import type { Explaining } from "../report/explain.ts";

interface Asking {
  readonly policy: Policy;
  readonly ledger: () => Ledger;
  readonly followUp: (key: string | undefined) => string | undefined;
}

/** A step with what its procedure asks for and what people did, for explaining it. */
export const explainedStep = (found: FoundStep, { policy, ledger, followUp }: Asking): Explaining => {
  const step = askedStep(policy, found);
  const acts = ledger();
  const deferral = acts.findLast(
    (entry) => entry.act === "defer" && entry.procedure === found.procedure.id && entry.step === found.step.id,
  );
  return {
    found,
    asks: step?.require.describe() ?? "",
    roles: step?.require.needs().roles ?? [],
    freezes: printed(step?.require).some(({ kind }) => kind === "window"),
    ledger: acts,
    followUp: found.step.state === "deferred" ? followUp(deferral?.key) : undefined,
    timeZone: timeZoneOf(policy),
  };
};

const askedStep = (policy: Policy, { procedure, phase, step }: FoundStep): Step | undefined =>
  policy.procedures
    .filter((one) => one.procedure.id === procedure.id)
    .flatMap((one) => one.procedure.phases)
    .filter(({ id }) => id === phase.id)
    .flatMap((one) => everyStep(stepsOf(one)))
    .find(({ id }) => id === step.id);

/** The steps that ask for a go or no-go. */
export const decisionsAsked = (verdict: Verdict): readonly FoundStep[] =>
  allSteps(verdict).filter(({ step }) => step.decides !== undefined && step.state !== "not-applicable");
