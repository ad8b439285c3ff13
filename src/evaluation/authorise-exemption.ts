import { spanOf } from "../evidence/freeze-span.ts";
import { isSound } from "../procedures/finding.ts";
import { listed, minute, quote, sameName } from "../requirements/wording.ts";
import type { ExemptAttempt } from "./attempt.ts";
import { heldOf, reasonGiven, reasonOf, type Answer, type Claim } from "./authority.ts";
import { exemptionsOf } from "./exemptions.ts";
import { isAuthor, mayOverride, whyNot } from "./rights.ts";

/** Judges whether somebody may let the subject through a freeze, or take that back. */
export const answerOnExemption = (attempt: ExemptAttempt, claim: Claim): Answer => {
  const { policy, snapshot } = claim;
  const roles = policy.override?.roles ?? [];
  const freeze = policy.freezes.find(({ name }) => sameName(name, attempt.freeze));
  const obstacle =
    whyNot(mayOverride(roles, claim, snapshot)) ??
    (isSound(policy.findings) ? undefined : "the configuration is broken, and must be mended first");
  if (obstacle !== undefined) return { obstacle };
  if (freeze === undefined) return { obstacle: noFreeze(attempt.freeze, claim) };
  const held = heldOf(roles, claim);
  if (attempt.attempted === "unexempt")
    return isExempted(freeze.name, claim)
      ? { act: { act: "unexempt", freeze: freeze.name, ...reasonGiven(attempt), ...held } }
      : { obstacle: `nobody has exempted it from ${quote(freeze.name)}` };
  const until = new Date(spanOf(freeze).to);
  const reason = reasonOf(attempt);
  const hindrance = exemptObstacle(attempt, until, claim);
  if (hindrance !== undefined) return { obstacle: hindrance };
  return { act: { act: "exempt", freeze: freeze.name, reason, until: until.toISOString(), ...held } };
};

const exemptObstacle = (attempt: ExemptAttempt, until: Date, claim: Claim): string | undefined => {
  const { override } = claim.policy;
  if (reasonOf(attempt) === "") return "an exemption needs a reason";
  if (until.getTime() <= Date.parse(attempt.at)) return `the freeze is over since ${minute(until)}`;
  if (override?.secondPerson !== true || !isAuthor(claim.by, claim.snapshot)) return undefined;
  return `the author can't do this alone; somebody else of ${listed(override.roles.map(quote), "or")} has to`;
};

const noFreeze = (name: string, { policy }: Claim): string => {
  const known = policy.freezes.map((freeze) => quote(freeze.name));
  return known.length === 0
    ? "the config has no freezes"
    : `the config has no freeze ${quote(name)}, only ${listed(known)}`;
};

const isExempted = (name: string, { policy, snapshot, ledger }: Claim): boolean =>
  exemptionsOf(
    { ...policy, freezes: policy.freezes.map(({ exempt: _rule, ...freeze }) => freeze) },
    snapshot,
    ledger,
  ).some(({ freeze }) => freeze === name);
