import { code } from "../../markdown/escape.ts";
import { isSound, type Finding } from "../../procedures/finding.ts";
import { counted, listed } from "../../requirements/wording.ts";
import { annotationsOf, CHECK_NAME, RECHECK, type CheckRun } from "../check-run.ts";
import { fit, fixed, type Part } from "../fit.ts";
import { clipped } from "../prose.ts";
import { findingRows } from "../summary.ts";
import { firstParts, firstTitle, type First } from "./first.ts";
import { changedIn, impactParts, type Impact } from "./impact.ts";

/** The check of a pull request that changes config or procedures. It need not be required: what it finds broken shuts `gatehouse` as well. */
export const CONFIG_CHECK = `${CHECK_NAME}/config`;

/** What a pull request makes of config and procedures. */
export interface Proposed {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
  /** No config would be left. */
  readonly isEnd: boolean;
  /** There is no config yet. */
  readonly first?: First | undefined;
  /** There is no config, before or after it: what it brings only takes itself for one. */
  readonly isUnread?: boolean | undefined;
}

export interface ProposalContext {
  readonly headSha: string;
  readonly externalId: string;
  readonly base: string;
  /** How many files that other repositories use were not looked at. */
  readonly unlooked?: number | undefined;
  readonly detailsUrl?: string | undefined;
  readonly at: Date;
}

/** The check run that says whether the change is valid and what it would change. Undefined as a proposal: it proposes nothing any more. */
export const proposalRun = (
  proposed: Proposed | undefined,
  impact: Impact | undefined,
  context: ProposalContext,
): CheckRun => {
  const annotations = annotationsOf(proposed);
  const conclusion = conclusionOf(proposed);
  const said = { conclusion, title: clipped(titleOf(proposed, impact), 255), annotations };
  const summary = summaryOf(proposed, impact, context);
  const stamp = `\nLooked at ${context.at.toISOString().slice(0, 16).replace("T", " ")} UTC. *Re-check* looks again.\n`;
  return {
    name: CONFIG_CHECK,
    headSha: context.headSha,
    ...said,
    summary: `${summary}${stamp}`,
    externalId: context.externalId,
    ...(context.detailsUrl === undefined ? {} : { detailsUrl: context.detailsUrl }),
    actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
    digest: JSON.stringify([said, summary]),
  };
};

/** What is not read may well be meant for something else, so that it holds nobody back, and is not all right either. */
const conclusionOf = (proposed: Proposed | undefined): CheckRun["conclusion"] => {
  if (proposed?.isUnread === true) return "neutral";
  return isSound(proposed?.findings ?? []) ? "success" : "failure";
};

const titleOf = (proposed: Proposed | undefined, impact: Impact | undefined): string => {
  if (proposed === undefined) return "No change of config or procedures";
  if (proposed.isUnread === true) return `Not read: ${listed(proposed.paths)}`;
  const errors = proposed.findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return `Configuration error: ${counted(errors, "problem")}`;
  const warnings = proposed.findings.length === 0 ? "" : ` with ${counted(proposed.findings.length, "warning")}`;
  const valid = `${proposed.isEnd ? "No config is left" : "Valid"}${warnings}`;
  const told = [
    ...(proposed.first === undefined ? [] : [firstTitle(proposed.first)]),
    ...(impact === undefined || impact.lookAt !== undefined ? [] : [shortly(impact)]),
  ];
  return told.length === 0 ? valid : `${valid}: ${told.join("; ")}`;
};

const shortly = (impact: Impact): string => {
  const seen = impact.lookedAt.length + impact.hidden;
  const changed = changedIn(impact).length + impact.hidden;
  if (seen === 0) return "no open pull request";
  if (changed === 0) return "no open pull request would change";
  return `${changed} of ${counted(seen, "open pull request")} would change`;
};

/** Below GitHub's 65,535, so that the stamp fits behind. */
const LIMIT = 65_000;

const summaryOf = (
  proposed: Proposed | undefined,
  impact: Impact | undefined,
  { base, unlooked = 0 }: ProposalContext,
): string => {
  if (proposed === undefined) return "This pull request does not change config or procedures any more.\n";
  const parts = isSound(proposed.findings) ? impactParts(impact, base) : [];
  const rest = unlooked === 0 ? [] : [fixed(beyond(unlooked))];
  return fit(
    [
      fixed(`${headlineOf(proposed, base)}\n`),
      ...begins(proposed),
      ...findingRows(proposed.findings),
      ...parts,
      ...rest,
    ],
    LIMIT,
  );
};

const begins = ({ first, findings }: Proposed): readonly Part[] =>
  first !== undefined && isSound(findings) ? firstParts(first) : [];

const beyond = (files: number): string =>
  `\nOther repositories use ${counted(files, "more file")} of this one than are looked at here: what this pull request does to ${files === 1 ? "it" : "them"} is not told.\n`;

const headlineOf = ({ findings, isEnd, first, isUnread }: Proposed, base: string): string => {
  if (isUnread === true)
    return "**No config.** Merged as it is, this changes nothing: Gatehouse goes on saying nothing here.";
  if (!isSound(findings))
    return "**Configuration error.** Merged as it is, this would shut every gate until it is mended.";
  if (isEnd) return "**No config is left.** Merged, Gatehouse asks for nothing here and says nothing.";
  if (first !== undefined)
    return `**Valid.** Gatehouse asks for nothing yet. Merged, this switches it on for pull requests to ${code(base)}:`;
  return "**Valid.** Until it is merged, what is on the base branch holds.";
};
