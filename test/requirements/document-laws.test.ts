import { describe, expect, test } from "@jest/globals";
import { fc } from "../properties.ts";
import { ASKED, FILLED } from "./implementation-plan.ts";
import { judge, type Given } from "./judging.ts";

const plan = (text: string): Given => ({ documents: { "plan.md": [{ path: "plan.md", text }] } });
const state = (text: string): string => judge(ASKED, plan(text)).state;
const lines = FILLED.split("\n");

const without = (indices: readonly number[]): string => lines.filter((_, index) => !indices.includes(index)).join("\n");

/** What stands behind a label, in a cell, or as an item. */
const VALUES: readonly RegExp[] = [
  /(\*\*[A-Z][\w .]+:\*\*) .*$/u,
  /(\*\*[A-Z]\w+\*\*:) .*$/u,
  /^(- \[x\]) .*$/u,
  /^(- (?!\[)).*$/u,
];
const FREE = /^- \*\*(?:Daily|Phase completion)|^ {2}- /u;
const valueLines = lines.flatMap((line, index) =>
  VALUES.some((value) => value.test(line)) && !FREE.test(line) ? [index] : [],
);

/** Removing a heading or a box takes its demand along; a value takes nothing. */
const removable = valueLines.filter((index) => !/\[x\]/u.test(lines[index] ?? ""));

/** The line with its value replaced, as its label or mark says. */
const prompted = (index: number): string =>
  lines
    .map((line, at) => {
      const value = at === index ? VALUES.find((one) => one.test(line)) : undefined;
      return value === undefined ? line : line.replace(value, "$1 [What belongs here]");
    })
    .join("\n");

describe("a filled plan", () => {
  test.each(valueLines.map((index) => ({ line: index + 1, text: lines[index] })))(
    "is open with a prompt on line $line: $text",
    ({ line }) => {
      expect(judge(ASKED, plan(prompted(line - 1)))).toMatchObject({
        state: "unmet",
        reason: expect.stringContaining(`(line ${line}`),
      });
    },
  );

  test("stays open, however much more is removed", () => {
    fc.assert(
      fc.property(
        fc.subarray(removable, { minLength: 1, maxLength: 4 }),
        fc.subarray(removable, { minLength: 1, maxLength: 4 }),
        (some, more) => {
          fc.pre(state(without(some)) === "unmet");
          expect(state(without([...some, ...more]))).toBe("unmet");
        },
      ),
      { numRuns: 40 },
    );
  });

  test("stays filled in, whatever people add to their own words", () => {
    const addable = lines.flatMap((line, index) => (/^(?:- \[x\] |\d\. |[A-Z][a-z].*\.$)/u.test(line) ? [index] : []));
    const words = fc.constantFrom("and the app", "measured twice", "by 12 %", "(see above)", "with `flags[0]`", "ok");
    fc.assert(
      fc.property(fc.constantFrom(...addable), words, (index, more) => {
        expect(state(lines.map((line, at) => (at === index ? `${line} ${more}` : line)).join("\n"))).toBe("met");
      }),
      { numRuns: 40 },
    );
  });

  test("stays filled in with windows line ends, a byte-order mark, and other decoration of headings", () => {
    expect(state(FILLED.replaceAll("\n", "\r\n"))).toBe("met");
    expect(state(`\uFEFF${FILLED}`)).toBe("met");
    expect(state(FILLED.replaceAll(/^(#+) /gmu, "$1 📌 "))).toBe("met");
    expect(state(FILLED.replaceAll(/^(#+ .*)$/gmu, (heading) => heading.toUpperCase()))).toBe("met");
  });
});

const parts = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `## Phase ${index}\n\n**Status:** Complete\n\n- [x] a\n\n### Tasks\n\nDone.\n\n`,
  ).join("");
const log = (count: number) =>
  `# Log\n\n| Phase | End |\n| - | - |\n${Array.from({ length: count }, (_, index) => `| Phase ${index} | 2026-01-01 |\n`).join("")}`;

describe("any text", () => {
  const piece = fc.constantFrom(
    "# Phase 1\n",
    "## Phase completion log\n",
    "**Status:** Complete\n\n",
    "- [ ] x\n",
    "- [x] y\n",
    "| Phase | Actual end |\n| - | - |\n| Phase 1 | 2026-01-01 |\n",
    "## Technical risks\n",
    "**Risk:** a\n",
    "```\n",
    "[name]\n",
    "\n\n",
    "> ",
    "- ",
    "Lead: Ada - 2026-01-01\n",
    "## Sign-off\n",
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

  test("is judged, and never passes by accident", () => {
    fc.assert(
      fc.property(text, (some) => {
        const outcome = judge(ASKED, plan(some));
        expect(outcome.state).toBe("unmet");
        expect(outcome.reason).toMatch(/\.$/u);
      }),
      { numRuns: 200 },
    );
  });

  test("is judged in time that grows with its length, seven hundred parts as well", () => {
    const each = {
      heading: "Phase *",
      sections: ["Tasks"],
      fields: ["Status"],
      complete_when: { Status: "Complete" },
      log: { under: "Log", date: "End" },
    };
    const asked = { document: { path: "plan.md", each, placeholders: "none" } };
    expect(judge(asked, plan(log(700) + parts(700))).state).toBe("met");
  });
});
