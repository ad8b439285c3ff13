import { describe, expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { findSection, sections } from "../../src/markdown/sections.ts";

describe("findSection", () => {
  test.each([
    "## Rollback plan",
    "# ROLLBACK PLAN",
    "### 3. Rollback plan:",
    "## 🔙 Rollback plan",
    "## :rewind: Rollback plan",
    "## 3️⃣ Rollback plan",
    "## **Rollback** _plan_",
    "## [Rollback plan](https://example.com)",
    "## `Rollback` plan ##",
    "## Rollback plan <!-- required -->",
    "## Rollback-plan!",
    "## Rollback plan (required)",
    "**Rollback plan**",
    "**Rollback plan:**",
    "**Rollback plan**:",
    "Rollback plan\n=============",
    "Rollback plan\n---",
  ])("%s", (heading) => {
    const doc = parseMarkdown(`intro\n\n${heading}\n\nRevert it.\n`);
    const found = findSection(doc, ["rollback plan"]);
    expect(found?.text).toBe("Revert it.");
    expect(found?.line).toBe(3);
  });

  test.each([
    "## Rollback planning",
    "Rollback plan",
    "**Rollback plan** is below",
    "```\n## Rollback plan\n```",
    "<!--\n## Rollback plan\n-->",
    "    ## Rollback plan",
    "#Rollback plan",
  ])("not %j", (heading) => {
    expect(findSection(parseMarkdown(`${heading}\n\nRevert it.\n`), ["Rollback plan"])).toBeUndefined();
  });

  test("prefers the heading without a remark", () => {
    const doc = parseMarkdown("## Plan (old)\n\na\n\n## Plan\n\nb\n");
    expect(findSection(doc, ["plan"])?.text).toBe("b");
  });

  test("names without words find nothing", () => {
    expect(findSection(parseMarkdown("## 🚀\n\na\n"), ["", "🎯"])).toBeUndefined();
  });
});

describe("sections", () => {
  test("direct content, content through sub-headings, and where each ends", () => {
    const doc = parseMarkdown("intro\n\n# A\n\na\n\n## B\n\nb\n\n**C**\n\nc\n\n# D\n");
    expect(
      sections(doc).map(({ heading, depth, line, endLine, nodes, allNodes }) => [
        heading,
        depth,
        line,
        endLine,
        nodes.length,
        allNodes.length,
      ]),
    ).toEqual([
      ["", 0, 1, 1, 1, 1],
      ["A", 1, 3, 13, 1, 5],
      ["B", 2, 7, 13, 1, 3],
      ["C", 7, 11, 13, 1, 1],
      ["D", 1, 15, 15, 0, 0],
    ]);
  });

  test("sixteen thousand headings", () => {
    expect(sections(parseMarkdown("# a\n".repeat(16_000)))).toHaveLength(16_001);
  });
});
