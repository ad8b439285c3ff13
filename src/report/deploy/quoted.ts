import type { List, ListItem, Nodes, PhrasingContent, RootContent } from "mdast";
import { toString } from "mdast-util-to-string";
import { begun, code, link } from "../../markdown/escape.ts";
import { readMarkdown } from "../../requirements/reading.ts";
import { prose } from "../prose.ts";

/**
 * Somebody's Markdown as lines of ours: paragraphs, lists, code and links stay what they are, and nothing in it mentions, closes,
 * ends a table or passes for our own words. Headings become lines, images and HTML are left out.
 */
export const quoted = (text: string, indent = ""): readonly string[] => {
  const { root, refused } = readMarkdown(text);
  if (refused !== undefined) return [`${indent}(${prose(refused.reason)})`];
  return blocks(root.children, indent);
};

const blocks = (nodes: readonly RootContent[], indent: string): readonly string[] =>
  nodes.flatMap((node) => {
    const lines = block(node, indent);
    return lines.length === 0 ? [] : [...lines, ""];
  });

const block = (node: RootContent, indent: string): readonly string[] => {
  if (node.type === "paragraph") return textLine(inline(node.children), indent);
  if (node.type === "heading") return textLine(`${inline(node.children).replace(/:\s*$/u, "")}:`, indent);
  if (node.type === "list") return listed(node, indent);
  if (node.type === "blockquote") return blocks(node.children, indent);
  if (node.type === "code") return fenced(node.value, indent);
  if (node.type !== "table") return [];
  return node.children.flatMap(({ children }) => {
    const cells = children.map((cell) => inline(cell.children).trim()).join(" – ");
    return [`${indent}- ${cells}`];
  });
};

const WIDEST = 1000;

const textLine = (text: string, indent: string): readonly string[] =>
  text.trim() === "" ? [] : [`${indent}${begun(text.trim())}`];

/** In a block of code GitHub sees no mention and no reference; what looks like a comment could pass for a marker of ours. */
const fenced = (value: string, indent: string): readonly string[] => {
  const longest = Math.max(2, ...Array.from(value.matchAll(/`+/gu), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const lines = value
    .replaceAll("<!--", "<! --")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .split("\n");
  return ["", fence, ...lines, fence].map((line) => (line === "" ? "" : `${indent}${line}`));
};

/** The order of a list is kept: in a rollback plan it is what matters. */
const listed = ({ ordered, start, children }: List, indent: string): readonly string[] =>
  children.flatMap((item, index) => listItem(item, ordered === true ? `${(start ?? 1) + index}.` : "-", indent));

/** Boxes are shown as they stand and can't be ticked: what is united here is a copy. */
const listItem = ({ children, checked }: ListItem, mark: string, indent: string): readonly string[] => {
  const inner = `${indent}${" ".repeat(mark.length + 1)}`;
  const [first, ...more] = children.flatMap((child) => block(child, inner));
  const box = checked == null ? "" : BOXES[`${checked}`];
  return first === undefined ? [] : [`${indent}${mark} ${box}${first.trim()}`, ...more];
};

const BOXES = { true: "☑ ", false: "☐ " } as const;

const inline = (nodes: readonly PhrasingContent[]): string => nodes.map(words).join("");

const words = (node: Nodes): string => {
  if (node.type === "text") return spaced(node.value);
  if (node.type === "inlineCode") return code(node.value, WIDEST);
  if (node.type === "link") return link(toString(node) || node.url, node.url);
  if (node.type === "break") return " ";
  return "children" in node ? node.children.map(words).join("") : "";
};

/** Escaping trims; here a text stands beside others. */
const spaced = (text: string): string => {
  const shown = prose(text.replaceAll("`", "'"), WIDEST);
  return `${/^\s/u.test(text) ? " " : ""}${shown}${/\s$/u.test(text) && shown !== "" ? " " : ""}`;
};
