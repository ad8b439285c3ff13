import { filled, type Filled } from "../markdown/filled.ts";
import { bare, type Section } from "../markdown/sections.ts";
import { illegible, type Illegible } from "./illegible.ts";
import { sectionsOf, type TitledSection } from "./reading.ts";
import { quote } from "./wording.ts";

/** A part of a text that must be there and filled in. */
export interface AskedPart {
  /** Accepted headings, the one to suggest first. */
  readonly names: readonly string[];
  /** Where the text is, as it goes into a sentence: "the description". */
  readonly where: string;
  /** Texts whose words are nobody's own. */
  readonly templates: readonly string[];
  readonly minWords?: number | undefined;
  readonly acceptNone?: boolean | undefined;
  /** Open boxes are enough: work that is planned. */
  readonly acceptBoxes?: boolean | undefined;
  /** The section in which alone the part is looked for. */
  readonly within?: Span | undefined;
}

/** Why something is not filled in, and what to do about it: one sentence each. */
export interface Unfilled {
  readonly state: "unfilled";
  readonly reason: string;
  readonly remedy: string;
}

export type Part =
  { readonly state: "filled"; readonly section: Section } | { readonly state: "missing" } | Unfilled | Illegible;

/** Finds a part by its heading. Where several headings fit, one that is filled in is enough; else the first is spoken of. */
export const partOf = (text: string, asked: AskedPart): Part => {
  const refused = illegible(text, asked.where);
  if (refused !== undefined) return refused;
  const found = sectionsNamed(text, asked.names, asked.within).map((section) => judged(section, asked));
  return found.find(({ state }) => state === "filled") ?? found[0] ?? { state: "missing" };
};

/** Every section of a text with one of these headings. */
export const sectionsNamed = (text: string, names: readonly string[], within?: Span): readonly Section[] => {
  const wanted = new Set(names.map(bare));
  const all = within === undefined ? sectionsOf(text) : sectionsWithin(text, within);
  return all.filter(({ words, depth }) => depth > 0 && wanted.has(words));
};

const judged = (section: Section, asked: AskedPart): Part => {
  const { heading } = section;
  const { minWords, acceptNone, acceptBoxes } = asked;
  const answers = templatesOf(heading, asked).map((template) =>
    filled(section, { template, minWords, acceptNone, acceptBoxes }),
  );
  const answer = answers.find((one) => !one.filled);
  if (answer === undefined || answer.filled) return { state: "filled", section };
  return unfilled(answer, `The section ${quote(heading)} of ${asked.where}`, `under the heading ${quote(heading)}`);
};

/**
 * What a section must differ from: everything that templates say under its heading, and where they have the heading several times
 * also each of these alone, because a box that one of them lacks is not a choice that somebody made.
 */
const templatesOf = (heading: string, { templates, names }: AskedPart): readonly Pick<Section, "allNodes">[] => {
  const each = templates.flatMap((template) => sectionsNamed(template, [heading, ...names]));
  const together = { allNodes: each.flatMap(({ allNodes }) => allNodes) };
  return each.length > 1 ? [together, ...each] : [together];
};

/** Puts into sentences why a text is not filled in. */
export const unfilled = (answer: Exclude<Filled, { filled: true }>, subject: string, place: string): Unfilled => {
  const line = answer.reason.includes("(line ") ? "" : ` (line ${answer.line})`;
  // What people wrote stands between the outer quotation marks.
  const reason = answer.reason.replace(/“(.*)”/su, (_, inside: string) => quote(inside));
  return { state: "unfilled", reason: `${subject} ${reason}${line}.`, remedy: remedyOf(answer, place) };
};

const remedyOf = ({ what, line }: Exclude<Filled, { filled: true }>, place: string): string => {
  switch (what) {
    case "empty":
      return `Write what is true of this change ${place}.`;
    case "template":
      return `Put your own words in place of the template's ${place}.`;
    case "placeholder":
      return `Put what is true of this change in place of the placeholder on line ${line}.`;
    case "empty-field":
      return `Fill in the field on line ${line}.`;
    case "none":
      return `Say why there is none on line ${line}, in a few words.`;
    case "short":
      return `Say more ${place}.`;
  }
};

/** Where a section begins and ends, and how deep it is. */
export type Span = Pick<Section, "line" | "endLine" | "depth">;

/** Headings below this section. */
export const sectionsWithin = (text: string, { line, endLine, depth }: Span): readonly TitledSection[] =>
  between(sectionsOf(text), line, endLine).filter((one) => one.depth > depth);

/** Those of a list in reading order that stand behind one line and not behind another; found quickly in long lists. */
export const between = <Item extends { readonly line: number }>(
  items: readonly Item[],
  behind: number,
  upTo: number,
): readonly Item[] => items.slice(countUpTo(items, behind), countUpTo(items, upTo));

/** How many stand on this line or before it. */
const countUpTo = (items: readonly { readonly line: number }[], line: number): number => {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Headings below this section that have none below themselves: each of them has to say something. */
export const leavesOf = (text: string, span: Span): readonly Section[] =>
  sectionsWithin(text, span).filter((one) => one.nodes.length === one.allNodes.length);
