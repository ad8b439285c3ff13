import { expect, test } from "@jest/globals";
import { quoted } from "../../../src/report/deploy/quoted.ts";
import { fc } from "../../properties.ts";
import { harmIn, NASTY } from "./said.ts";

test.each([
  { title: "a sentence", text: "It is `fast` now.", is: ["It is `fast` now.", ""] },
  { title: "words that are strong", text: "It is **very** _fast_.", is: ["It is very fast.", ""] },
  { title: "a heading", text: "### Steps:\n\nGo.", is: ["Steps:", "", "Go.", ""] },
  {
    title: "a list in a list, with boxes that can't be ticked",
    text: "- [ ] a\n  - [x] b\n- c",
    is: ["- ☐ a", "  - ☑ b", "- c", ""],
  },
  { title: "an order", text: "3) a\n   - b\n4) c", is: ["3. a", "   - b", "4. c", ""] },
  { title: "a link", text: "See [docs](https://example.org/a).", is: ["See [docs](https://example.org/a).", ""] },
  { title: "a link to nowhere good", text: "See [docs](javascript:x).", is: ["See docs.", ""] },
  { title: "code", text: "```sh\nrm -rf x # <!-- @all\n```", is: ["", "```", "rm -rf x # <! -- @all", "```", ""] },
  { title: "code with fences in it", text: "~~~\n```\n~~~", is: ["", "````", "```", "````", ""] },
  { title: "a quotation", text: "> said", is: ["said", "", ""] },
  { title: "a table", text: "| a | b |\n| - | - |\n| 1 | `2` |", is: ["- a – b", "- 1 – `2`", ""] },
  { title: "images, HTML and rules", text: "![x](https://x.example/a.png)\n\n<b>\n\n---", is: [] },
  { title: "two lines of one paragraph", text: "a  \nb\nc", is: ["a b c", ""] },
  { title: "what would begin a list", text: String.raw`1\. one`, is: [String.raw`1\. one`, ""] },
  { title: "nothing", text: "", is: [] },
])("$title", ({ text, is }) => {
  expect(quoted(text)).toEqual(is);
});

test("stands where it is put", () => {
  expect(quoted("a\n\n- b\n  - c", "  ")).toEqual(["  a", "", "  - b", "    - c", ""]);
});

test("a text that nobody writes is refused, and says so", () => {
  expect(quoted(">".repeat(5000))).toEqual([expect.stringMatching(/^\(.+\)$/u)]);
});

test("whatever people write does nothing", () => {
  const piece = fc.oneof(
    fc.constantFrom(...NASTY, "- a", "# b", "> c", "\n\n", "  ", "| x |"),
    fc.string({ maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const shown = quoted(pieces.join("\n"), "  ").join("\n");
      expect(harmIn(shown).filter((harm) => !/^link https?:/u.test(harm))).toEqual([]);
      expect(shown).not.toContain("<!--");
    }),
    { numRuns: 100 },
  );
});
