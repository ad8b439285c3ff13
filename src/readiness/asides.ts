import { checkEnforcement, isEnforcementKey, type CheckingEnforcement } from "./adoption/enforcement.ts";
import { isWelcomeKey, welcome, type Welcoming } from "./adoption/welcome.ts";
import { assessProposal, type AssessingProposals } from "./proposals/assess-proposal.ts";

export type TakingAsides = AssessingProposals & CheckingEnforcement & Welcoming;

/** Does what nobody's gate waits for. Safe to repeat at any point; throws what kept it from finishing. */
export const takeAside = (parts: TakingAsides, key: string, signal: AbortSignal): Promise<void> => {
  if (isWelcomeKey(key)) return welcome(parts, key, signal);
  return isEnforcementKey(key) ? checkEnforcement(parts, key, signal) : assessProposal(parts, key, signal);
};
