import type { Html, Nodes } from "mdast";
import type { MarkdownDocument } from "../markdown/document.ts";
import type { Comment } from "./gate-comment.ts";
import { isGateComment } from "./gate-comment.ts";
import { positions } from "./position.ts";

/** Comments that carry settings, by the line on which their heading or task item begins; 0 where there is none. */
export type GateComments = ReadonlyMap<number, readonly Comment[]>;

/** Finds every `<!-- gate: … -->` that is a comment to GitHub, too: not in code. */
export const gateComments = ({ root, text }: MarkdownDocument): GateComments => {
  const place = positions(text);
  const found = new Map<number, readonly Comment[]>();
  walk(root, 0, (html, owner) => {
    const start = html.position?.start.offset ?? 0;
    const comments = commentsIn(sourceOf(html, text))
      .filter(({ text: comment }) => isGateComment(comment))
      .map(({ text: comment, offset }) => ({ text: comment, at: place(start + offset) }));
    if (comments.length > 0) found.set(owner, [...(found.get(owner) ?? []), ...comments]);
  });
  return found;
};

/** As it is written, because the parser drops the indentation of later lines; in a quote its `>` must be dropped, though. */
const sourceOf = ({ value, position }: Html, text: string): string => {
  const written = text.slice(position?.start.offset, position?.end.offset);
  return written.replaceAll(/\s/gu, "") === value.replaceAll(/\s/gu, "") ? written : value;
};

/** By hand, because a pattern would look for the end of each of thousands of comments that are never closed. */
const commentsIn = (html: string): readonly { readonly text: string; readonly offset: number }[] => {
  const found = [];
  for (let offset = html.indexOf("<!--"); offset !== -1;) {
    const end = html.indexOf("-->", offset + 4);
    if (end === -1) break;
    found.push({ text: html.slice(offset, end + 3), offset });
    offset = html.indexOf("<!--", end + 3);
  }
  return found;
};

const walk = (node: Nodes, owner: number, visit: (html: Html, owner: number) => void): void => {
  if (node.type === "html") visit(node, owner);
  if (!("children" in node)) return;
  const next = isOwner(node) ? (node.position?.start.line ?? owner) : owner;
  for (const child of node.children) walk(child, next, visit);
};

const isOwner = (node: Nodes): boolean =>
  node.type === "heading" || (node.type === "listItem" && typeof node.checked === "boolean");
