import type { Image, Link, Nodes, PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";
import { htmlPrompts, htmlText } from "./html-words.ts";

/** Inline content of one line, as a person reads it. */
export interface Line {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** The same with a word in place of code, whose brackets and names are no prompts. */
  readonly prose: string;
  /** Source texts that can only be prompts: `<your answer>` where the parser saw a tag, links without an address. */
  readonly prompts: readonly string[];
  /** Addresses of the links in it. */
  readonly links: readonly string[];
  /** The line begins with bold words. */
  readonly bold: boolean;
}

interface Growing {
  text: string;
  prose: string;
  readonly prompts: string[];
  readonly links: string[];
  bold: boolean;
}

/** Inline content by line. Links keep their text, pictures are words by their address, comments have none. */
export const linesOf = (children: readonly PhrasingContent[]): readonly Line[] => {
  const lines = new Map<number, Growing>();
  for (const child of children) gather(child, lines);
  return [...lines].map(([line, { text, prose, prompts, links, bold }]) => ({
    line,
    text: tidy(text),
    prose: tidy(prose),
    prompts,
    links,
    bold,
  }));
};

/** Long runs of blanks are one, which also keeps patterns from trying each of them. */
const tidy = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();

const gather = (node: PhrasingContent, lines: Map<number, Growing>): void => {
  const start = node.position?.start.line ?? 1;
  const at = lineAt(lines, start);
  if (node.type === "strong" && at.text.trim() === "") at.bold = true;
  at.prompts.push(...promptsOf(node, at.text));
  if (node.type === "link") at.links.push(node.url);
  if ("children" in node) {
    for (const child of node.children) gather(child, lines);
    return;
  }
  const prose = node.type === "inlineCode" && !isPlaceholder(node.value) ? " code " : shownText(node);
  for (const [index, text] of shownText(node).split("\n").entries()) lineAt(lines, start + index).text += text;
  for (const [index, text] of prose.split("\n").entries()) lineAt(lines, start + index).prose += text;
};

const lineAt = (lines: Map<number, Growing>, line: number): Growing => {
  const known = lines.get(line) ?? { text: "", prose: "", prompts: [], links: [], bold: false };
  lines.set(line, known);
  return known;
};

/** What nobody means as code, even if it is set as code. */
const isPlaceholder = (code: string): boolean => /^(?:tbd|tba|todo|fixme|[._…]{3,})$/iu.test(code.trim());

const shownText = (node: Nodes): string => {
  if (node.type === "html") return htmlText(node.value);
  if (node.type === "image") return ` ${node.url} `;
  if (node.type === "imageReference") return ` ${node.alt ?? ""} `;
  if (node.type === "inlineCode") return ` ${node.value} `;
  return node.type === "break" ? " " : toString(node);
};

/** HTML that follows a word at once is a type argument, not a prompt: `Map<string>`. */
const promptsOf = (node: PhrasingContent, before: string): readonly string[] => {
  if (node.type === "html") return /[\p{L}\p{N}_]$/u.test(before) ? [] : htmlPrompts(node.value);
  const isOpen = (node.type === "image" || node.type === "link") && NO_ADDRESS.test(node.url);
  return isOpen ? [sourceOf(node)] : [];
};

/** Where templates leave an address out; GitHub, too, shows a picture that is still being uploaded without one. */
const NO_ADDRESS =
  /^(?:#?|\.{3}|(?:insert-|your-|add-)?(?:url|link|address|image|img|screenshot|path)(?:[-_](?:url|link|here|to[-_a-z]*))?|https?:\/\/(?:\.{3}|…|url|link)?)$/iu;

const sourceOf = (node: Image | Link): string =>
  node.type === "image" ? `![${node.alt ?? ""}](${node.url})` : `[${toString(node)}](${node.url})`;
