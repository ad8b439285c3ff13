import { describe, expect, test } from "@jest/globals";
import { commandLines } from "../../src/markdown/commands.ts";

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
