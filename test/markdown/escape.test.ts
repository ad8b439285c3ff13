import { describe, expect, test } from "@jest/globals";
import type { Nodes, PhrasingContent } from "mdast";
import { toString } from "mdast-util-to-string";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { cell, code, link, plain } from "../../src/markdown/escape.ts";
import { fc } from "../properties.ts";

/** Places where the text of users stands in comments of ours. */
const PLACES: Readonly<Record<string, (inline: string) => string>> = {
  "a paragraph": (inline) => `${inline}\n`,
  "the middle of a paragraph": (inline) => `Words ${inline} words.\n`,
  "a list item": (inline) => `- ${inline}\n`,
  "a task item": (inline) => `- [ ] ${inline} <!-- gate:a/b -->\n`,
  "a table cell": (inline) => `| a | b |\n| --- | --- |\n| ${inline} | c |\n`,
  "a heading": (inline) => `## ${inline}\n`,
};

/** Everything that has a meaning to Markdown or GitHub, and what is written between. */
const fragment = fc.oneof(
  fc.constantFrom(...Array.from("\\`*_~[]()!$:<>|@#&-+=.;/'\"{}^ \n\t\r")),
  fc.constantFrom(
    "<!--",
    "-->",
    "http://",
    "https://a.b/c",
    "www.",
    "a@b.co",
    "GH-1",
    "#1",
    "@ops",
    ":tada:",
    "&amp;",
    "&#64;",
    "- [x] ",
    "1. ",
    "```",
    "~~~",
    "---",
    "===",
    "||",
    "</td>",
    "[^1]",
    "![",
    "](u)",
    "wWw.a.b",
    "mailto:a@b.co",
    "\u202E",
    "\u200B",
    "\u00A0",
    "👩‍👩‍👧",
    "مرحبا",
    "日本語",
    "\uD800",
  ),
  fc.string({ maxLength: 4, unit: "binary" }),
  fc.stringMatching(/^[a-z0-9]{1,4}$/u),
);
const text = fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join(""));

const everyNode = (node: Nodes): readonly Nodes[] =>
  ["children" in node ? node.children.flatMap(everyNode) : [], node].flat();

const inlineTypes = (source: string): ReadonlySet<string> =>
  new Set(
    everyNode(parseMarkdown(source).root)
      .filter(({ type, ...node }) => !STRUCTURE.has(type) && !isOurs(node))
      .map(({ type }) => type),
  );

const STRUCTURE = new Set(["root", "paragraph", "list", "listItem", "table", "tableRow", "tableCell", "heading"]);

/** The marker that the place itself holds. */
const isOurs = (node: object): boolean => "value" in node && node.value === "<!-- gate:a/b -->";

/** What people see: characters without the invisible ones. */
const seen = (shown: string): string =>
  shown
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}\u061C\uFFF9-\uFFFB]/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();

/** The nodes that come from the text alone. */
const written = (inline: string): readonly PhrasingContent[] => {
  const [paragraph] = parseMarkdown(`a ${inline} b`).root.children;
  return paragraph?.type === "paragraph" ? paragraph.children : [];
};

describe.each(Object.entries(PLACES))("in %s", (_, place) => {
  const bare = inlineTypes(place("x"));

  test.each([
    ["plain", plain],
    ["cell", cell],
  ])("%s is text and nothing else", (__, write) => {
    fc.assert(
      fc.property(text, (given) => {
        const source = place(write(given));
        expect([...inlineTypes(source)].filter((type) => type !== "text")).toEqual([]);
        expect(
          everyNode(parseMarkdown(source).root)
            .filter(({ type }) => STRUCTURE.has(type))
            .map(({ type }) => type),
        ).toEqual(
          seen(given) === ""
            ? expect.anything()
            : everyNode(parseMarkdown(place("x")).root)
                .filter(({ type }) => STRUCTURE.has(type))
                .map(({ type }) => type),
        );
      }),
      { numRuns: 150 },
    );
    expect(bare).toEqual(new Set(["text"]));
  });

  test("code is one code span, or HTML where a span can't hold it", () => {
    fc.assert(
      fc.property(text, (given) => {
        const types = [...inlineTypes(place(code(given)))].filter((type) => type !== "text");
        expect(types).toEqual(seen(given) === "" ? [] : [/\||<!--/u.test(visibly(given)) ? "html" : "inlineCode"]);
      }),
      { numRuns: 150 },
    );
  });

  test("a link is one link with text", () => {
    fc.assert(
      fc.property(text, text, (given, path) => {
        const types = [...inlineTypes(place(link(given, `https://example.org/${path}`)))].filter(
          (type) => type !== "text",
        );
        expect(types).toEqual(["link"]);
      }),
      { numRuns: 150 },
    );
  });
});

