import { parseMarkdown, type MarkdownDocument } from "../markdown/document.ts";
import { bare, sections, type Section } from "../markdown/sections.ts";

/** Parses a text once, however many look at it: a thousand steps at one description, one turn several times at its checklist. */
export const readMarkdown = (text: string): MarkdownDocument => {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (read.size >= KEPT) read.clear();
  const document = parseMarkdown(text);
  read.set(text, document);
  return document;
};

/** The sections of a text, each with the words of its heading. */
export const sectionsOf = (text: string): readonly TitledSection[] => {
  const document = readMarkdown(text);
  const known = titled.get(document);
  if (known !== undefined) return known;
  const found = sections(document).map((section) => ({ ...section, words: bare(section.heading) }));
  titled.set(document, found);
  return found;
};

/** A section and the words of its heading, as headings are compared. */
export interface TitledSection extends Section {
  readonly words: string;
}

const KEPT = 50;
const read = new Map<string, MarkdownDocument>();
const titled = new WeakMap<MarkdownDocument, readonly TitledSection[]>();
