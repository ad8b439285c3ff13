import { htmlPrompts, htmlText, withoutComments } from "./html-words.ts";
import type { Piece } from "./pieces.ts";
import { rowPieces } from "./rows.ts";

/** Whether HTML holds nothing but comments, so that nobody sees it. */
export const isComment = (html: string): boolean => withoutComments(html).trim() === "";

/** The lines of an HTML block; tags are markup, comments are dropped, a summary is a title. Tables are read by rows. */
export const htmlPieces = (html: string, first: number): readonly Piece[] => {
  const shown = withoutComments(html);
  return /<tr\b/iu.test(shown) ? tablePieces(shown, first) : linePieces(shown, first);
};

const linePieces = (shown: string, first: number): readonly Piece[] => {
  const text = htmlText(shown);
  const whole = tidy(text);
  const prompts = shown.split("\n").map(htmlPrompts);
  return text.split("\n").flatMap((words, index): readonly Piece[] => {
    const said = tidy(words);
    const found = prompts[index] ?? [];
    if (said === "" && found.length === 0) return [];
    return [{ line: first + index, text: said, prose: said, prompts: found, whole, kind: "html" }];
  });
};

const tablePieces = (shown: string, first: number): readonly Piece[] => {
  let line = first;
  return shown.split(/(?<=<\/tr>)/iu).flatMap((row) => {
    const start = line + lineBreaks(row.slice(0, Math.max(0, row.search(/<tr\b/iu))));
    line += lineBreaks(row);
    if (!/<td\b/iu.test(row)) return [];
    const cells = row.split(/(?=<t[dh]\b)/iu).slice(1);
    return rowPieces(cells.map(cellOf), start);
  });
};

const cellOf = (html: string) => {
  const text = tidy(htmlText(html));
  return { text, prose: text, prompts: htmlPrompts(html) };
};

const lineBreaks = (text: string): number => text.split("\n").length - 1;

const tidy = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();
