import { piecesOf, type Piece } from "../markdown/pieces.ts";
import { bare } from "../markdown/sections.ts";
import { datesIn, isFuture, startOf } from "./calendar-date.ts";
import { valuesOf, type NamedValue } from "./document-fields.ts";
import { sectionsWithin } from "./parts.ts";
import type { Plan, PlanFlaw } from "./plan.ts";
import { durationMs } from "./settings.ts";
import { quote } from "./wording.ts";

/** What people call it, in a field or in a sentence before the date. */
export const REHEARSED = [
  "Rehearsed",
  "Rehearsed on",
  "Last rehearsed",
  "Last rehearsed on",
  "Rehearsal",
  "Last rehearsal",
  "Rehearsal date",
  "Date of rehearsal",
  "Rollback rehearsed",
  "Rollback tested",
  "Rollback drill",
  "Restore drill",
  "Plan tested",
];

/** With `rehearsed_within`, the plan says on which day going back was tried, and that is not long ago. */
export const rehearsalMissing = (plan: Plan): PlanFlaw | undefined => {
  const { rehearsed_within: within } = plan.settings;
  if (within === undefined) return undefined;
  const said = rehearsalsIn(plan);
  const last = lastOf(said, plan.now);
  if (last === undefined) return neverRehearsed(said, plan);
  if (endOf(last, within) > plan.now) return undefined;
  return flaw(
    plan,
    `was rehearsed last on ${quote(last.date)}, which is longer ago than ${quote(within)} (line ${last.line})`,
  );
};

/** When the rehearsal of a plan that is good now will be too long ago. */
export const rehearsedUntil = (plan: Plan): Date | undefined => {
  const { rehearsed_within: within } = plan.settings;
  const last = within === undefined ? undefined : lastOf(rehearsalsIn(plan), plan.now);
  return last === undefined || within === undefined ? undefined : endOf(last, within);
};

interface Rehearsal {
  readonly line: number;
  /** As it is written; no day where it is unfilled or not of the calendar. */
  readonly text: string;
  readonly date: string | undefined;
}

type Dated = Rehearsal & { readonly date: string };

const lastOf = (said: readonly Rehearsal[], now: Date): Dated | undefined =>
  said
    .flatMap(({ date, ...one }) => (date === undefined || isFuture(date, now) ? [] : [{ ...one, date }]))
    .toSorted((one, other) => (one.date < other.date ? 1 : -1))[0];

/** The day counts in full. */
const endOf = ({ date }: Dated, within: string): Date =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS + durationMs(within));

const DAY_MS = 86_400_000;

const neverRehearsed = (said: readonly Rehearsal[], plan: Plan): PlanFlaw => {
  const [first] = said;
  if (first === undefined) return flaw(plan, "does not say when it was rehearsed");
  const at = `(line ${first.line})`;
  const { date, text } = first;
  if (date !== undefined)
    return {
      ...flaw(plan, `says that it was rehearsed on ${quote(date)}, which is yet to come ${at}`),
      wakeAt: startOf(date),
    };
  return flaw(plan, `says ${quote(text)} where the day of its rehearsal belongs ${at}`);
};

const flaw = ({ subject, settings: { rehearsed } }: Plan, problem: string): PlanFlaw => ({
  state: "flawed",
  code: "not-rehearsed",
  reason: `${subject} ${problem}.`,
  remedy: `Rehearse going back, and write the day as ${quote(`**${rehearsed[0] ?? ""}:** 2026-03-01`)} in the rollback plan.`,
});

/** Fields and rows with that name, what stands under such a heading, then sentences that have it before a date. */
const rehearsalsIn = (plan: Plan): readonly Rehearsal[] => {
  const { text, section, settings } = plan;
  const named = valuesOf({ name: settings.rehearsed }, { file: { path: "", text }, nodes: section.allNodes }) ?? [];
  const spellings = settings.rehearsed.map((name) => ` ${bare(name)} `);
  const headed = sectionsWithin(text, section).filter(({ words }) => spellings.includes(` ${words} `));
  return [
    ...named.flatMap((value) => inField(value)),
    ...headed.flatMap(({ allNodes }) => sentencesIn(allNodes).flatMap((piece) => pastDates(piece))),
    ...sentencesIn(section.allNodes)
      .filter((piece) => isSaid(piece, spellings))
      .flatMap((piece) => pastDates(piece)),
  ];
};

const inField = (value: NamedValue): readonly Rehearsal[] => {
  const found = value.filled ? pastDates(value) : [];
  return found.length === 0 ? [{ line: value.line, text: value.text, date: undefined }] : found;
};

type Sentence = Pick<Piece, "text" | "line">;

const sentencesIn = (nodes: Plan["section"]["allNodes"]): readonly Sentence[] =>
  piecesOf(nodes).filter(({ kind }) => kind !== "box" && kind !== "code");

/** What stands before the first date of a sentence; nothing where it has none. */
const beforeDate = ({ text }: Sentence): string | undefined => {
  const [first] = datesIn(text);
  return first === undefined ? undefined : text.slice(0, text.indexOf(first.text));
};

const isSaid = (sentence: Sentence, spellings: readonly string[]): boolean => {
  const said = ` ${bare(beforeDate(sentence) ?? "")} `;
  return spellings.some((spelling) => said.includes(spelling));
};

const pastDates = (sentence: Sentence): readonly Rehearsal[] =>
  NOT_YET.test(beforeDate(sentence) ?? "")
    ? []
    : datesIn(sentence.text).map((found) => ({ ...found, line: sentence.line }));

const NOT_YET = /\b(?:not|never|n['’]t|will|to be|should|must|planned|scheduled|next)\b/iu;
