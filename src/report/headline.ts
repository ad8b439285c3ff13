import { isSound, type Finding } from "../procedures/finding.ts";
import type { GateVerdict, Verdict } from "../evaluation/verdict.ts";
import { plain } from "../markdown/escape.ts";
import { momentIn } from "../requirements/moment-in.ts";
import { listed } from "../requirements/wording.ts";
import { exitLine, exitNews } from "./exits.ts";
import { countLeft, whatIsLeft, whoseTurn } from "./left.ts";
import { prose } from "./prose.ts";
import { counting, gateNow, rolledBackIn, scopeOf } from "./stage.ts";

/** Config and procedures as a pull request would leave them. */
export type Proposal = { readonly findings: readonly Finding[] } | undefined;

/** One line for the list of checks: "4 of 12 left: rollback plan missing, 2 sign-offs, 1 tick". */
export const titleOf = (verdict: Verdict, gate: GateVerdict, proposal: Proposal): string => {
  const title = enforcedTitle(verdict, gate, proposal);
  return verdict.mode === "shadow" ? `Shadow mode: ${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
};

/** The first line of everything we write on GitHub: how much is left, whose turn it is, and how the runs stand. */
export const headline = (verdict: Verdict, gate: GateVerdict, proposal?: Proposal): string =>
  `${firstLine(verdict, gate, proposal)}${isBrokenBy(verdict, proposal) ? "" : exitLine(verdict)}`;

/** The first line of a page, which says how the runs stand only where that is news. */
export const pageHeadline = (verdict: Verdict, proposal: Proposal): string =>
  `${firstLine(verdict, gateNow(verdict), proposal)}${isBrokenBy(verdict, proposal) ? "" : exitNews(verdict)}`;

const firstLine = (verdict: Verdict, gate: GateVerdict, proposal: Proposal): string => {
  const shadow = verdict.mode === "shadow" ? "**Shadow mode: nothing is held back.** In enforce mode: " : "";
  return `${shadow}${enforcedHeadline(verdict, gate, proposal)}`;
};

const isBrokenBy = ({ findings }: Verdict, proposal: Proposal): boolean =>
  isBroken(findings) || isBroken(proposal?.findings ?? []);

const isBroken = (findings: readonly Finding[]): boolean => !isSound(findings);

const enforcedTitle = (verdict: Verdict, gate: GateVerdict, proposal: Proposal): string => {
  if (isBrokenBy(verdict, proposal)) return "Configuration error";
  if (gate.overridden !== undefined) return `Overridden: ${countLeft(gate)}${colon(whatIsLeft(verdict))}`;
  if (gate.reason !== undefined) return "Aborted";
  if (gate.left > 0) return `${countLeft(gate)}${colon(whatIsLeft(verdict))}`;
  return counting(verdict).length === 0 ? "Ready: no procedure applies" : "Ready";
};

const colon = (text: string): string => (text === "" ? "" : `: ${text}`);

const enforcedHeadline = (verdict: Verdict, gate: GateVerdict, proposal: Proposal): string => {
  if (isBroken(verdict.findings))
    return "**Configuration error.** Nothing can pass until it is mended on the base branch.";
  if (isBroken(proposal?.findings ?? []))
    return "**Configuration error.** This pull request would break the configuration; mend it before merging.";
  const gone = rolledBackIn(verdict);
  if (gone !== undefined)
    return `${MERGED[verdict.stage]}${prose(gone, 600).replace(/^Rolled back/u, "**Rolled back**")}`;
  if (gate.overridden !== undefined) return overridden(verdict, gate, gate.overridden);
  if (gate.reason !== undefined) return `**Aborted.** ${prose(gate.reason, 600)}`;
  if (gate.needsAnother !== undefined) return waitsForAnother(gate, gate.needsAnother);
  return gate.left > 0 ? leftLine(verdict, gate) : doneLine(verdict, gate);
};

const leftLine = (verdict: Verdict, gate: GateVerdict): string =>
  `${MERGED[verdict.stage]}**${countLeft(gate)}${scopeIn(verdict, gate)}.** ${plain(whoseTurn(verdict), 800)}`.trim();

const doneLine = (verdict: Verdict, gate: GateVerdict): string => {
  if (counting(verdict).length === 0) return "**Ready.** No procedure applies to this pull request.";
  const scope = scopeIn(verdict, gate);
  return `**${DONE[verdict.stage]}.** ${gate.total === 1 ? `The one step${scope} is` : `All ${gate.total} steps${scope} are`} done.`;
};

/** Of the gate of a deployment nothing is said here. */
const scopeIn = (verdict: Verdict, { gate }: GateVerdict): string => (gate === "merge" ? scopeOf(verdict) : "");

const MERGED = { merge: "", "after-merge": "Merged. ", issue: "" } as const satisfies Record<Verdict["stage"], string>;
const DONE = { merge: "Ready", "after-merge": "Completed", issue: "Completed" } as const satisfies Record<
  Verdict["stage"],
  string
>;

/** What somebody opened in an emergency must not look as if it were done. */
const overridden = (
  { timeZone }: Verdict,
  gate: GateVerdict,
  { by, reason, until }: NonNullable<GateVerdict["overridden"]>,
): string =>
  `**Overridden.** ${prose(listed(by), 300)} opened this gate for this commit until ${momentIn(until, timeZone)}: ${prose(reason)} (${countLeft(gate)})`;

const waitsForAnother = (gate: GateVerdict, { by, reason }: NonNullable<GateVerdict["needsAnother"]>): string =>
  `**${countLeft(gate)}.** ${prose(listed(by), 300)} wants to override this gate: ${prose(reason)}. Somebody else of the override roles has to say so, too.`;
