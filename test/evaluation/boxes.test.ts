import { describe, expect, test } from "@jest/globals";
import { boxesOf, boxMarker } from "../../src/evaluation/boxes.ts";
import { fc } from "../properties.ts";

const seen = (body: string) => [...boxesOf(body)].map(([key, { checked, text }]) => [key, checked, text]);

describe("the boxes of a comment", () => {
  test.each<[string, string, readonly (readonly [string, boolean, string])[]]>([
    ["none", "Nothing here", []],
    [
      "an open and a ticked one",
      "- [ ] One <!-- gate:p/a -->\n- [x] Two <!-- gate:p/b -->",
      [
        ["p/a", false, "One"],
        ["p/b", true, "Two"],
      ],
    ],
    [
      "CRLF, as GitHub's editor sends it",
      "- [x] One <!-- gate:p/a -->\r\n- [ ] Two <!-- gate:p/b -->\r\n",
      [
        ["p/a", true, "One"],
        ["p/b", false, "Two"],
      ],
    ],
    ["an upper-case X", "* [X] One <!-- gate:p/a -->", [["p/a", true, "One"]]],
    [
      "nested ones",
      "- [ ] One <!-- gate:p/a -->\n  note\n  - [x] Two <!-- gate:p/b -->",
      [
        ["p/a", false, "One"],
        ["p/b", true, "Two"],
      ],
    ],
    ["nested below an item without a box", "- One\n  - [x] Two <!-- gate:p/b -->", [["p/b", true, "Two"]]],
    ["formatted text", "- [x] **One** `two` &amp; three <!-- gate:p/a -->", [["p/a", true, "One two & three"]]],
    ["a box without a marker", "<!-- gate: -->\n- [x] One", []],
    ["a marker without a box", "- One <!-- gate:p/a -->", []],
    ["a marker before the box destroys it", "- <!-- gate:p/a --> [x] One", []],
    ["a marker in code", "- [x] One `<!-- gate:p/a -->`", []],
    ["a box in a code block", "```\n- [x] One <!-- gate:p/a -->\n```", []],
    ["an item that begins with a list", "- - [x] One <!-- gate:p/a -->", [["p/a", true, "One"]]],
    ["an empty item", "- [x] <!-- gate:p/a -->", [["p/a", true, ""]]],
    ["an item of something else", "- [ ] # Title <!-- gate:p/a -->", [["p/a", false, "# Title"]]],
    ["another comment first", "- [x] One <!-- hm --> <!-- gate:p/a -->", [["p/a", true, "One <!-- hm -->"]]],
    ["two markers: the first counts", "- [x] One <!-- gate:p/a --> <!-- gate:p/b -->", [["p/a", true, "One"]]],
    ["a marker that is no address", "- [x] One <!-- gate:p/%E0%A4%A -->", []],
    ["a copy that is open", "- [x] One <!-- gate:p/a -->\n- [ ] One <!-- gate:p/a -->", [["p/a", false, "One"]]],
    ["a copy that is ticked", "- [x] One <!-- gate:p/a -->\n- [x] Copy <!-- gate:p/a -->", [["p/a", true, "One"]]],
  ])("%s", (_, body, expected) => {
    expect(seen(body)).toEqual(expected);
  });
});

test("half a character in an id breaks no comment", () => {
  expect(seen(`- [x] One ${boxMarker("p", "a\uD800")}`)).toEqual([["p/a\uFFFD", true, "One"]]);
});

test("a marker survives any id", () => {
  const id = fc.oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.constantFrom("a--b", "a-->", "-", "--", "x/y", "<!--", "é 😀"),
  );
  fc.assert(
    fc.property(id, id, fc.boolean(), (procedure, step, checked) => {
      fc.pre(!/\p{Surrogate}/u.test(procedure + step));
      const body = `- [${checked ? "x" : " "}] Text ${boxMarker(procedure, step)}\n`;
      expect([...boxesOf(body).values()]).toEqual([{ procedure, step, checked, text: "Text" }]);
    }),
  );
});
