import type { Blocking, DirectCommit, Holder, WayOut } from "../../evaluation/deploy/decision.ts";
import { CLOCK } from "../../evaluation/deploy/open-steps.ts";
import type { MemberOutcome, OpenStep } from "../../evaluation/deploy/outcome.ts";
import { weekdayIn } from "../../requirements/moment-in.ts";
import { counted, listed, quote } from "../../requirements/wording.ts";
import { addedUp } from "../left.ts";

/** What one holder says: of which pull request or issue, and a sentence in our own words that quotes others' in backticks. */
export interface Worded {
  readonly about?: { readonly number: number; readonly title: string; readonly url: string } | undefined;
  readonly text: string;
}

/** When, and by which clock, something is told. */
export interface Telling {
  readonly decidedAt: Date;
  readonly timeZone?: string | undefined;
}

/** One holder in words, as one goes on after the title of what it is about. */
export const worded = (holder: Holder, telling: Telling): Worded => {
  switch (holder.by) {
    case "member":
      return { about: holder.member, text: memberWords(holder.member, telling) };
    case "previous":
      return { about: holder.blocking, text: previousWords(holder.blocking, telling) };
    case "freeze":
      return { text: `Frozen until ${weekdayMoment(holder.until, telling)}: ${quote(holder.name)}.` };
    case "direct":
      return { text: `${directWords(holder.commits)} ${wayWords(holder.way)}` };
    case "settling":
      return { text: `GitHub still has to tell which pull request brought ${namesOf(holder.commits)}.` };
    case "environment":
      return { text: strangeWords(holder.nearest) };
    case "broken":
      return { text: brokenWords(holder.reasons) };
    case "unconfigured":
      return { text: UNCONFIGURED };
    case "overtaken":
      return { text: overtakenWords(holder.sha) };
    case "unreadable":
      return { text: `What it brings could not be determined: ${holder.reason}` };
  }
};

/** A moment far enough ahead that its weekday helps, by the clock that the config speaks of. */
export const weekdayMoment = (at: Date | string, { timeZone = "UTC" }: Pick<Telling, "timeZone">): string =>
  weekdayIn(new Date(at), timeZone);

/** "2 sign-offs, rollback plan missing": what is open, the same things added up. */
export const shortsOf = (steps: readonly OpenStep[], max: number): string => {
  const locked = steps.filter(({ state }) => state === "locked").length;
  return addedUp(
    steps.flatMap(({ short }) => (short === "" ? [] : [short])),
    locked,
    max,
  );
};

/** People who can act, each once; the clock is nobody. */
export const peopleIn = (steps: readonly OpenStep[]): readonly string[] => [
  ...new Set(steps.flatMap(({ actors }) => actors.filter((actor) => actor !== CLOCK))),
];

/** "2 of 4 left: rollback plan missing, 1 sign-off", or why there is nothing to count. */
export const leftOf = (
  { left, total, steps, reason, state, opensAt }: MemberOutcome,
  telling: Pick<Telling, "timeZone">,
): string => {
  if (state === "never" || (reason !== undefined && steps.length === 0)) return reason ?? "It can't be deployed.";
  if (opensAt !== undefined) return `opens ${weekdayMoment(opensAt, telling)}: ${shortsOf(steps, 80)}`;
  const shorts = shortsOf(steps, 120);
  return `${left} of ${total} left${shorts === "" ? "" : `: ${shorts}`}`;
};

const memberWords = (member: MemberOutcome, telling: Telling): string => {
  const { overridden, state, steps, reason } = member;
  const left = leftOf(member, telling);
  if (overridden !== undefined && state === "open")
    return `opened by ${listed(overridden.by)}: ${quote(overridden.reason)} (${left})`;
  if (state === "never") return left;
  const next = peopleIn(steps);
  const more = reason === undefined || reason === left ? "" : ` ${reason}`;
  return `${left}${left.endsWith(".") ? "" : "."}${next.length === 0 ? "" : ` Next: ${listed(next)}.`}${more}`;
};

const previousWords = ({ procedure, phase, dueAt }: Blocking, telling: Telling): string => {
  const due =
    dueAt === undefined
      ? ""
      : `, ${new Date(dueAt) > telling.decidedAt ? "due" : "overdue since"} ${weekdayMoment(dueAt, telling)}`;
  return `deployed before, and its phase ${quote(phase)} of ${quote(procedure)} is not complete${due}.`;
};

const NAMED = 3;

const directWords = (commits: readonly DirectCommit[]): string => {
  const came = commits.length === 1 ? "1 commit came" : `${commits.length} commits came`;
  return `${came} without a pull request: ${namesOf(commits)}.`;
};

const namesOf = (commits: readonly DirectCommit[]): string => {
  const named = commits
    .slice(0, NAMED)
    .map(({ sha, headline, author }) => `${quote(sha.slice(0, 7))} ${quote(headline)} by ${author ?? "somebody"}`);
  const more = commits.length > NAMED ? [`${commits.length - NAMED} more`] : [];
  return listed([...named, ...more]);
};

const wayWords = (way: WayOut): string => {
  switch (way.by) {
    case "override":
      return `If that is meant: ${quote(`/gate override deploy/${way.environment} REASON`)} on #${way.number}.`;
    case "pull-request":
      return "Open a pull request for it.";
    case "config":
      return `Deploy a commit that a pull request brought, or let the config say ${quote("direct_commits: allow")}.`;
  }
};

const strangeWords = (nearest: string | undefined): string => {
  const meant =
    nearest === undefined ? "" : ` Did you mean ${quote(nearest)}? If it was renamed, rename it there, too.`;
  return `No procedure and no config speaks of this environment.${meant} List it under ${quote("environments")} in ${quote(".github/gatehouse.yml")}.`;
};

const UNCONFIGURED =
  "`.github/gatehouse.yml` is not on the default branch, so nobody says what is asked: add it, or take this rule off the environment.";

const overtakenWords = (sha: string | undefined): string =>
  `${sha === undefined ? "A newer commit" : `${quote(sha.slice(0, 7))}, which holds this commit,`} was deployed since this run began, so it would take that back unasked. Cancel it; to go back on purpose, run it again.`;

const brokenWords = (reasons: readonly string[]): string => {
  const [first = "", ...more] = reasons;
  const others = more.length === 0 ? "" : ` ${counted(more.length, "more error", "more errors")}.`;
  return `${first}${others} Nothing passes until the config of the default branch is mended.`;
};
