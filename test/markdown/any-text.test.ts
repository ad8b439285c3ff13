import { expect, test } from "@jest/globals";
import { setBox } from "../../src/markdown/boxes.ts";
import { commandLines } from "../../src/markdown/commands.ts";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { fields, tables } from "../../src/markdown/fields.ts";
import { filled } from "../../src/markdown/filled.ts";
import { placeholdersIn } from "../../src/markdown/placeholders.ts";
import { bare, findSection, sections } from "../../src/markdown/sections.ts";
import { slug } from "../../src/markdown/slug.ts";
import { taskItems, type TaskItem } from "../../src/markdown/tasks.ts";
import { fc } from "../properties.ts";

/** Markdown as nobody writes it: marks and words of all scripts in any order, with any line ends. */
const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "- ",
        "* ",
        "1. ",
        "> ",
        "# ",
        "[ ] ",
        "[x] ",
        "[\t] ",
        "**",
        "`",
        "```\n",
        "<!-- ",
        " -->",
        "<b>",
        "| a | b |\n|--|--|\n",
        "[a]",
        "(b)",
        "<details>\n",
        "/gate ",
        "  ",
        "    ",
        "\\",
      ),
      fc.constantFrom("\n", "\n\n", "\r\n", "\r", "\t", "\uFEFF", "\u00A0"),
      fc.constantFrom("words", "Owner:", "TBD", "None", "日本語。", "خطة", "🚀", "👩‍👩‍👧", "\uD800", "why?"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(""));

const flat = (items: readonly TaskItem[]): readonly TaskItem[] =>
  items.flatMap((item) => [item, ...flat(item.children)]);
const boxesOf = (text: string) => flat(taskItems(parseMarkdown(text))).toSorted((a, b) => a.offset - b.offset);

test("every reader of Markdown takes any text", () => {
  fc.assert(
    fc.property(markdown, markdown, (text, other) => {
      const doc = parseMarkdown(text);
      const whole = { allNodes: doc.root.children, line: 1 };
      const lines = doc.text.split("\n").length;
      const result = filled(whole, { template: { allNodes: parseMarkdown(other).root.children } });
      expect(result.filled || (result.line >= 1 && result.line <= lines)).toBe(true);
      for (const { line } of [...placeholdersIn(doc), ...fields(whole), ...commandLines(text), ...sections(doc)])
        expect(line).toBeLessThanOrEqual(lines);
      expect(tables(whole)).toBeInstanceOf(Array);
      expect(bare(text)).toBe(bare(bare(text)));
      expect(slug(text)).not.toBe("");
      expect(findSection(doc, [text])?.depth).not.toBe(0);
    }),
    { numRuns: 1000 },
  );
});

test("a text is never filled in against itself as the template", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const { allNodes } = { allNodes: parseMarkdown(text).root.children };
      expect(filled({ allNodes, line: 1 }, { template: { allNodes } }).filled).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test("a box's offset points into its brackets, and setting it flips that box alone", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const source = `- [ ] first\n\n${text}\n\n- [x] last\n`;
      const items = boxesOf(source);
      const { text: read } = parseMarkdown(source);
      for (const [index, { offset, checked }] of items.entries()) {
        expect(read.slice(offset - 1, offset + 2)).toMatch(/^\[[ \t\nxX]\]$/u);
        const states = boxesOf(setBox(source, offset, !checked)).map((item) => item.checked);
        expect(states).toEqual(items.map((item, at) => (at === index ? !item.checked : item.checked)));
      }
    }),
    { numRuns: 500 },
  );
});
