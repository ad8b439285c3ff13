import { expect, test } from "@jest/globals";
import { cleaned, render, styled } from "../../../src/cli/formats/lines.ts";

test("colours stand around their text only where they are wanted", () => {
  const lines = [[styled("red", "no"), ": why"]];
  expect(render(lines, { colour: false })).toBe("no: why\n");
  expect(render(lines, { colour: true })).toBe("\u001B[31mno\u001B[0m: why\n");
});

test.each([
  ["escape sequences", "a\u001B[2Jb", "a [2Jb"],
  ["line breaks", "a\r\n::error::b\u2028c", "a ::error::b c"],
  ["marks that turn the direction", "a\u202Eb\u2066c", "abc"],
  ["nothing of right-to-left text and emoji", "שלום 🚀", "שלום 🚀"],
])("a text of somebody else loses %s", (_, text, clean) => {
  expect(cleaned(text)).toBe(clean);
  expect(render([[styled("bold", text)]], { colour: false })).toBe(`${clean}\n`);
});
