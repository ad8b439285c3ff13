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
const LOOKED_AT = 5000;
const MOST_LINES = 20;

/** The lines whose first word is `/gate`, in text a person wrote: not in code, quotes or HTML comments; the first of them. */
export const commandLines = (comment: string): readonly CommandLine[] => {
  const body = comment.slice(0, LOOKED_AT);
  return allLines(body).slice(0, MOST_LINES);
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
