import { describe, expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { filled } from "../../src/markdown/filled.ts";

const SIZE = 65_536;
const STEP = "- [ ] **Tell** the `people` of [it](https://example.org/a)\n";
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

  test.each([
    { title: "lines of code", source: `\`\`\`\n${"a\n".repeat(20_000)}`, because: "20,000 lines", line: 20_001 },
    { title: "characters", source: "word ".repeat(60_000), because: "250,000 characters", line: 1 },
    { title: "list items", source: "- a\n".repeat(15_000), because: "12,000 list items" },
    { title: "lists in lists", source: "- - - - - - a\n".repeat(4000), because: "12,000 list items" },
    { title: "underlined headings", source: "a\n=\n".repeat(8000), because: "12,000 list items" },
    { title: "lines of a quote without its mark", source: `> a\n${"a\n".repeat(8000)}`, because: "12,000 list items" },
    { title: "links in paragraphs of their own", source: "[a](b)\n\n".repeat(7000), because: "12,000 list items" },
    {
      title: "words in cells",
      source: `${"|a".repeat(30_000)}|\n${"|-".repeat(30_000)}|\n`,
      because: "12,000 list items",
    },
  ])("refuses more $title than anybody reads", ({ source, because, line }) => {
    const { refused, root } = parseMarkdown(source);
    expect(refused?.reason).toContain(because);
    if (line !== undefined) expect(refused?.line).toBe(line);
    expect(root.children).toEqual([]);
  });

  test.each([
    { title: "a procedure of 1,500 steps in 150 phases", source: `## Phase\n\n${STEP.repeat(10)}\n`.repeat(150) },
    { title: "200 KB of prose", source: `${"Words that somebody wrote. ".repeat(40)}\n\n`.repeat(190) },
    { title: "a table of a thousand rows", source: `|a|b|c|\n|-|-|-|\n${"|one|`two`|[three](b)|\n".repeat(1000)}` },
  ])("takes $title", ({ source }) => {
    expect(parseMarkdown(source).refused).toBeUndefined();
  });

  test.each([
    { title: "words behind an open bracket", line: `[${"a ".repeat(3000)}`, before: "www.a.b " },
    { title: "comments that do not end", line: "a <!-- ".repeat(300), before: "www.a.b " },
    {
      title: "code that does not end",
      line: Array.from({ length: 300 }, (_, n) => "`".repeat(n + 1)).join(" "),
      before: "www.a.b ",
    },
    { title: "punctuation in an address", line: `http://a.b/${"!".repeat(300)}x`, before: "" },
  ])(
    "reads what follows too many $title in a line as plain characters, and the next line as ever",
    ({ line, before }) => {
      expect(addressesIn(`${before}${line} www.c.d\n\nwww.e.f`)).toEqual([
        ...(before === "" ? [] : ["http://www.a.b"]),
        "http://www.e.f",
      ]);
    },
  );

  test("reads an address with all the punctuation that people write", () => {
    const address = `http://a.b/${"c=1&d_e=2;".repeat(40)}x`;
    expect(addressesIn(`See ${address}, please.`)).toEqual([address]);
  });

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

function addressesIn(source: string): readonly string[] {
  return parseMarkdown(source).root.children.flatMap((node) =>
    node.type === "paragraph" ? node.children.flatMap((child) => (child.type === "link" ? [child.url] : [])) : [],
  );
}
