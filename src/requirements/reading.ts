import { parseMarkdown, type MarkdownDocument } from "../markdown/document.ts";

/** Parses a text once, however many steps look at it: a procedure of a thousand steps has one description. */
export const readMarkdown = (text: string): MarkdownDocument => {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (read.size >= KEPT) read.clear();
  const document = parseMarkdown(text);
  read.set(text, document);
  return document;
};

const KEPT = 50;
const read = new Map<string, MarkdownDocument>();
