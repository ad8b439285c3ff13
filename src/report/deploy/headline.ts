import type { Decision, Holder, Release, WayOut } from "../../evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { sentence } from "../../evaluation/step-verdicts.ts";
import { counted, listed, quote } from "../../requirements/wording.ts";
import { clipped, prose } from "../prose.ts";
import { leftOf, peopleIn, shortsOf, weekdayMoment } from "./words.ts";

/** A release with what was decided about it. */
export interface Decided {
  readonly release: Release;
  readonly decision: Decision;
}

/** One line without Markdown: whether it may go, else what is left; at most 255 characters. */
export const titleOf = (decided: Decided): string => clipped(`${modeWord(decided)}${wordsOf(decided).title}`, 255);

/** The first line of everything we write about a release: whether it may go, what is left, whose turn it is. */
export const headlineOf = (decided: Decided, max = 400): string => {
  const { title, rest } = wordsOf(decided);
  const turn = turnOf(decided);
  const shadow = decided.release.mode === "shadow" ? "**Shadow mode: nothing is held back.** In enforce mode: " : "";
  const more = [rest, turn].filter((text) => text !== "").map((text) => ` ${prose(text, max)}`);
  return `${shadow}**${prose(title, max)}.**${more.join("")}`;
};

interface Words {
  readonly title: string;
  /** More sentences. */
  readonly rest: string;
}

const modeWord = ({ release }: Decided): string => (release.mode === "shadow" ? "Shadow mode: " : "");

const wordsOf = ({ release, decision }: Decided): Words => {
  const { state, holders, despite, opensAt } = decision;
  if (holders.length === 0) return { title: `Ready: ${readyWords(release)}`, rest: "" };
  if (despite?.by === "override")
    return {
      title: `Overridden by ${listed(despite.who)}`,
      rest: `${quote(despite.reason)}. Without that, it would wait: ${heldWords(holders, release)}.`,
    };
  const rejected = holders.flatMap((holder) => (isNever(holder) ? [holder.member] : []));
  if (state === "rejected" || (despite !== undefined && rejected.length > 0)) return rejectedWords(rejected, release);
  if (opensAt !== undefined)
    return {
      title: `Opens ${weekdayMoment(opensAt, release)}`,
      rest: `Only time is awaited: ${heldWords(holders, release)}.`,
    };
  return { title: `Not yet: ${heldWords(holders, release)}`, rest: "" };
};

const readyWords = ({ course, members }: Release): string => {
  if (course === "back") return "goes back to an earlier commit, which nothing bars";
  if (course === "same") return "the same commit runs there already";
  const steps = members.reduce((sum, { total }) => sum + total, 0);
  const whole = brought(members);
  return members.length === 0 ? "it brings no pull request" : `${whole}, ${counted(steps, "step")} done`;
};

/** "5 pull requests", "4 pull requests and 1 launch issue". */
export const brought = (members: readonly MemberOutcome[]): string => {
  const issues = members.filter(({ kind }) => kind === "issue").length;
  const pulls = members.length - issues;
  return listed([
    ...(pulls > 0 ? [counted(pulls, "pull request")] : []),
    ...(issues > 0 ? [counted(issues, "launch issue")] : []),
  ]);
};

const isNever = (holder: Holder): holder is Extract<Holder, { by: "member" }> =>
  holder.by === "member" && holder.member.state === "never";

const rejectedWords = (members: readonly MemberOutcome[], release: Release): Words => {
  const [first] = members;
  const numbers = listed(members.map(({ number }) => `#${number}`));
  const reason = first === undefined ? "" : leftOf(first, release);
  return {
    title: `Rejected because of ${numbers}`,
    rest: `${members.length === 1 ? `${sentence(reason)} ` : ""}Deploy a commit without ${members.length === 1 ? "it" : "them"}, or this one again once that is settled.`,
  };
};

/** "4 left in 2 of 5 pull requests: 2 sign-offs; frozen until …": everything that holds it, in as few words as possible. */
const heldWords = (holders: readonly Holder[], release: Release): string => {
  const { members } = release;
  const held = holders.flatMap((holder) => (holder.by === "member" ? [holder.member] : []));
  const done = new Set<Holder["by"]>();
  const parts = holders.flatMap((holder) => {
    if (done.has(holder.by)) return [];
    done.add(holder.by);
    return holder.by === "member" ? [memberWords(held, members)] : [wholeWords(holder, { all: holders, release })];
  });
  return parts.join("; ");
};

const memberWords = (held: readonly MemberOutcome[], members: readonly MemberOutcome[]): string => {
  const left = held.reduce((sum, member) => sum + member.left, 0);
  const steps = held.flatMap((member) => member.steps);
  const [only] = held;
  const where = held.length === 1 && only !== undefined ? `#${only.number}` : `${held.length} of ${brought(members)}`;
  const shorts = shortsOf(steps, 120);
  return left === 0 ? `${where} not ready` : `${left} left in ${where}${shorts === "" ? "" : `: ${shorts}`}`;
};

interface Among {
  readonly all: readonly Holder[];
  readonly release: Release;
}

const wholeWords = (holder: Exclude<Holder, { by: "member" }>, { all, release }: Among): string => {
  switch (holder.by) {
    case "broken":
      return "configuration error on the default branch";
    case "unconfigured":
      return "no config on the default branch";
    case "overtaken":
      return "a newer commit was deployed meanwhile";
    case "unreadable":
      return "what it brings could not be determined";
    case "environment":
      return `the environment is not known${holder.nearest === undefined ? "" : `, ${quote(holder.nearest)} is`}`;
    case "previous":
      return `${counted(all.filter(({ by }) => by === "previous").length, "phase")} of the last deployment open`;
    case "direct":
      return `${counted(holder.commits.length, "commit")} without a pull request`;
    case "settling":
      return `GitHub still has to tell who brought ${counted(holder.commits.length, "commit")}`;
    case "freeze":
      return `frozen until ${weekdayMoment(latestOf(all), release)}`;
  }
};

const latestOf = (holders: readonly Holder[]): Date =>
  new Date(Math.max(...holders.flatMap((holder) => (holder.by === "freeze" ? [holder.until.getTime()] : []))));

/** Whose turn it is; empty where nobody can do anything, or need. */
const turnOf = ({ decision: { state, holders, despite } }: Decided): string => {
  if (despite?.by === "override" || state === "rejected") return "";
  const steps = holders.flatMap((holder) => (holder.by === "member" ? holder.member.steps : []));
  const next = [...new Set([...peopleIn(steps), ...holders.flatMap(menderOf)])];
  return next.length === 0 ? "" : `Next: ${listed(next)}.`;
};

const menderOf = (holder: Holder): readonly string[] => {
  if (holder.by === "broken" || holder.by === "unconfigured" || holder.by === "environment")
    return ["whoever keeps the config"];
  if (holder.by === "overtaken") return ["whoever started the run"];
  if (holder.by === "previous") return ["whoever watches the last deployment"];
  return holder.by === "direct" ? [OPENERS[holder.way.by]] : [];
};

const OPENERS = {
  override: "whoever may override",
  config: "whoever keeps the config",
  "pull-request": "whoever pushed it",
} as const satisfies Record<WayOut["by"], string>;
