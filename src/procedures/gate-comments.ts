import type { Html, Nodes } from "mdast";
import type { MarkdownDocument } from "../markdown/document.ts";
import type { Comment } from "./gate-comment.ts";
import { isGateComment } from "./gate-comment.ts";
import { positions } from "./position.ts";

/** Comments that carry settings, by the line on which their heading or task item begins; 0 where there is none. */
export type GateComments = ReadonlyMap<number, readonly Comment[]>;

/** Finds every `<!-- gate: … -->` that is a comment to GitHub, too: not in code. */
export const gateComments = (document: MarkdownDocument): GateComments => {
  const found = new Map<number, Comment[]>();
  for (const { owner, comment } of ownedComments(document)) {
    if (!isGateComment(comment.text)) continue;
    const own = found.get(owner);
    if (own === undefined) found.set(owner, [comment]);
    else own.push(comment);
  }
  return found;
};

/** Any comment, and the line on which its heading or task item begins; 0 where there is none. */
interface OwnedComment {
  readonly owner: number;
  readonly comment: Comment;
}

/** Every HTML comment of the document, whoever it is meant for. */
export const ownedComments = ({ root, text }: MarkdownDocument): readonly OwnedComment[] => {
  const place = positions(text);
  const found: OwnedComment[] = [];
  walk(root, 0, (html, owner) => {
    const start = html.position?.start.offset ?? 0;
    for (const { text: comment, offset } of commentsIn(sourceOf(html, text)))
      found.push({ owner, comment: { text: comment, at: place(start + offset) } });
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
