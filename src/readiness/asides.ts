import { checkEnforcement, isEnforcementKey, type CheckingEnforcement } from "./adoption/enforcement.ts";
import { isWelcomeKey, welcome, type Welcoming } from "./adoption/welcome.ts";
import { assessProposal, type AssessingProposals } from "./proposals/assess-proposal.ts";
import { isRefused } from "./refused.ts";

export type TakingAsides = AssessingProposals & CheckingEnforcement & Welcoming;

/** What GitHub refuses so often in a row it will go on refusing: the repository is gone, or we are not let into it any more. */
const MOST_REFUSALS = 3;

/**
 * Does what nobody's gate waits for. Safe to repeat at any point; throws what kept it from finishing. What GitHub keeps refusing is given up: the next
 * occasion comes by itself.
 */
export const takeAside = async (parts: TakingAsides, key: string, signal: AbortSignal): Promise<void> => {
  try {
    await besides(key)(parts, key, signal);
  } catch (error) {
    const pending = await parts.deliveries.pending(key);
    const isOver = pending.every(({ attempts }) => attempts >= MOST_REFUSALS);
    if (!isRefused(error) || !isOver) throw error;
    parts.log.warn({ err: error, key }, "GitHub keeps refusing what is done beside the turns");
    await parts.deliveries.done(
      pending.map(({ guid }) => guid),
      key,
    );
  }
};

const besides = (key: string) => {
  if (isWelcomeKey(key)) return welcome;
  return isEnforcementKey(key) ? checkEnforcement : assessProposal;
};
