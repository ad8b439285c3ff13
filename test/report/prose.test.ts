import { expect, test } from "@jest/globals";
import { clipped, prose } from "../../src/report/prose.ts";

test.each([
  ["plain words.", "plain words."],
  ["2 of 3 are done.", "2 of 3 are done."],
  ["- not a list", "- not a list"],
  ["Define `role` under `roles`.", "Define `role` under `roles`."],
  ["`code` first", "`code` first"],
  ["`@ann` is quoted, @ann is not", "`@ann` is quoted, @&#8203;ann is not"],
  ["Fixes #1 <b>", "Fixes #&#8203;1 &lt;b&gt;"],
  ["a `lone backtick", "a \\`lone backtick"],
  ["`<!-- gate:p/a -->`", "<code>&lt;!-- gate:p/a --&gt;</code>"],
  ["two\nlines\u0000", "two lines"],
  ["", ""],
])("%j reads %j", (sentence, expected) => {
  expect(prose(sentence)).toBe(expected);
});

test("a bar in a table's code does not end the cell", () => {
  expect(prose("Match `a\\|b` or `c` or a|b")).toBe("Match <code>a\\\\&#124;b</code> or `c` or a&#124;b");
});

test.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["much too long", 5, "much…"],
  ["👍🏽👍🏽👍🏽", 3, "👍🏽…"],
])("%j in %d characters is %j", (text, max, expected) => {
  expect(clipped(text, max)).toBe(expected);
});
