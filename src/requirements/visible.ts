import type { Nodes } from "mdast";
import { parseMarkdown } from "../markdown/document.ts";

/** The source of a Markdown text without its HTML comments, which readers on GitHub don't see. */
export const visibleText = (source: string): string => {
  const { text, root } = parseMarkdown(source);
  return htmlIn(root).reduceRight((shown, { from, to }) => {
    const html = shown.slice(from, to).replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, " ");
    return shown.slice(0, from) + html + shown.slice(to);
  }, text);
};

interface Range {
  readonly from: number;
  readonly to: number;
}

const htmlIn = (node: Nodes): readonly Range[] => {
  if (node.type === "html") return [{ from: node.position?.start.offset ?? 0, to: node.position?.end.offset ?? 0 }];
  return "children" in node ? node.children.flatMap(htmlIn) : [];
};
