import type { Decision } from "../../evaluation/deploy/decision.ts";

/**
 * The decision as people are told it: without what may be gone in a moment. Undefined where that leaves nothing to say yet. An approval
 * is told with everything that it was given in spite of.
 */
export const toldOf = (decision: Decision): Decision | undefined => {
  if (decision.state === "approved") return decision;
  const holders = decision.holders.filter(({ by }) => by !== "settling");
  return holders.length === 0 ? undefined : { ...decision, holders };
};
