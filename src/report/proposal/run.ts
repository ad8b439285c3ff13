import { code, link, plain } from "../../markdown/escape.ts";
import { isSound, type Finding } from "../../procedures/finding.ts";
import { counted } from "../../requirements/wording.ts";
import { annotationsOf, CHECK_NAME, RECHECK, type CheckRun } from "../check-run.ts";
import { fit, fixed, type Part } from "../fit.ts";
import { clipped } from "../prose.ts";
import { findingRows } from "../summary.ts";
import type { Difference } from "./difference.ts";

/** The check of a pull request that changes config or procedures. It need not be required: what it finds broken shuts `gatehouse` as well. */
export const CONFIG_CHECK = `${CHECK_NAME}/config`;

/** An open pull request as it was looked at under what is proposed. */
export interface LookedAt {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** `owner/name` where it is in another repository. */
  readonly repository?: string | undefined;
  /** Absent: it would stand as it does. `unread`: that could not be told. */
  readonly difference?: Difference | "unread" | undefined;
}

/** What a proposal would change for open pull requests. */
export interface Impact {
  readonly lookedAt: readonly LookedAt[];
  /** Open pull requests that it could matter to, in this repository. */
  readonly open: number;
  /** Those that would stand otherwise in repositories that not everybody may read who reads this. */
  readonly hidden: number;
  /** Set when they were not looked at yet: until when GitHub's budget is short. */
  readonly lookAt?: Date | undefined;
}

/** What a pull request makes of config and procedures. */
export interface Proposed {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
  /** No config would be left. */
  readonly isEnd: boolean;
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
  const conclusion = isSound(proposed?.findings ?? []) ? ("success" as const) : ("failure" as const);
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

const titleOf = (proposed: Proposed | undefined, impact: Impact | undefined): string => {
  if (proposed === undefined) return "No change of config or procedures";
  const errors = proposed.findings.filter(({ severity }) => severity === "error").length;
  if (errors > 0) return `Configuration error: ${counted(errors, "problem")}`;
  const warnings = proposed.findings.length === 0 ? "" : ` with ${counted(proposed.findings.length, "warning")}`;
  const valid = `${proposed.isEnd ? "No config is left" : "Valid"}${warnings}`;
  if (impact === undefined || impact.lookAt !== undefined) return valid;
  const seen = impact.lookedAt.length + impact.hidden;
  const changed = changedIn(impact).length + impact.hidden;
  if (seen === 0) return `${valid}: no open pull request`;
  if (changed === 0) return `${valid}: no open pull request would change`;
  return `${valid}: ${changed} of ${counted(seen, "open pull request")} would change`;
};

const changedIn = ({ lookedAt }: Impact) =>
  lookedAt.flatMap((one) =>
    one.difference === undefined || one.difference === "unread" ? [] : [{ ...one, difference: one.difference }],
  );

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
  return fit([fixed(`${headlineOf(proposed)}\n`), ...findingRows(proposed.findings), ...parts, ...rest], LIMIT);
};

const beyond = (files: number): string =>
  `\nOther repositories use ${counted(files, "more file")} of this one than are looked at here: what this pull request does to ${files === 1 ? "it" : "them"} is not told.\n`;

const headlineOf = ({ findings, isEnd }: Proposed): string => {
  if (!isSound(findings))
    return "**Configuration error.** Merged as it is, this would shut every gate until it is mended.";
  if (isEnd) return "**No config is left.** Merged, Gatehouse asks for nothing here and says nothing.";
  return "**Valid.** Until it is merged, what is on the base branch holds.";
};

const impactParts = (impact: Impact | undefined, base: string): readonly Part[] => {
  if (impact === undefined) return [];
  if (impact.lookAt !== undefined)
    return [
      fixed(
        `\nWhat would change for open pull requests is looked at after ${impact.lookAt.toISOString().slice(11, 16)} UTC: GitHub allows this installation few calls until then.\n`,
      ),
    ];
  const changed = changedIn(impact).toSorted((one, other) => rank(one.difference) - rank(other.difference));
  return [fixed(`\n${coverage(impact, changed.length, base)}\n`), ...table(changed), fixed(hidden(impact))];
};

/** What would be held back first, then what would be let through. */
const rank = ({ turns }: Difference): number => (turns === "shut" ? 0 : turns === "open" ? 1 : 2);

const coverage = ({ lookedAt, open }: Impact, changed: number, base: string): string => {
  if (lookedAt.length === 0) return `There is no other open pull request to ${code(base)}.`;
  const unread = lookedAt.filter(({ difference }) => difference === "unread").map(nameOf);
  const rest = unread.length === 0 ? "" : ` Could not be told: ${unread.join(", ")}.`;
  return `If it held now, ${share(changed, lookedAt.length, open)} would change.${rest}`;
};

const share = (changed: number, seen: number, open: number): string => {
  if (open === 1) return changed === 1 ? "the one open pull request" : "nothing of the one open pull request";
  const which =
    seen < open ? `the ${seen} open pull requests that changed last (of ${open})` : `the ${open} open pull requests`;
  return `${changed === 0 ? "none" : changed} of ${which}`;
};

const nameOf = ({ repository, number, url }: LookedAt): string => link(`${repository ?? ""}#${number}`, url);

const table = (changed: readonly (LookedAt & { readonly difference: Difference })[]): readonly Part[] =>
  changed.length === 0
    ? []
    : [
        {
          before: "\n| Pull request | Now | Then | What changes |\n| :-- | :-- | :-- | :-- |\n",
          rows: changed.map((one) => () => row(one)),
          after: "",
          more: (left) => `| … and ${left} more | | | |\n`,
        },
      ];

const row = (one: LookedAt & { readonly difference: Difference }): string => {
  const { from, to, asked, dropped } = one.difference;
  const what = [named("asked for", asked), named("not asked for any more", dropped)].filter((part) => part !== "");
  return `| ${nameOf(one)} ${plain(one.title, 100)} | ${from} | ${to} | ${what.join("; ")} |\n`;
};

const MOST_NAMED = 5;

const named = (words: string, titles: readonly string[]): string => {
  if (titles.length === 0) return "";
  const shown = titles.slice(0, MOST_NAMED).map((title) => `“${plain(title, 80)}”`);
  const rest = titles.length - shown.length;
  return `${words}: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
};

const hidden = ({ hidden: count }: Impact): string =>
  count === 0
    ? ""
    : `\nBesides, ${count} would change in repositories that not everybody may read who can read this.\n`;
