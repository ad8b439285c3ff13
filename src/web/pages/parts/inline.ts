import { fromMarkdown } from "mdast-util-from-markdown";
import type { PhrasingContent, RootContent } from "mdast";

/** A piece of a line. */
export type Inline =
  | { readonly is: "text" | "code"; readonly text: string }
  | { readonly is: "strong"; readonly parts: readonly Inline[] }
  | { readonly is: "link"; readonly href: string; readonly parts: readonly Inline[] };

/**
 * A line of Markdown that we wrote for GitHub, as pieces. Other people's words in it were escaped when it was written; should some not have
 * been, they can become bold or a link here, and nothing else.
 */
export const inlineOf = (markdown: string): readonly Inline[] =>
  fromMarkdown(markdown.replaceAll(/\s+/gu, " ").trim()).children.flatMap(piecesOf);

const piecesOf = (node: RootContent | PhrasingContent): readonly Inline[] => {
  if (node.type === "strong") return [{ is: "strong", parts: node.children.flatMap(piecesOf) }];
  if (node.type === "link") return [{ is: "link", href: node.url, parts: node.children.flatMap(piecesOf) }];
  if ("children" in node) return node.children.flatMap(piecesOf);
  if (!("value" in node) || (node.type === "html" && CODE.test(node.value))) return [];
  return [{ is: node.type === "inlineCode" ? "code" : "text", text: shown(node.value) }];
};

/** What can't stand between backticks stands between these, which add nothing to the words. */
const CODE = /^<\/?code>$/u;

/** What we put in to stop GitHub from mentioning people. */
const shown = (text: string): string => text.replaceAll("\u200B", "");
