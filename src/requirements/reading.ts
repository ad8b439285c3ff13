import { parseMarkdown, type MarkdownDocument } from "../markdown/document.ts";
import { bare, sections, type Section } from "../markdown/sections.ts";

/** Parses a text once, however many look at it: a thousand steps at one description, one turn several times at its checklist. */
export const readMarkdown = (text: string): MarkdownDocument => {
  const document = read.get(text) ?? parseMarkdown(text);
  keep(text, document);
  return document;
};

/** A clause that says why a text is not read, and on which line; undefined for every text that people write. */
export const refusalOf = (text: string): string | undefined => {
  const { refused } = readMarkdown(text);
  return refused === undefined
    ? undefined
    : `${refused.reason} (line ${refused.line}), which is more than Gatehouse reads`;
};

/** Puts it last, and forgets what was not looked at for longest. */
const keep = (text: string, document: MarkdownDocument): void => {
  if (read.delete(text)) characters -= text.length;
  read.set(text, document);
  characters += text.length;
  for (const oldest of read.keys()) {
    if ((characters <= MOST_CHARACTERS && read.size <= MOST_TEXTS) || oldest === text) return;
    read.delete(oldest);
    characters -= oldest.length;
  }
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

/** A parsed text takes some thirty times the space of the text itself. A large procedure looks at hundreds of documents each time. */
const MOST_CHARACTERS = 500_000;
const MOST_TEXTS = 1000;
const read = new Map<string, MarkdownDocument>();
let characters = 0;

const titled = new WeakMap<MarkdownDocument, readonly TitledSection[]>();
