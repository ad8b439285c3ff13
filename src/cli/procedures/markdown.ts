import { code, plain } from "../../markdown/escape.ts";
import { prose } from "../../report/prose.ts";

/**
 * Escaping for GitHub puts zero-width spaces where a comment would mention somebody. Nobody is mentioned by a page of one's own, and
 * what is copied from a terminal must be what it seems to be.
 */
const bare = (markdown: string): string => markdown.replaceAll(/\u200B|&#8203;/gu, "");

/** A document's own text on one line. */
export const text = (words: string): string => bare(plain(words, MOST));

/** A sentence, in which code spans stay what they are. */
export const sentence = (words: string): string => bare(prose(words, MOST));

export const span = (word: string): string => bare(code(word, MOST));

/** Text in a procedure is limited already; nothing is cut here. */
const MOST = 100_000;

/** Lines of one paragraph that stay lines: two spaces end a line without being seen in a terminal. */
export const lines = (some: readonly string[]): string => some.join("  \n");

/** A list item; what follows its first line is indented to belong to it. */
export const item = (marker: "- " | "- [ ] ", content: string): string =>
  `${marker}${content.replaceAll("\n", "\n  ")}`;
