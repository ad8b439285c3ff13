import type { Nodes } from "mdast";
import type { MarkdownDocument } from "../markdown/document.ts";
import { readMarkdown } from "./reading.ts";

/** The source of a Markdown text without its HTML comments, which readers on GitHub don't see. */
export const visibleText = (source: string): string => {
  const document = readMarkdown(source);
  const known = visible.get(document) ?? withoutComments(document);
  visible.set(document, known);
  return known;
};

const visible = new WeakMap<MarkdownDocument, string>();

const withoutComments = ({ text, root }: MarkdownDocument): string =>
  htmlIn(root).reduceRight((shown, { from, to }) => {
    const html = shown.slice(from, to).replaceAll(/<!--[\s\S]*?(?:-->|$)/gu, " ");
    return shown.slice(0, from) + html + shown.slice(to);
  }, text);

interface Range {
  readonly from: number;
  readonly to: number;
}

const htmlIn = (node: Nodes): readonly Range[] => {
  if (node.type === "html") return [{ from: node.position?.start.offset ?? 0, to: node.position?.end.offset ?? 0 }];
  return "children" in node ? node.children.flatMap(htmlIn) : [];
};
