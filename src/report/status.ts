import { isSound } from "../procedures/finding.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { fit, fixed, type Part } from "./fit.ts";
import { stateLine } from "./exits.ts";
import { counting, gateNow } from "./stage.ts";
import { doneList } from "./steps-table.ts";
import { headline, type Proposal } from "./headline.ts";
import { findingsParts, openParts } from "./summary.ts";

/** Marks the status comment among our own; a copy in somebody else's comment means nothing. */
export const STATUS_MARKER = "<!-- gatehouse:status -->";

/**
 * The sticky status comment for people who don't open checks, with more parts behind the open steps; the same verdict gives the same
 * text. Undefined: nothing to say.
 */
export const statusComment = (
  verdict: Verdict,
  proposal?: Proposal,
  more: readonly Part[] = [],
): string | undefined => {
  if (counting(verdict).length === 0 && isSound(verdict.findings) && isSound(proposal?.findings ?? []))
    return undefined;
  const head = `${STATUS_MARKER}\n${headline(verdict, gateNow(verdict), proposal)}\n`;
  const parts = [...findingsParts(verdict, proposal), ...openParts(verdict), ...more, ...doneList(verdict)];
  return fit([fixed(head), ...parts, fixed(stateLine(verdict))], LIMIT);
};

/** Below GitHub's 65,536 characters for a comment. */
const LIMIT = 60_000;
