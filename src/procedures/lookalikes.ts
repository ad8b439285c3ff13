import type { ListItem, Nodes, Paragraph, Text } from "mdast";
import type { MarkdownDocument } from "../markdown/document.ts";
import type { Finding } from "./finding.ts";
import { isMistypedGateComment } from "./gate-comment.ts";
import { ownedComments } from "./gate-comments.ts";
import { positions } from "./position.ts";
import { shorten } from "./show.ts";
import { ungatedComments } from "./ungated-comments.ts";

/** What its author takes for settings or for a step, and what is neither: nobody would miss it before the gate is green. */
export const lookalikes = (document: MarkdownDocument, file: string): readonly Finding[] => [
  ...mistypedComments(document, file),
  ...ungatedComments(document, file),
  ...openComments(document, file),
  ...brokenBoxes(document, file),
];

const mistypedComments = (document: MarkdownDocument, file: string): readonly Finding[] =>
  ownedComments(document)
    .filter(({ owner, comment }) => owner !== 0 && isMistypedGateComment(comment.text))
    .map(({ comment: { text, at } }) => ({
      code: "procedure/mistyped-comment",
      severity: "error",
      message: `\`${shorten(text)}\` is not read as settings. Write \`<!-- gate: { … } -->\` with the word \`gate\` and a colon; a comment for people begins with another word.`,
      file,
      ...at,
    }));

/** Without its `-->` a comment is text to GitHub, or makes a comment of all that follows. */
const openComments = ({ root, text }: MarkdownDocument, file: string): readonly Finding[] => {
  const place = positions(text);
  return leaves(root).flatMap(({ position }) => {
    const start = position?.start.offset ?? 0;
    const source = text.slice(start, position?.end.offset ?? start);
    const closed = source.lastIndexOf("-->") + 1;
    const at = source.slice(closed).search(OPEN_COMMENT);
    if (at === -1) return [];
    return [{ code: "procedure/open-comment", severity: "error", message: OPEN, file, ...place(start + closed + at) }];
  });
};

const OPEN = "This `gate` comment is not closed, so it is not read as settings. End it with `-->`.";

const OPEN_COMMENT = /(?<!\\)<!--\s*gate/iu;

const leaves = (node: Nodes): readonly Nodes[] => {
  if ("children" in node) return node.children.flatMap(leaves);
  return node.type === "text" || node.type === "html" ? [node] : [];
};

const brokenBoxes = ({ root, text }: MarkdownDocument, file: string): readonly Finding[] => {
  const lines = text.split("\n");
  return brokenIn(root).map(({ line, written }) => ({
    code: "procedure/broken-box",
    severity: "warning",
    message: `\`${shorten(written)}\` looks like a box, but GitHub shows none, so it is no step. Write \`- [ ] \` with a space after \`-\`, one between the brackets and one behind them, then the text.`,
    file,
    line,
    column: Math.max(0, lines[line - 1]?.indexOf(written) ?? 0) + 1,
  }));
};

interface Broken {
  readonly line: number;
  /** The line of the text that looks like a box. */
  readonly written: string;
}

const brokenIn = (node: Nodes): readonly Broken[] => {
  const own = node.type === "paragraph" ? linesOf(node).filter(({ written }) => GLUED_BULLET.test(written)) : [];
  const item = node.type === "listItem" ? brokenItem(node) : [];
  const below = "children" in node ? node.children.flatMap(brokenIn) : [];
  return [...own, ...item, ...below];
};

/** `-[ ] text`, where the missing space keeps it from being a list item. */
const GLUED_BULLET = /^(?:[-*+]|\d{1,9}[.)])\[[ xX]?\](?![[(:])/u;

/** `- [] text`, `- [  ] text` and `- [x]text`: list items without a box. */
const NOT_QUITE_A_BOX = /^\[[ xX]{0,3}\](?![[(:])/u;

const brokenItem = ({ checked, children: [first] }: ListItem): readonly Broken[] =>
  typeof checked === "boolean" || first?.type !== "paragraph"
    ? []
    : linesOf(first)
        .slice(0, 1)
        .filter(({ written }) => NOT_QUITE_A_BOX.test(written));

/** The lines of a paragraph that begin with plain text. */
const linesOf = ({ children }: Paragraph): readonly Broken[] =>
  children.flatMap((child, index) => (child.type === "text" ? textLines(child, index === 0) : []));

const textLines = ({ value, position }: Text, first: boolean): readonly Broken[] => {
  const start = position?.start.line ?? 1;
  const lines = value.split("\n").map((written, index) => ({ line: start + index, written: written.trim() }));
  return first ? lines : lines.slice(1);
};
