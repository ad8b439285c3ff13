import { describe, expect, test } from "@jest/globals";
import { commandLines, hasCommandsBeyond } from "../../src/markdown/commands.ts";

describe("commandLines", () => {
  test.each([
    { body: "/gate recheck", found: [{ words: ["recheck"], line: 1, rest: "recheck" }] },
    { body: "/GATE Recheck", found: [{ words: ["Recheck"], line: 1, rest: "Recheck" }] },
    { body: "/gate", found: [{ words: [], line: 1, rest: "" }] },
    {
      body: "hi\r\n/gate tick load-test\r\n",
      found: [{ words: ["tick", "load-test"], line: 2, rest: "tick load-test" }],
    },
    { body: "/gate recheck\\\nbye", found: [{ words: ["recheck"], line: 1, rest: "recheck" }] },
    { body: "/gate recheck <!-- x -->", found: [{ words: ["recheck"], line: 1, rest: "recheck" }] },
    {
      body: "/gate waive a  because *it* is\n/gate recheck",
      found: [
        { words: ["waive", "a", "because", "*it*", "is"], line: 1, rest: "waive a  because *it* is" },
        { words: ["recheck"], line: 2, rest: "recheck" },
      ],
    },
  ])("$body", ({ body, found }) => {
    expect(commandLines(body)).toEqual(found);
  });

  test.each([
    "please /gate recheck",
    "/gates recheck",
    "/gateway",
    "> /gate recheck",
    "> quoted\n/gate lazy",
    "```\n/gate recheck\n```",
    "    /gate recheck",
    "`/gate recheck`",
    "`a\n/gate recheck\nb`",
    "<!-- /gate recheck -->",
    "<!--\n/gate recheck\n-->",
    "a <!--\n/gate recheck\n-->",
    "- /gate recheck",
    "## /gate recheck",
    "| /gate recheck |\n|---|",
  ])("not %j", (body) => {
    expect(commandLines(body)).toEqual([]);
  });
});

const many = (count: number): string => Array.from({ length: count }, (_, index) => `/gate tick s${index}`).join("\n");

describe("too much in one comment", () => {
  const wall = `${"x".repeat(80)}\n`.repeat(62);

  test.each([
    { what: "as many as count", body: many(20), carriedOut: 20, beyond: false },
    { what: "one more", body: many(21), carriedOut: 20, beyond: true },
    { what: "one within a long text", body: `/gate recheck\n\n${wall}`, carriedOut: 1, beyond: false },
    { what: "one behind a long text", body: `${wall}\n/gate recheck`, carriedOut: 0, beyond: true },
    {
      what: "one that would be cut in two",
      body: `${wall.slice(0, 4990)}\n\n/gate waive a it is not so`,
      carriedOut: 0,
      beyond: true,
    },
    { what: "one line that is too long", body: `/gate waive a ${"x".repeat(6000)}`, carriedOut: 1, beyond: false },
    { what: "a long text that speaks of it", body: `${wall}\nplease say /gate recheck`, carriedOut: 0, beyond: false },
  ])("$what", ({ body, carriedOut, beyond }) => {
    expect(commandLines(body)).toHaveLength(carriedOut);
    expect(hasCommandsBeyond(body)).toBe(beyond);
  });
});
