import { link } from "../markdown/escape.ts";
import { listed } from "../requirements/wording.ts";
import { moment } from "./answers.ts";

/** What a status comment says besides the verdict. */
export interface StatusNotes {
  /** Addresses of issues that were opened for what was put off or skipped. */
  readonly followUps: readonly string[];
  /** Addresses of the launch issues that it belongs to. */
  readonly launches: readonly string[];
  /** ISO 8601: since when the merge is held back after it was not. */
  readonly blockedSince?: string | undefined;
  /** People and teams of the config, with their `@`: they are meant to be notified. */
  readonly tell: readonly string[];
  readonly timeZone?: string | undefined;
}

/** A link that shows the issue's number. */
export const issueLink = (url: string): string => link(`#${url.split("/").at(-1) ?? ""}`, url);

/** The status comment with its notes at the end. */
export const withNotes = (
  status: string,
  { followUps, launches, blockedSince, tell, timeZone }: StatusNotes,
): string => {
  const blocked =
    blockedSince === undefined || tell.length === 0
      ? ""
      : `\nBlocked since ${moment(blockedSince, timeZone)}: ${tell.join(" ")}\n`;
  const issues = followUps.map(issueLink);
  const launch = launches.length === 0 ? "" : `\nLaunch: ${listed(launches.map(issueLink))}\n`;
  return `${status}${launch}${blocked}${issues.length === 0 ? "" : `\nTo be followed up: ${listed(issues)}\n`}`;
};
