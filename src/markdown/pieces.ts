import type { ListItem, Nodes, Paragraph, PhrasingContent, RootContent, Table, TableRow } from "mdast";
import { toString } from "mdast-util-to-string";
import { isHtmlTag } from "./prompts.ts";

/** One line of what stands in a section, as a person reads it. */
export interface Piece {
  /** 1-based line in the document. */
  readonly line: number;
  readonly text: string;
  readonly kind: "text" | "code" | "box" | "ticked" | "title" | "cell" | "html";
  /** Source texts that can only be prompts: `<your answer>` where the parser saw a tag. */
  readonly prompts: readonly string[];
  /** What the piece is part of: a re-wrapped paragraph is compared as a whole. */
  readonly whole: string;
  /** `**Field:**` with nothing behind it and nothing below. */
  readonly emptyField?: string;
}

/** The lines of these nodes. HTML comments, rules, headings and images have none. */
export const piecesOf = (nodes: readonly RootContent[]): readonly Piece[] =>
  nodes.flatMap((node, index) => ofNode(node, nodes[index + 1]));

const ofNode = (node: Nodes, next: Nodes | undefined): readonly Piece[] => {
  switch (node.type) {
    case "paragraph":
      return ofParagraph(node, next);
    case "list":
      return node.children.flatMap(ofItem);
    case "table":
      return ofTable(node);
    case "code":
      return ofCode(node.value, (node.position?.start.line ?? 0) + 1);
    case "html":
      return ofHtml(node.value, node.position?.start.line ?? 1);
    case "blockquote":
    case "footnoteDefinition":
      return piecesOf(node.children);
    default:
      return [];
  }
};

const ofParagraph = (node: Paragraph, next: Nodes | undefined): readonly Piece[] => {
  const lines = linesOf(node.children);
  const whole = lines.map(({ text }) => text).join(" ");
  const [only] = node.children;
  const isTitle = node.children.length === 1 && only?.type === "strong";
  return lines
    .filter(({ text, prompts }) => text.trim() !== "" || prompts.length > 0)
    .map(({ line, text, prompts, bold }, index, all): Piece => {
      const field = bold && index === all.length - 1 && opensValue(next) ? undefined : emptyFieldOf(text, bold);
      return {
        line,
        text,
        prompts,
        whole,
        kind: isTitle || isIntro(text) ? "title" : "text",
        ...(field === undefined ? {} : { emptyField: field }),
      };
    });
};

/** A line that only announces what comes below it. */
const isIntro = (text: string): boolean => /[:：]\s*$/u.test(text);

/** Whether what follows a label line is its value. */
const opensValue = (next: Nodes | undefined): boolean =>
  next !== undefined && ["list", "table", "code", "paragraph", "blockquote"].includes(next.type) && !startsBold(next);

const startsBold = (node: Nodes): boolean => node.type === "paragraph" && node.children[0]?.type === "strong";

const emptyFieldOf = (text: string, bold: boolean): string | undefined => {
  const label = /^([^:：]{1,60})[:：]\s*$/u.exec(text.trim())?.[1];
  return bold ? label : undefined;
};

interface Line {
  readonly line: number;
  readonly text: string;
  readonly prompts: readonly string[];
  /** The line begins with bold words. */
  readonly bold: boolean;
}

/** Inline content by line; addresses and code keep their text, images and comments have none. */
const linesOf = (children: readonly PhrasingContent[]): readonly Line[] => {
  const lines = new Map<number, { text: string; prompts: string[]; bold: boolean }>();
  const at = (line: number) => {
    const known = lines.get(line) ?? { text: "", prompts: [], bold: false };
    lines.set(line, known);
    return known;
  };
  for (const child of children) {
    const start = child.position?.start.line ?? 1;
    if (child.type === "html") at(start).prompts.push(...htmlPrompts(child.value));
    else if (child.type === "strong" && at(start).text.trim() === "") at(start).bold = true;
    for (const [index, text] of shownText(child).split("\n").entries()) at(start + index).text += text;
  }
  return [...lines].map(([line, found]) => ({ line, ...found }));
};

const shownText = (node: PhrasingContent): string => {
  if (node.type === "html" || node.type === "image" || node.type === "imageReference") return "";
  if (node.type === "inlineCode")
    return ` ${node.value.replaceAll("[", "(").replaceAll("]", ")").replaceAll(/[<>]/gu, " ")} `;
  if (node.type === "link" || node.type === "linkReference") return `${node.children.map(shownText).join("")}`;
  if (node.type === "footnoteReference") return "";
  return "children" in node ? node.children.map(shownText).join("") : toString(node);
};

const ofItem = (item: ListItem): readonly Piece[] => {
  const [first, ...rest] = item.children;
  const own = first === undefined ? [] : ofNode(first, rest[0]);
  const below = rest.flatMap((node, index) => ofNode(node, rest[index + 1]));
  if (typeof item.checked !== "boolean") return [...own, ...below];
  const kind = item.checked ? ("ticked" as const) : ("box" as const);
  return [...own.map((piece): Piece => ({ ...piece, kind })), ...below];
};

const ofTable = ({ children: [, ...rows] }: Table): readonly Piece[] => rows.flatMap(ofRow);

/** A row whose first cell alone is filled is a label that waits for its value. */
const ofRow = (row: TableRow): readonly Piece[] => {
  const cells = row.children.map((cell) =>
    linesOf(cell.children)
      .map(({ text }) => text)
      .join(" ")
      .trim(),
  );
  const prompts = row.children.flatMap((cell) => linesOf(cell.children).flatMap((line) => line.prompts));
  const line = row.position?.start.line ?? 1;
  const whole = cells.join(" | ");
  const filled = cells.filter((text) => text !== "");
  if (filled.length === 0 && prompts.length === 0) return [];
  const label =
    cells.length > 1 && filled.length === 1 && cells[0] !== "" && prompts.length === 0 ? cells[0] : undefined;
  if (label !== undefined) return [{ line, text: "", prompts: [], whole, kind: "cell", emptyField: label }];
  return filled.map((text, index): Piece => ({ line, text, prompts: index === 0 ? prompts : [], whole, kind: "cell" }));
};

const ofCode = (value: string, first: number): readonly Piece[] =>
  value
    .split("\n")
    .flatMap((text, index): readonly Piece[] =>
      text.trim() === "" ? [] : [{ line: first + index, text, prompts: [], whole: value, kind: "code" }],
    );

/** Words inside HTML blocks; tags are markup, comments are dropped, a summary is a title. */
const ofHtml = (value: string, line: number): readonly Piece[] => {
  const shown = value.replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, "").replaceAll(/<summary[\s\S]*?<\/summary>/giu, "");
  const text = shown.replaceAll(/<[^<>]*>/gu, " ").trim();
  const prompts = htmlPrompts(shown);
  return text === "" && prompts.length === 0 ? [] : [{ line, text, prompts, whole: text, kind: "html" }];
};

const htmlPrompts = (html: string): readonly string[] =>
  [...html.replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, "").matchAll(/<([^<>]+)>/gu)].flatMap(
    ({ 0: whole, 1: inside = "" }) =>
      isHtmlTag(inside) || /^(?:https?:|mailto:|[\w.+-]+@|[?!])/u.test(inside) ? [] : [whole],
  );
