import type { Heading, Paragraph, RootContent } from "mdast";
import { toString } from "mdast-util-to-string";
import type { MarkdownDocument } from "./document.ts";
import { plainText } from "./plain.ts";

/** A heading with what stands under it. */
export interface Section {
  /** Plain text; empty for what stands before the first heading. */
  readonly heading: string;
  /** 1 to 6; 0 before the first heading; 7 for a bold line that serves as a heading. */
  readonly depth: number;
  /** Line of the heading, 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Content before the next heading of any depth. */
  readonly nodes: readonly RootContent[];
  /** Content through the sub-headings, which are part of it. */
  readonly allNodes: readonly RootContent[];
  /** Source of `allNodes`. */
  readonly text: string;
}

const BOLD_DEPTH = 7;

interface Mark {
  readonly index: number;
  readonly heading: string;
  readonly depth: number;
  readonly line: number;
}

/** Every section in reading order. A bold line alone counts as a heading below all others. */
export const sections = (doc: MarkdownDocument): readonly Section[] => {
  const nodes = doc.root.children;
  const marks: readonly Mark[] = [
    { index: -1, heading: "", depth: 0, line: 1 },
    ...nodes.flatMap((node, index) => markOf(node, index) ?? []),
  ];
  return marks.map((mark, at) => {
    const next = marks[at + 1]?.index ?? nodes.length;
    const end = mark.depth === 0 ? next : endOf(marks, at, nodes.length);
    const allNodes = nodes.slice(mark.index + 1, end);
    return {
      heading: mark.heading,
      depth: mark.depth,
      line: mark.line,
      endLine: allNodes.at(-1)?.position?.end.line ?? mark.line,
      nodes: nodes.slice(mark.index + 1, next),
      allNodes,
      text: sourceOf(doc, allNodes),
    };
  });
};

/** Index of the node that begins the next section of the same or a higher level. */
const endOf = (marks: readonly Mark[], at: number, last: number): number => {
  const own = marks[at]?.depth ?? 0;
  for (let next = at + 1; next < marks.length; next += 1) {
    const mark = marks[next];
    if (mark !== undefined && mark.depth <= own) return mark.index;
  }
  return last;
};

/**
 * The first section with one of these headings, however it is decorated: case, emoji, numbers and punctuation don't count,
 * nor does a remark in brackets behind it ("Rollback plan (required)") unless another heading fits without one.
 */
export const findSection = (doc: MarkdownDocument, names: readonly string[]): Section | undefined => {
  const wanted = new Set(names.map(bare).filter((name) => name !== ""));
  const headed = sections(doc).filter(({ depth }) => depth > 0);
  return (
    headed.find(({ heading }) => wanted.has(bare(heading))) ??
    headed.find(({ heading }) => wanted.has(bare(heading.replace(/[([（][^()[\]（）]*[)\]）]\W*$/u, ""))))
  );
};

/** A heading reduced to its words: "3. 🚀 Rollback plan:" and ":rocket: Rollback plan" are "rollback plan". */
export const bare = (heading: string): string =>
  heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/:[a-z0-9_+-]+:/gu, " ")
    .replaceAll(/(?:[^\p{L}\p{M}\p{N}]|[\uFE0F\u20E3])+/gu, " ")
    .trim()
    .replace(/^(?:\d+ )+(?=\p{L})/u, "");

const markOf = (node: RootContent, index: number): Mark | undefined => {
  const line = node.position?.start.line ?? 1;
  if (node.type === "heading") return { index, heading: headingText(node), depth: node.depth, line };
  if (node.type === "paragraph" && isBoldLine(node))
    return { index, heading: toString(node).trim().replace(/:$/u, ""), depth: BOLD_DEPTH, line };
  return undefined;
};

/** Words of a heading without the comments in it. */
const headingText = (node: Heading): string => plainText(node.children);

const isBoldLine = ({ children }: Paragraph): boolean => {
  const shown = children.filter((child) => child.type !== "html" && toString(child).trim() !== "");
  const [only, colon] = shown;
  if (only?.type !== "strong" || toString(only).trim() === "") return false;
  return (
    shown.length === 1 ||
    (shown.length === 2 && colon !== undefined && toString(colon).trim() === ":" && only !== colon)
  );
};

const sourceOf = ({ text }: MarkdownDocument, nodes: readonly RootContent[]): string =>
  text.slice(nodes[0]?.position?.start.offset ?? 0, nodes.at(-1)?.position?.end.offset ?? 0);
