import type { Nodes } from "mdast";
import { toString } from "mdast-util-to-string";

/** The words people read of an inline text on one line: comments and tags are none, and a line break of either kind is a space. */
export const plainText = (nodes: readonly Nodes[]): string => nodes.map(words).join("").replaceAll(/\s+/gu, " ").trim();

const words = (node: Nodes): string => {
  if (node.type === "break" || (node.type === "html" && /^<br[\s/>]/iu.test(node.value))) return " ";
  if (node.type === "html") return "";
  return "children" in node ? node.children.map(words).join("") : toString(node);
};
