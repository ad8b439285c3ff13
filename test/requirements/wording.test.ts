import { describe, expect, test } from "@jest/globals";
import { counted, listed, quote, sameName } from "../../src/requirements/wording.ts";

describe("wording", () => {
  test.each([
    { text: "a", is: "`a`" },
    { text: " \n", is: "(empty)" },
    { text: "  a\n\tb ", is: "`a b`" },
    { text: "a `b` c", is: "`a 'b' c`" },
    { text: "a\u202Eb", is: "`a b`" },
    { text: "x".repeat(101), is: `\`${"x".repeat(100)}…\`` },
    { text: `${"x".repeat(99)}😀😀`, is: `\`${"x".repeat(99)}…\`` },
  ])("quotes $text", ({ text, is }) => {
    expect(quote(text)).toBe(is);
  });

  test.each([
    { items: [], is: "" },
    { items: ["a"], is: "a" },
    { items: ["a", "b"], is: "a and b" },
    { items: ["a", "b", "c"], is: "a, b and c" },
    { items: "a b c d e f g h i".split(" "), is: "a, b, c, d, e, f and 3 more" },
  ])("lists $items", ({ items, is }) => {
    expect(listed(items)).toBe(is);
  });

  test("joins by or", () => {
    expect(listed(["a", "b"], "or")).toBe("a or b");
  });

  test("counts", () => {
    expect([counted(1, "sign-off"), counted(2, "sign-off"), counted(0, "is", "are")]).toEqual([
      "1 sign-off",
      "2 sign-offs",
      "0 are",
    ]);
  });

  test("compares names as GitHub does", () => {
    expect([sameName("Ada", "aDA"), sameName("ada", "bob")]).toEqual([true, false]);
  });
});
