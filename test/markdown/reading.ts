import { parseMarkdown } from "../../src/markdown/document.ts";
import { filled, type Filled } from "../../src/markdown/filled.ts";
import { sections, type Section } from "../../src/markdown/sections.ts";

/** Every section anybody could ask for. */
export const sectionsOf = (text: string): readonly Section[] => sections(parseMarkdown(text));

/** A text as the only thing under a heading, which is on line 1; the text begins on line 3. */
export const underHeading = (text: string, heading = "Answer"): Section => {
  const found = sectionsOf(`# ${heading}\n\n${text}\n`)[1];
  if (found === undefined) throw new Error("no section");
  return found;
};

/** The verdict on a text under a heading. */
export const judge = (text: string, template?: string): Filled =>
  filled(underHeading(text), template === undefined ? {} : { template: underHeading(template) });
