import { filled, type Filled } from "../markdown/filled.ts";
import { bare, type Section } from "../markdown/sections.ts";
import { sectionsOf } from "./reading.ts";
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
}

/** Why something is not filled in, and what to do about it: one sentence each. */
export interface Unfilled {
  readonly state: "unfilled";
  readonly reason: string;
  readonly remedy: string;
}

export type Part = { readonly state: "filled"; readonly section: Section } | { readonly state: "missing" } | Unfilled;

/** Finds a part by its heading. Where several headings fit, one that is filled in is enough; else the first is spoken of. */
export const partOf = (text: string, asked: AskedPart): Part => {
  const found = sectionsNamed(text, asked.names).map((section) => judged(section, asked));
  return found.find(({ state }) => state === "filled") ?? found[0] ?? { state: "missing" };
};

/** Every section of a text with one of these headings. */
export const sectionsNamed = (text: string, names: readonly string[]): readonly Section[] => {
  const wanted = new Set(names.map(bare));
  return sectionsOf(text).filter(({ words, depth }) => depth > 0 && wanted.has(words));
};

const judged = (section: Section, asked: AskedPart): Part => {
  const { heading } = section;
  const allNodes = asked.templates.flatMap((template) =>
    sectionsNamed(template, [heading, ...asked.names]).flatMap((one) => one.allNodes),
  );
  const answer = filled(section, { template: { allNodes }, minWords: asked.minWords, acceptNone: asked.acceptNone });
  if (answer.filled) return { state: "filled", section };
  return unfilled(answer, `The section ${quote(heading)} of ${asked.where}`, `under the heading ${quote(heading)}`);
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
export const sectionsWithin = (text: string, { line, endLine, depth }: Span): readonly Section[] =>
  sectionsOf(text).filter((one) => one.depth > depth && one.line > line && one.line <= endLine);

/** Headings below this section that have none below themselves: each of them has to say something. */
export const leavesOf = (text: string, span: Span): readonly Section[] =>
  sectionsWithin(text, span).filter((one) => one.nodes.length === one.allNodes.length);
