import { code, plain } from "../markdown/escape.ts";

/**
 * A sentence of ours as Markdown. Our sentences quote other people's words in backticks: those become code, in which GitHub sees no
 * mention, reference, link or HTML, and everything around them is escaped. Cut at `max` characters of the sentence.
 */
export const prose = (sentence: string, max = 500): string => spans(clipped(sentence, max)).map(rendered).join("");

/** The first `max` characters of one line, the last of them an ellipsis when there are more. */
export const clipped = (text: string, max: number): string => {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  const characters = Array.from(line.slice(0, max * 2 + 2));
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join("")}…`;
};

interface Span {
  readonly quoted: boolean;
  readonly text: string;
}

const spans = (text: string): readonly Span[] =>
  text.split(/(`[^`]+`)/u).map((part, index) => ({ quoted: index % 2 === 1, text: part }));

const rendered = ({ quoted, text }: Span): string => (quoted ? code(text.slice(1, -1)) : padded(text));

/**
 * Escaping trims, and hides a digit or dash at the start of a line. Here the text stands inside a line, so its spaces have to stay and
 * its first sign is harmless: both are kept by letters around it.
 */
const padded = (text: string): string => plain(`;${text};`, text.length + 2).slice(1, -1);
