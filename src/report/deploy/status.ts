import type { Decision, Release } from "../../evaluation/deploy/decision.ts";
import { link, plain } from "../../markdown/escape.ts";
import { fit, fixed } from "../fit.ts";
import { prose } from "../prose.ts";
import { within } from "../within.ts";
import { headlineOf } from "./headline.ts";
import { worded, type Worded } from "./words.ts";

/** Where to read what does not fit. */
export interface ReadOn {
  /** Address of a page that says all of it. */
  readonly more?: string | undefined;
  /** GitHub takes no report after this one. */
  readonly isLast?: boolean | undefined;
}

/**
 * What a run that waits is told; the same goes with an approval or a rejection. At most 1,024 characters:
 * https://docs.github.com/en/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run
 */
export const statusReport = (release: Release, decision: Decision, { more, isLast = false }: ReadOn = {}): string => {
  const head = within(HEAD, (max) => headlineOf({ release, decision }, max));
  const row = Math.max(ROW, Math.floor((LIMIT - head.length - END) / Math.max(1, decision.holders.length)));
  const telling = { decidedAt: decision.decidedAt, timeZone: release.timeZone };
  const rows = decision.holders.map(
    (holder) => () => `${within(row, (max) => `- ${line(worded(holder, telling), max)}`)}\n`,
  );
  const where =
    more === undefined || more.length > ADDRESS ? "the check of this commit" : link("the whole report", more);
  const cut = (left: number): string => `- … and ${left} more: see ${where}\n`;
  const end = isLast ? `\nGitHub takes no further report here. What changes from now on is in ${where}.\n` : "";
  const list = { before: rows.length === 0 ? "\n" : "\n\n", rows, after: end, more: cut };
  return fit([fixed(head), list], LIMIT).trimEnd();
};

const LIMIT = 1024;
const HEAD = 420;
const ROW = 240;
const ADDRESS = 130;
/** Kept for what stands behind the rows. */
const END = 300;

/** GitHub makes a link of the number; nothing stands before it that could make it close anything. */
const line = ({ about, text }: Worded, max: number): string => {
  if (about === undefined) return prose(text, max);
  const title = plain(about.title, Math.min(60, max));
  return `#${about.number}${title === "" ? "" : ` ${title}`}: ${prose(text, max)}`;
};
