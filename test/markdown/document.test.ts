import { describe, expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { filled } from "../../src/markdown/filled.ts";

const SIZE = 65_536;
const fill = (part: string): string => part.repeat(Math.floor(SIZE / part.length));

describe("parseMarkdown", () => {
  test.each([
    { title: "byte-order mark", source: "\uFEFF# a\n", text: "# a\n" },
    { title: "CRLF", source: "# a\r\n\r\nb\r\n", text: "# a\n\nb\n" },
    { title: "lone CR", source: "# a\r\rb", text: "# a\n\nb" },
    { title: "emoji and right-to-left text", source: "# 🚀 خطة\n", text: "# 🚀 خطة\n" },
  ])("$title: normalised, lines kept", ({ source, text }) => {
    const doc = parseMarkdown(source);
    expect(doc.text).toBe(text);
    expect(doc.root.children[0]?.type).toBe("heading");
    expect(doc.root.position?.end.line).toBe(source.split(/\r\n|\r|\n/u).length);
  });

  test.each([
    { title: "quotes", source: ">".repeat(10_000) },
    { title: "spaced quotes", source: "> ".repeat(10_000) },
    { title: "bullets", source: `${"- ".repeat(10_000)}a` },
    { title: "numbers", source: `${"1. ".repeat(10_000)}a` },
    { title: "a list that goes deeper by line", source: nested(300) },
  ])("refuses bottomless $title instead of overflowing the stack", ({ source }) => {
    const doc = parseMarkdown(`# Rollback plan\n\nfine words\n\n${source}`);
    expect(doc.refused?.reason).toContain("deep");
    expect(doc.refused?.line).toBeGreaterThanOrEqual(5);
    expect(filled({ allNodes: doc.root.children, line: 1 }).filled).toBe(false);
  });

  test("takes the nesting people write", () => {
    expect(parseMarkdown(nested(30)).refused).toBeUndefined();
  });

  test.each(["[", "![", "*a", "_a ", "~a", "[a]", "[a](", "[^a]", "[a ", "x <!-- ", "x <? ", "<", "`", "\\", "&amp;"])(
    "reads 64 KB of %j without refusing or throwing",
    (part) => {
      expect(parseMarkdown(fill(part)).refused).toBeUndefined();
    },
  );

  test("reads the first thousand marks of a paragraph as GitHub does, and counts anew in the next", () => {
    const doc = parseMarkdown(`${"*a* ".repeat(400)}\n\n${"*b* ".repeat(400)}\n`);
    const counts = doc.root.children.map((node) =>
      "children" in node ? node.children.filter(({ type }) => type === "emphasis").length : 0,
    );
    expect(counts).toEqual([400, 400]);
  });
});

function nested(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${"  ".repeat(level)}- a`).join("\n");
}
