import type { ListItem, Nodes, Paragraph, PhrasingContent } from "mdast";
import type { MarkdownDocument } from "./document.ts";
import { plainText } from "./plain.ts";
import { sections, type Section } from "./sections.ts";

/** An HTML comment on an item's own line. */
export interface ItemComment {
  /** Between `<!--` and `-->`. */
  readonly value: string;
  readonly line: number;
  readonly column: number;
}

/** One box as GitHub shows it. */
export interface TaskItem {
  readonly checked: boolean;
  /** Plain words of the item, comments left out. */
  readonly text: string;
  /** Inline source of the item without box and comments. */
  readonly raw: string;
  /** 1-based position of the item. */
  readonly line: number;
  readonly column: number;
  /** Offset in the document's text of the character between the brackets. */
  readonly offset: number;
  /** Boxes in lists inside this item. */
  readonly children: readonly TaskItem[];
  readonly comment?: ItemComment;
  /** The section the item stands in directly. */
  readonly heading?: Section;
}

/** The task items GitHub renders as boxes, nested as their lists are. Code, comments and table cells hold none. */
export const taskItems = (doc: MarkdownDocument): readonly TaskItem[] =>
  sections(doc).flatMap((section) => section.nodes.flatMap((node) => itemsIn(node, { doc, section })));

interface Scene {
  readonly doc: MarkdownDocument;
  readonly section: Section;
}

const itemsIn = (node: Nodes, scene: Scene): readonly TaskItem[] => {
  if (node.type === "list") return node.children.flatMap((item) => itemsOf(item, scene));
  if (node.type === "blockquote" || node.type === "footnoteDefinition")
    return node.children.flatMap((child) => itemsIn(child, scene));
  return [];
};

const itemsOf = (item: ListItem, scene: Scene): readonly TaskItem[] => {
  const below = item.children.flatMap((child) => itemsIn(child, scene));
  const own = taskOf(item, scene);
  return own === undefined ? below : [{ ...own, children: below }];
};

const taskOf = (item: ListItem, { doc, section }: Scene): Omit<TaskItem, "children"> | undefined => {
  const first = item.children.find(isParagraph);
  const start = item.position?.start;
  if (typeof item.checked !== "boolean" || first === undefined || start === undefined) return undefined;
  const shown = first.children.filter((child) => child.type !== "html" || !isComment(child.value));
  const comment = commentOf(first);
  return {
    checked: item.checked,
    text: plainText(shown),
    raw: rawOf(shown, doc),
    line: start.line,
    column: start.column,
    offset: boxOffset(first, doc),
    heading: section,
    ...(comment === undefined ? {} : { comment }),
  };
};

/** Definitions may stand before the paragraph that holds the box. */
const isParagraph = (node: Nodes): node is Paragraph => node.type === "paragraph";

/** The parser moves a paragraph's start behind the box only where text follows it at once; otherwise it begins with the box. */
const boxOffset = ({ children: [head], position }: Paragraph, { text }: MarkdownDocument): number => {
  const start = position?.start.offset ?? 0;
  const startsBehindBox = head?.position?.start.offset === start;
  return startsBehindBox ? text.lastIndexOf("]", start - 1) - 1 : start + 1;
};

const rawOf = (shown: readonly PhrasingContent[], doc: MarkdownDocument): string =>
  shown
    .map(({ position }) => doc.text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0))
    .join("")
    .trim();

const isComment = (html: string): boolean => html.startsWith("<!--");

/** The comment that speaks to Gatehouse, or else the first one. */
const commentOf = (paragraph: Paragraph): ItemComment | undefined => {
  const comments = paragraph.children.flatMap((child): readonly ItemComment[] => {
    if (child.type !== "html" || !isComment(child.value) || child.position === undefined) return [];
    const value = child.value.replace(/^<!--/u, "").replace(/-->$/u, "");
    return [{ value, line: child.position.start.line, column: child.position.start.column }];
  });
  return comments.find(({ value }) => /^\s*gate:/u.test(value)) ?? comments[0];
};
