import { describe, expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { placeholdersIn } from "../../src/markdown/placeholders.ts";

const found = (text: string) =>
  placeholdersIn(parseMarkdown(text)).map(({ text: prompt, line }) => `${line}: ${prompt}`);

describe("placeholders of a whole file", () => {
  test("are listed in reading order", () => {
    expect(
      found("# Plan: [Feature Name]\n\nOwner: TBD\n\n**Risk:**\n\n- [ ] [item that stays]\n- <date of the talk>"),
    ).toEqual(["1: [Feature Name]", "3: TBD", "7: [item that stays]", "8: <date of the talk>"]);
  });

  test.each([
    {
      title: "a heading below another",
      text: "Said.\n\n### Phase 1: [Foundation/Setup]",
      is: ["3: [Foundation/Setup]"],
    },
    { title: "a bold line as a heading", text: "**Phase: [Name]**\n\nSaid.", is: ["1: [Name]"] },
    { title: "the form of an answer in a title", text: "**Date (YYYY-MM-DD):**\n\n2026-02-01", is: [] },
    { title: "a table's header", text: "| Test | [Column] |\n| --- | --- |\n| a | b |", is: ["1: [Column]"] },
    { title: "a cell", text: "| Test | End |\n| --- | --- |\n| a | YYYY-MM-DD |", is: ["3: YYYY-MM-DD"] },
    {
      title: "a table in a quote",
      text: "> | Test | [To be filled] |\n> | --- | --- |\n> | a | b |",
      is: ["1: [To be filled]"],
    },
    { title: "a code span that asks", text: "Branch: `feature/[branch-name]`", is: ["1: [branch-name]"] },
    { title: "a code span in a cell", text: "| a |\n| --- |\n| `[file name]` |", is: ["3: [file name]"] },
    { title: "a path with brackets", text: "Look at `pages/[slug].tsx` and `[...all].ts`.", is: [] },
    { title: "a code span in a heading", text: "# Drop `[legacy flags]`", is: [] },
    { title: "a link", text: "[Design of the feature](https://example.org/design)", is: [] },
    { title: "a link without address", text: "[Design of the feature](#)", is: ["1: [Design of the feature](#)"] },
    { title: "code", text: "```python\nrows = [row for row in table]\n[print(row) for row in rows]\n```", is: [] },
    {
      title: "a note among a tree of files",
      text: "```\n[Show the relevant files]\nsrc/\n└── a.ts\n```",
      is: ["2: [Show the relevant files]"],
    },
    { title: "the same in a programme", text: "```toml\n[show the relevant files]\na = 1\n```", is: [] },
    { title: "a section of a file", text: "```\n[Desktop Entry]\nName=Shop\n```", is: [] },
    { title: "a form", text: "```\nDate: YYYY-MM-DD\n- [ ] Today: [What will be done]\n```", is: ["2: YYYY-MM-DD"] },
    {
      title: "a form that is filled in but for a line",
      text: "```\nDate: 2026-02-01\n- [ ] Blockers: [Any impediments]\n```",
      is: ["3: [Any impediments]"],
    },
    { title: "a form that is filled in", text: "```\nDate: 2026-02-01\n- [ ] Blockers: none\n```", is: [] },
    { title: "code that is nothing but a prompt", text: "Said.\n\n    # TBD", is: ["3: TBD"] },
    { title: "a comment", text: "<!-- [say something here] -->", is: [] },
  ])("$title", ({ text, is }) => {
    expect(found(text)).toEqual(is);
  });
});
