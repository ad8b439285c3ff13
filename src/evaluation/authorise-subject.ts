import type { Attempt, OverrideAttempt, RunAttempt, StepAttempt } from "./attempt.ts";
import { answerOnExemption } from "./authorise-exemption.ts";
import { answerOnSignoff } from "./authorise-signoff.ts";
import { heldOf, reasonGiven, reasonOf, type Answer, type Claim } from "./authority.ts";
import { environmentCalled, environmentsOf, gateCalled, gateName } from "./find-gate.ts";
import { mayAbort, mayOverride, mayResume, whyNot, type Right } from "./rights.ts";
import { endingOf } from "./ending.ts";
import type { GateVerdict } from "./verdict.ts";
import { isSound } from "../procedures/finding.ts";
import { environmentRule } from "./deploy/rule.ts";
import { listed, quote, sameName } from "../requirements/wording.ts";

/** Judges an attempt on the whole subject or one of its gates. */
export const answerOnSubject = (attempt: Exclude<Attempt, StepAttempt>, claim: Claim): Answer => {
  switch (attempt.attempted) {
    case "signoff":
    case "revoke":
      return answerOnSignoff(attempt, claim);
    case "override":
      return answerOnOverride(attempt, claim);
    case "exempt":
    case "unexempt":
      return answerOnExemption(attempt, claim);
    case "abort":
    case "resume":
    case "rollback":
      return answerOnRun(attempt, claim);
  }
};

const answerOnOverride = (attempt: OverrideAttempt, claim: Claim): Answer => {
  const { policy, verdict, snapshot } = claim;
  const roles = policy.override?.roles ?? [];
  const forbidden = whyNot(mayOverride(roles, claim, snapshot));
  if (forbidden !== undefined || policy.override === undefined) return { obstacle: forbidden ?? "nobody may do this" };
  const gate = gateCalled(verdict, attempt.gate);
  const name = gate === undefined ? releaseGate(attempt.gate, policy) : gateName(gate);
  if (name === undefined)
    return { obstacle: `there is no gate ${quote(attempt.gate)} here, only ${listed(verdict.gates.map(gateName))}` };
  const shut = neverOpened(gate, claim);
  if (shut !== undefined) return { obstacle: shut };
  const reason = reasonOf(attempt);
  if (reason === "") return { obstacle: "an override needs a reason" };
  const expires = new Date(Date.parse(attempt.at) + policy.override.lastsMs).toISOString();
  return { act: { act: "override", gate: name, reason, expires, ...heldOf(roles, claim) } };
};

/** A deployment can be overridden though its own gate is open: other things hold a release, too. */
const neverOpened = (gate: GateVerdict | undefined, claim: Claim): string | undefined => {
  if (gate?.gate === "merge" && gate.state === "open") return "the gate is open";
  if (!isSound(claim.verdict.findings)) return "the configuration is broken, and must be mended first";
  return endingOf(claim).aborted === undefined ? undefined : "the run is aborted; `/gate resume` takes it up again";
};

/**
 * A release can be held by what its pull request has no gate for, such as a freeze; a gate to an environment that the config knows
 * can therefore be overridden, also where it is open or no phase names it.
 */
const releaseGate = (name: string, policy: Claim["policy"]): string | undefined => {
  const [, environment] = /^deploy\/(.+)$/iu.exec(name) ?? [];
  if (environment === undefined) return undefined;
  const { known, everywhere } = environmentRule(policy, environment);
  const spelt = known.find((one) => sameName(one, environment)) ?? (everywhere ? environment : undefined);
  return spelt === undefined ? undefined : `deploy/${spelt}`;
};

const answerOnRun = (attempt: RunAttempt, claim: Claim): Answer => {
  const roles = claim.policy.override?.roles ?? [];
  const obstacle = whyNot(rightOver(attempt, roles, claim)) ?? runObstacle(attempt, claim);
  if (obstacle !== undefined) return { obstacle };
  const held = heldOf(roles, claim);
  if (attempt.attempted === "resume") return { act: { act: "resume", ...reasonGiven(attempt), ...held } };
  const reason = reasonOf(attempt);
  if (attempt.attempted === "abort") return { act: { act: "abort", reason, ...held } };
  const environment = environmentCalled(claim.verdict, attempt.environment ?? "");
  return { act: { act: "rollback", reason, ...(environment === undefined ? {} : { environment }), ...held } };
};

const rightOver = ({ attempted }: RunAttempt, roles: readonly string[], claim: Claim): Right => {
  const { snapshot } = claim;
  switch (attempted) {
    case "abort":
      return mayAbort(roles, claim, snapshot);
    case "resume":
      return mayResume(roles, { ...claim, aborted: endingOf(claim).aborted }, snapshot);
    case "rollback":
      return mayOverride(roles, claim, snapshot);
  }
};

const runObstacle = (attempt: RunAttempt, claim: Claim): string | undefined => {
  const { aborted, rolledBack } = endingOf(claim);
  if (attempt.attempted === "resume")
    return aborted === undefined && rolledBack === undefined ? "nothing was aborted or rolled back" : undefined;
  const noun = attempt.attempted === "abort" ? "an abort" : "a rollback";
  if (attempt.attempted === "abort" && aborted !== undefined) return `${aborted.by} has aborted it already`;
  if (reasonOf(attempt) === "") return `${noun} needs a reason`;
  return strangeEnvironment(attempt, claim);
};

const strangeEnvironment = ({ environment }: RunAttempt, { verdict }: Claim): string | undefined => {
  if (environment === undefined || environmentCalled(verdict, environment) !== undefined) return undefined;
  const known = environmentsOf(verdict);
  const others = known.length === 0 ? "none is named" : `only ${listed(known)}`;
  return `no procedure here speaks of the environment ${quote(environment)}, ${others}`;
};
