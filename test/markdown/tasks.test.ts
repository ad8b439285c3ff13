import { describe, expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { taskItems, type TaskItem } from "../../src/markdown/tasks.ts";

const tasks = (text: string): readonly TaskItem[] => taskItems(parseMarkdown(text));
const texts = (items: readonly TaskItem[]): unknown =>
  items.map(({ text, children }) => (children.length === 0 ? text : [text, texts(children)]));

describe("what GitHub renders as a box", () => {
  test.each([
    { source: "- [ ] a", checked: false },
    { source: "* [x] a", checked: true },
    { source: "+ [X] a", checked: true },
    { source: "1. [ ] a", checked: false },
    { source: "2) [x] a", checked: true },
    { source: "- [\t] a", checked: false },
    { source: "- [ ]\ta", checked: false },
    { source: "> - [ ] a", checked: false },
    { source: "- [ ] a\n\n- b", checked: false },
    { source: "<details>\n\n- [ ] a\n\n</details>", checked: false },
    { source: "- [ ] a <!-- c -->", checked: false },
    { source: "- [ ] ~a~", checked: false },
    { source: "- [x] **a**", checked: true },
    { source: "- [x] [a](https://example.com)", checked: true },
    { source: "- [a]: https://example.com\n  [x] a", checked: true },
    { source: "- [ ]\n  a", checked: false },
  ])("$source", ({ source, checked }) => {
    const items = tasks(source);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ checked, text: "a" });
    const box = parseMarkdown(source).text.slice((items[0]?.offset ?? 0) - 1, (items[0]?.offset ?? 0) + 2);
    expect(box).toMatch(/^\[[ \txX]\]$/u);
  });

  test.each([
    "- [] a",
    "- [  ] a",
    "- [y] a",
    "- [ ]a",
    "- [ ]",
    "- [ ] ",
    "- [ ]\n",
    "- [x]\n- b",
    "- [\u00A0] a",
    "- [x]\u00A0a",
    "```\n- [ ] a\n```",
    "    - [ ] a",
    "`- [ ] a`",
    "<!--\n- [ ] a\n-->",
    "| a |\n|---|\n| - [ ] a |",
    "<details>\n- [ ] a\n</details>",
    "- **[ ]** a",
    "- <!-- id --> [ ] a",
    "- # [ ] a",
    "- \\[ ] a",
    "- ![ ] a",
    "[ ] a",
    "- [ ](https://example.com) a",
    "- a\n\n  [ ] b",
  ])("not %j", (source) => {
    expect(tasks(source)).toEqual([]);
  });
});

describe("taskItems", () => {
  test("nests by lists, through plain items and numbers", () => {
    expect(texts(tasks("- [ ] a\n  - [x] b\n    1. [ ] c\n  - plain\n    - [ ] d\n- plain\n  - [ ] e\n"))).toEqual([
      ["a", [["b", ["c"]], "d"]],
      "e",
    ]);
  });

  test("a box of which only a comment is the text has no words", () => {
    expect(tasks("- [ ] <!-- gate: deploy/load -->")).toMatchObject([
      { text: "", raw: "", comment: { value: " gate: deploy/load ", line: 1, column: 7 } },
    ]);
  });

  test("gives text, source, place, comment and section", () => {
    const [item] = tasks(
      "\uFEFF## Deploy\r\n\r\n- [x] Load **test** `a <b>` done <!-- x --> <!-- gate:deploy/load -->\r\n",
    );
    expect(item).toMatchObject({
      text: "Load test a <b> done",
      raw: "Load **test** `a <b>` done",
      line: 3,
      column: 1,
      offset: 14,
      comment: { value: " gate:deploy/load ", line: 3 },
      heading: { heading: "Deploy", depth: 2, line: 1 },
    });
    expect(item?.children).toEqual([]);
  });

  test.each([
    { source: "- [ ] [ ] a", offset: 3 },
    { source: "- [x]  [b](u)", offset: 3 },
    { source: "- [ ] [b](u)", offset: 3 },
    { source: "> 1. [ ] `b`", offset: 6 },
    { source: "- [ ]\n  a [x] b", offset: 3 },
  ])("the box of $source is at $offset", ({ source, offset }) => {
    expect(tasks(source)[0]?.offset).toBe(offset);
  });
});
