import { describe, expect, test } from "@jest/globals";
import { parseConfig } from "../../src/procedures/config.ts";
import { everyStep } from "../../src/procedures/model.ts";
import { parseProcedure, type Parsed } from "../../src/procedures/parse.ts";
import { fc } from "../properties.ts";

/** Pieces that the grammars care about, so that chance meets them. */
const piece = fc.constantFrom(
  "title: T\n",
  "phases:\n",
  "  - title: P\n",
  "    steps:\n",
  "      - title: S\n",
  "        require: ",
  "tick",
  "{ checks: all }",
  "---\n",
  "# H ",
  "## H\n",
  "- [ ] a",
  "  - [x] b ",
  "<!-- gate: ",
  "{ id: x }",
  " -->",
  "\n",
  "\r\n",
  "\t",
  "&a ",
  "*a",
  "[",
  "]",
  "{",
  "}",
  ": ",
  '"',
  "'",
  "`",
  "|",
  "> ",
  "!!x ",
  "<<: ",
  "__proto__: ",
  "constructor: ",
  "\u0000",
  "\uFEFF",
  "é🚀",
  "\u202E",
  "(if any)",
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
);
const file = fc.constantFrom("p.yml", "p.md");

const printed = (parsed: Parsed): unknown => JSON.parse(JSON.stringify(parsed));

describe("any text", () => {
  test("never throws, and every finding has a place and something to say", () => {
    fc.assert(
      fc.property(text, file, (source, name) => {
        const { procedure, findings } = parseProcedure(source, name);
        expect(procedure !== undefined || findings.some(({ severity }) => severity === "error")).toBe(true);
        for (const { line, column, message, code } of [...findings, ...parseConfig(source, "c.yml").findings]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).not.toBe("");
          expect(code).toMatch(/^[a-z]+\/[a-z-]+$/u);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("gives the same result twice", () => {
    fc.assert(
      fc.property(text, file, (source, name) => {
        expect(printed(parseProcedure(source, name))).toEqual(printed(parseProcedure(source, name)));
      }),
    );
  });

  test("means the same with other line breaks and a byte-order mark", () => {
    const lines = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("").replaceAll(/[\r\uFEFF]/gu, ""));
    fc.assert(
      fc.property(lines, file, (source, name) => {
        const windows = `\uFEFF${source.replaceAll("\n", "\r\n")}`;
        expect(printed(parseProcedure(windows, name))).toEqual(printed(parseProcedure(source, name)));
      }),
    );
  });

  test("has steps with ids of their own", () => {
    fc.assert(
      fc.property(text, file, (source, name) => {
        const ids =
          parseProcedure(source, name).procedure?.phases.flatMap(({ steps }) => everyStep(steps).map(({ id }) => id)) ??
          [];
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => /\s|^$/u.test(id))).toEqual([]);
      }),
    );
  });
});
