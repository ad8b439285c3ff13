import type { Nodes, Paragraph } from "mdast";
import { parseMarkdown } from "./document.ts";

/** A line that speaks to Gatehouse. */
export interface CommandLine {
  /** The words after `/gate`. */
  readonly words: readonly string[];
  /** 1-based. */
  readonly line: number;
  /** Everything after `/gate`, trimmed. */
  readonly rest: string;
}

/** Commands stand at the beginning of a comment; a wall of them must not keep anybody waiting. In characters, and in lines. */
export const LOOKED_AT = 5000;
export const MOST_LINES = 20;

/** The lines whose first word is `/gate`, in text a person wrote: not in code, quotes or HTML comments; the first of them. */
export const commandLines = (comment: string): readonly CommandLine[] =>
  allLines(comment.slice(0, endOf(comment))).slice(0, MOST_LINES);

/** Whether more commands seem to follow than {@link commandLines} tells. */
export const hasCommandsBeyond = (comment: string): boolean => {
  const end = endOf(comment);
  return /^ {0,3}\/gate(?:\s|$)/imu.test(comment.slice(end)) || allLines(comment.slice(0, end)).length > MOST_LINES;
};

/** Where to stop: half a line would be a command that nobody gave. A line that is longer than all that is looked at has no other half. */
const endOf = (comment: string): number => {
  if (comment.length <= LOOKED_AT) return comment.length;
  const lineEnd = comment.lastIndexOf("\n", LOOKED_AT);
  return lineEnd === -1 ? LOOKED_AT : lineEnd + 1;
};

const allLines = (body: string): readonly CommandLine[] => {
  if (!/\/gate/iu.test(body)) return [];
  const doc = parseMarkdown(body);
  const lines = doc.text.split("\n");
  return doc.root.children.filter(isParagraph).flatMap((paragraph) => {
    const hidden = hiddenLines(paragraph);
    const { start, end } = paragraph.position ?? { start: { line: 1 }, end: { line: 0 } };
    return lines.slice(start.line - 1, end.line).flatMap((text, index) => {
      const line = start.line + index;
      return hidden.has(line) ? [] : commandOf(text, line);
    });
  });
};

const isParagraph = (node: Nodes): node is Paragraph => node.type === "paragraph";

/** A backslash at the end is a line break, a comment is not shown: neither is part of what was said. */
const commandOf = (source: string, line: number): readonly CommandLine[] => {
  const text = source
    .replaceAll(/<!--.*?-->/gu, "")
    .replace(/\\$/u, "")
    .trim();
  const [first, ...words] = text.split(/\s+/u);
  if (first?.toLowerCase() !== "/gate") return [];
  return [{ words, line, rest: text.slice(first.length).trim() }];
};

/** Lines on which code or HTML stands at the start, or through which it runs. */
const hiddenLines = ({ children }: Paragraph): ReadonlySet<number> => {
  const hidden = new Set<number>();
  for (const { type, position } of children) {
    if ((type !== "inlineCode" && type !== "html") || position === undefined) continue;
    const from = position.start.column === 1 ? position.start.line : position.start.line + 1;
    for (let line = from; line <= position.end.line; line += 1) hidden.add(line);
  }
  return hidden;
};