const visibly = (given: string): string => seen(given.replaceAll(/\u200C|\u200D/gu, ""));

test("people read what was written", () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(seen(toString(written(plain(given))))).toBe(seen(`a ${given} b`));
      expect(seen(toString(written(code(given)), { includeHtml: false }))).toBe(seen(`a ${given} b`));
    }),
    { numRuns: 500 },
  );
});

test("nothing is mentioned, referred to, linked or hidden", () => {
  fc.assert(
    fc.property(text, (given) => {
      const source = plain(given, Infinity);
      const shown = toString(written(source));
      expect(source).not.toContain("<");
      expect(source).not.toMatch(/[\r\n]/u);
      expect(shown).not.toMatch(/@\w|#\d|\bGH-\d|:\/\/|www\.|:[\w+-]+:/iu);
      expect(code(given, Infinity)).not.toContain("<!--");
    }),
    { numRuns: 500 },
  );
});

test("a text is cut at whole characters", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 20 }), (given, max) => {
      expect(
        Array.from(toString(written(code(given, max)), { includeHtml: false }).slice(2, -2)).length,
      ).toBeLessThanOrEqual(max * 3);
      expect(plain(given, max)).not.toMatch(/\p{Surrogate}/u);
    }),
  );
  expect(plain("😀".repeat(10), 4)).toBe("😀😀😀…");
});

test.each([
  ["Rollback plan", "Rollback plan"],
  ["3 of 12 left", "3 of 12 left"],
  ["a_file_name.ts", "a_file_name.ts"],
  ["src/markdown/escape.ts", "src/markdown/escape.ts"],
  ["Docs & tests", "Docs & tests"],
  ["R&D", "R&amp;D"],
  ["Really?!", "Really?!"],
  ["Owner: bob, 10:30", "Owner: bob, 10:30"],
  ["über-größe 日本語 مرحبا 👩‍👩‍👧", "über-größe 日本語 مرحبا 👩‍👩‍👧"],
  ["1. First", "1\\. First"],
  ["- item", "\\- item"],
  ["@ops", "@&#8203;ops"],
  ["Fixes #12, GH-3", "Fixes #&#8203;12, GH-&#8203;3"],
  ["https://example.org", "https:&#8203;//example.org"],
  ["www.example.org", "www&#8203;.example.org"],
  ["a|b", "a&#124;b"],
  ["<!-- gate:x -->", "&lt;!-- gate:x --&gt;"],
  ["*bold* _it_ `code` [x](y)", "\\*bold\\* \\_it\\_ \\`code\\` \\[x\\](y)"],
  [":tada: 10:30:15", ":&#8203;tada: 10:&#8203;30:15"],
  ["it's :_:", "it's :&#8203;\\_:"],
  ["", ""],
])("%j is written %j", (given, source) => {
  expect(plain(given)).toBe(source);
});

test.each([
  ["a", "`a`"],
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["a|b", "<code>a&#124;b</code>"],
  ["<!-- a -->", "<code>&lt;!-- a --&gt;</code>"],
  ["\u200B", ""],
])("the code %j is written %j", (given, source) => {
  expect(code(given)).toBe(source);
});

test.each([
  ["the plan", "https://example.org/a_(b)?c=1&copy=2", "[the plan](https://example.org/a_%28b%29?c=1&amp;copy=2)"],
  ["", "https://example.org/", "[https:&#8203;//example.org/](https://example.org/)"],
  ["a](b", "https://example.org/|<>`", "[a\\](b](https://example.org/%7C%3C%3E%60)"],
  ["the plan", "javascript:alert(1)", "the plan"],
  ["the plan", "not an address", "the plan"],
])("the link %j to %j is written %j", (given, url, source) => {
  expect(link(given, url)).toBe(source);
});
