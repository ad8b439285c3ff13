import type { Code, ListItem, Nodes, Paragraph, RootContent, Table, TableRow } from "mdast";
import { htmlPieces, isComment } from "./html-pieces.ts";
import { linesOf, type Line } from "./lines.ts";
import { rowPieces } from "./rows.ts";

/** One line of what stands in a section, as a person reads it. */
export interface Piece {
  /** 1-based line in the document. */
  readonly line: number;
  readonly text: string;
  /** The text in which prompts are looked for: code is left out. */
  readonly prose: string;
  readonly kind: "text" | "code" | "box" | "ticked" | "title" | "cell" | "html";
  /** Source texts that can only be prompts: `<your answer>` where the parser saw a tag. */
  readonly prompts: readonly string[];
  /** Addresses of the links in it, where there are any. */
  readonly links?: readonly string[];
  /** What the piece is part of: a re-wrapped paragraph is compared as a whole. */
  readonly whole: string;
  /** The first line of the quote in which the piece stands: instructions are often quoted. */
  readonly quote?: string;
  /** All there is of a list's item. */
  readonly isItem?: boolean;
  /** Names what stands beside it, so that it is no answer: the first cell of a row. */
  readonly isLabel?: boolean;
  /** `**Field:**` with nothing behind it and nothing below. */
  readonly emptyField?: string;
}

/** The lines of these nodes. HTML comments, rules, headings and definitions have none. */
export const piecesOf = (nodes: readonly RootContent[]): readonly Piece[] => ofNodes(nodes, undefined);

/** `after` is what a person reads behind these nodes. */
const ofNodes = (nodes: readonly RootContent[], after: Nodes | undefined): readonly Piece[] => {
  const shown = nodes.filter((node) => !isHidden(node));
  return shown.flatMap((node, index) => ofNode(node, shown[index + 1] ?? after));
};

const isHidden = (node: Nodes): boolean =>
  node.type === "definition" || node.type === "thematicBreak" || (node.type === "html" && isComment(node.value));

const ofNode = (node: Nodes, next: Nodes | undefined): readonly Piece[] => {
  const line = node.position?.start.line ?? 1;
  if (node.type === "paragraph") return ofParagraph(node, next);
  if (node.type === "list") return node.children.flatMap((item, index) => ofItem(item, node.children[index + 1], next));
  if (node.type === "table") return ofTable(node);
  if (node.type === "code") return ofCode(node.value, line + (isFenced(node) ? 1 : 0));
  if (node.type === "html") return htmlPieces(node.value, line);
  if (node.type === "blockquote") return quoted(ofNodes(node.children, next));
  return node.type === "footnoteDefinition" ? ofNodes(node.children, next) : [];
};

const quoted = (pieces: readonly Piece[]): readonly Piece[] => {
  const [first] = pieces;
  return first === undefined ? [] : pieces.map((piece) => ({ ...piece, quote: first.quote ?? first.text }));
};

/** An empty item can't end a paragraph, so that below a label it is a line of text: "1." says nothing. */
const ofParagraph = (node: Paragraph, next: Nodes | undefined): readonly Piece[] => {
  const lines = linesOf(node.children).filter(
    ({ text, prompts }) => prompts.length > 0 || !/^(?:\d{1,2}[.)]|[-*+])?$/u.test(text),
  );
  const whole = lines.map(({ text }) => text).join("\n");
  const [only] = node.children;
  const isTitle = node.children.length === 1 && only?.type === "strong";
  return lines.map(({ line, text, prose, prompts, links, bold }, index): Piece => {
    const below = lines[index + 1];
    const answered = below === undefined ? opensValue(next, bold) : isValue(below, bold);
    const field = answered ? undefined : labelIn(text);
    const kind = isTitle || isIntro(text) ? "title" : "text";
    return {
      line,
      text,
      prose,
      prompts,
      whole,
      kind,
      ...(links.length === 0 ? {} : { links }),
      ...(field === undefined ? {} : { emptyField: field }),
    };
  });
};

/** A line that only announces what comes below it. */
const isIntro = (text: string): boolean => /[:：]$/u.test(text);

/** The label of a line that has nothing behind it; a dash serves as a colon. */
const labelIn = (text: string): string | undefined => /^([^:：]{1,60}?)(?:[:：]|\s[-–—])$/u.exec(text)?.[1];

/** Whether what follows a label is its value. A label in plain words may announce labelled lines, a bold one is a field. */
const opensValue = (next: Nodes | undefined, bold: boolean): boolean => {
  if (next === undefined) return false;
  if (!bold) return true;
  return next.type !== "heading" && !startsBold(next) && says(next);
};

const isValue = (below: Line, bold: boolean): boolean => !(bold && below.bold) && !isIntro(below.text);

const startsBold = (node: Nodes): boolean => node.type === "paragraph" && node.children[0]?.type === "strong";

/** Whether a person reads anything in a node: a list of empty bullets says nothing. */
const says = (node: Nodes): boolean => {
  if ("children" in node) return node.children.some(says);
  if (node.type === "html") return !isComment(node.value);
  return "value" in node ? node.value.trim() !== "" : node.type === "image" || node.type === "imageReference";
};

/** An item that ends as a label and has nothing below leaves its field empty; behind the last item its value may follow. */
const ofItem = (item: ListItem, sibling: ListItem | undefined, next: Nodes | undefined): readonly Piece[] => {
  const after = sibling === undefined ? next : undefined;
  const [first, ...rest] = item.children.filter((node) => !isHidden(node));
  if (typeof item.checked !== "boolean" || first === undefined) return alone(ofNodes(item.children, after));
  const kind = item.checked ? ("ticked" as const) : ("box" as const);
  const own = ofNode(first, rest[0] ?? after).map((piece): Piece => ({ ...piece, kind }));
  return [...own, ...ofNodes(rest, after)];
};

const alone = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.length === 1 ? pieces.map((piece) => ({ ...piece, isItem: true })) : pieces;

const ofTable = ({ children: [, ...rows] }: Table): readonly Piece[] => rows.flatMap(ofRow);

const ofRow = (row: TableRow): readonly Piece[] =>
  rowPieces(
    row.children.map((cell) => {
      const lines = linesOf(cell.children);
      return {
        text: lines.map(({ text }) => text).join(" "),
        prose: lines.map(({ prose }) => prose).join(" "),
        prompts: lines.flatMap(({ prompts }) => prompts),
      };
    }),
    row.position?.start.line ?? 1,
  );

/** A fence takes a line of its own before the code, indented code has none. */
const isFenced = ({ value, position }: Code): boolean =>
  position !== undefined && position.end.line - position.start.line >= value.split("\n").length;

const ofCode = (value: string, first: number): readonly Piece[] =>
  value
    .split("\n")
    .flatMap((text, index): readonly Piece[] =>
      text.trim() === "" ? [] : [{ line: first + index, text, prose: "", prompts: [], whole: value, kind: "code" }],
    );
