import { expect, test } from "@jest/globals";
import { parseMarkdown } from "../../src/markdown/document.ts";
import { plainText } from "../../src/markdown/plain.ts";

test.each([
  { source: "a  \nb", words: "a b" },
  { source: "a\\\nb", words: "a b" },
  { source: "a\nb", words: "a b" },
  { source: "**a<br>b**<br/>c<BR />d", words: "a b c d" },
  { source: "a<break>b", words: "ab" },
  { source: "a <!-- x --> b<!-- y -->c", words: "a bc" },
  { source: "H<sub>2</sub>O &amp; `<b>`", words: "H2O & <b>" },
  { source: "![logo](l.png) [a](b) ~~c~~ [^1]\n\n[^1]: note", words: "logo a c" },
])("$source says $words", ({ source, words }) => {
  expect(plainText(parseMarkdown(source).root.children.slice(0, 1))).toBe(words);
});
