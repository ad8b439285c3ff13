import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** A Markdown text as GitHub reads it. */
export interface MarkdownDocument {
  /** The text with plain line ends and no byte-order mark; lines keep their numbers, offsets refer to it. */
  readonly text: string;
  readonly root: Root;
}

/** Deeper nesting than any person writes; beyond it the parser's stack is at risk, so the text is read as one code block. */
const MAX_DEPTH = 100;

/** Parses GitHub Flavored Markdown: https://github.github.com/gfm/. Never throws. */
export const parseMarkdown = (source: string): MarkdownDocument => {
  const text = source.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n");
  if (nestsTooDeep(text)) return { text, root: { type: "root", children: [{ type: "code", value: text }] } };
  return { text, root: fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) };
};

/** Counts what can open a level at the start of a line: quote marks and list markers, and indentation. */
const nestsTooDeep = (text: string): boolean =>
  text.split("\n").some((line) => {
    const prefix = /^[\s>*+\-\d.)]*/u.exec(line)?.[0] ?? "";
    if (prefix.length <= MAX_DEPTH) return false;
    const levels = prefix.match(/>|[*+-](?=\s)|\d[.)](?=\s)/gu)?.length ?? 0;
    const indent = /^\s*/u.exec(line)?.[0].length ?? 0;
    return levels > MAX_DEPTH || indent > MAX_DEPTH * 8;
  });
