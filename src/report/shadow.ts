import { plain } from "../markdown/escape.ts";
import { counted } from "../requirements/wording.ts";

/** What was merged while something was on trial. */
export interface ShadowTally {
  /** Of the first merge that was counted; undefined where none was. */
  readonly since: Date | undefined;
  readonly merged: number;
  /** Those that would have been held. */
  readonly held: number;
  /** What would have held them, the most frequent first. */
  readonly by: readonly {
    readonly procedure: string;
    readonly step: string;
    readonly title: string;
    readonly count: number;
  }[];
}

/** Below so many merges a count says nothing. */
const ENOUGH = 5;

const MOST_NAMED = 5;

/** One line of a trial so far; empty before there is enough to tell. */
export const shadowLine = (tally: ShadowTally | undefined): string => {
  if (tally?.since === undefined || tally.merged < ENOUGH) return "";
  return `\nOn trial since ${dayOf(tally.since)}: ${shadowWords(tally)}\n`;
};

/** The same in a sentence, for whoever asks. */
export const shadowWords = ({ merged, held, by }: ShadowTally): string => {
  const merges = `${counted(merged, "pull request")} ${merged === 1 ? "was" : "were"} merged`;
  if (held === 0) return `${merges}, and none of them would have been held.`;
  const names = by.slice(0, MOST_NAMED).map(({ title, count }) => `${plain(title, 80)} (${count})`);
  const more = by.length > MOST_NAMED ? `, and ${by.length - MOST_NAMED} more` : "";
  return `${merges}, and ${held} of them would have been held: ${names.join(", ")}${more}.`;
};

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
