import type { Release } from "../../evaluation/deploy/decision.ts";
import type { MemberOutcome } from "../../evaluation/deploy/outcome.ts";
import { code, link, plain } from "../../markdown/escape.ts";
import { saysNone } from "../../requirements/note-routes.ts";
import { listed } from "../../requirements/wording.ts";
import { fixed, type Part } from "../fit.ts";
import { quoted } from "./quoted.ts";

/** A member as a link that shows its number. */
export const numbered = ({ number, url }: Pick<MemberOutcome, "number" | "url">): string => link(`#${number}`, url);

/** The release notes of all members under one roof: by category where they say one, then those that say none, then who has nothing to note. */
export const unitedNotes = ({ members }: Release): Part => {
  const noted = newestFirst(members.filter(hasNote)).toReversed();
  const told = noted.filter(({ notes }) => !saysNone(notes.text));
  const categories = [...new Set(told.flatMap(({ notes }) => notes.category ?? []))].toSorted();
  const grouped = [...categories, undefined].flatMap((category) =>
    told
      .filter(({ notes }) => notes.category === category)
      .map((member, index) => () => `${headed(index === 0 && categories.length > 0, category)}${noteRow(member)}`),
  );
  const none = noted.filter(({ notes }) => saysNone(notes.text)).map(numbered);
  const missing = members.filter((member) => member.kind === "pull_request" && !hasNote(member)).map(numbered);
  return folded("Release notes", grouped, [...naming("Nothing to note", none), ...naming("No release note", missing)]);
};

/** Pull requests that nobody wrote a way back for. */
export const withoutPlan = (members: readonly MemberOutcome[]): readonly MemberOutcome[] =>
  members.filter(({ kind, plan }) => kind === "pull_request" && plan === undefined);

/** The rollback plans of all members, the newest first: that is the order in which to go back. */
export const unitedPlans = ({ members, previous }: Release): Part => {
  const planned = newestFirst(members).flatMap((member) =>
    member.plan === undefined ? [] : [planRow(member, member.plan)],
  );
  const missing = withoutPlan(members).map(numbered);
  const back = previous === undefined ? [] : [`\nWhat ran before: ${code(previous.sha.slice(0, 7))}.\n`];
  return folded("Rollback plans, newest first", planned, [...naming("No rollback plan", missing), ...back]);
};

type Noted = MemberOutcome & { readonly notes: NonNullable<MemberOutcome["notes"]> };

const hasNote = (member: MemberOutcome): member is Noted => member.notes !== undefined;

/** In the order in which to go back. What is not merged yet would come last. */
export const newestFirst = <Member extends MemberOutcome>(members: readonly Member[]): readonly Member[] =>
  members.toSorted((one, other) => mergedAt(other) - mergedAt(one) || other.number - one.number);

const mergedAt = ({ mergedAt: at }: MemberOutcome): number =>
  at === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(at);

const headed = (isHeaded: boolean, category: string | undefined): string =>
  isHeaded ? `\n**${category === undefined ? "Other" : plain(category, 60)}**\n\n` : "";

const noteRow = (member: Noted): string => {
  const [first = "", ...more] = quoted(member.notes.text, "  ");
  const name = `- ${numbered(member)} `;
  const isShort = more.every((line) => line === "") && !/^\s*(?:- |`{3})/u.test(first);
  return isShort ? `${name}${first.trim()}\n` : `${name}${plain(member.title, 150)}\n\n${lines([first, ...more])}\n`;
};

const planRow = (member: MemberOutcome, plan: NonNullable<MemberOutcome["plan"]>) => (): string => {
  const source = plan.url === undefined || plan.url === member.url ? "" : ` (${link("plan", plan.url)})`;
  return `1. ${numbered(member)} ${plain(member.title, 150)}${source}\n\n${lines(quoted(plan.text, "   "))}\n`;
};

const lines = (all: readonly string[]): string => `${all.join("\n").trimEnd()}\n`;

const naming = (what: string, numbers: readonly string[]): readonly string[] =>
  numbers.length === 0 ? [] : [`\n${what}: ${listed(numbers)}.\n`];

const folded = (title: string, rows: Part["rows"], ends: readonly string[]): Part => {
  if (rows.length === 0 && ends.length === 0) return fixed("");
  return {
    before: `\n<details><summary>${title} (${rows.length})</summary>\n\n`,
    rows,
    after: `${ends.join("")}\n</details>\n`,
    more: (left) => `\n- … and ${left} more\n`,
  };
};
