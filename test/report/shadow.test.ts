import { describe, expect, test } from "@jest/globals";
import { shadowLine, type ShadowTally } from "../../src/report/shadow.ts";

const tally = (merged: number, held: number, by: readonly [string, number][] = []): ShadowTally => ({
  since: merged === 0 ? undefined : new Date("2026-03-02T09:30:00Z"),
  merged,
  held,
  by: by.map(([title, count]) => ({ procedure: "p", step: title, title, count })),
});

describe("what a trial has come to", () => {
  test.each([
    { what: "nothing yet", given: tally(0, 0), says: "" },
    { what: "too little to tell", given: tally(4, 4, [["Notes", 4]]), says: "" },
    {
      what: "nothing held",
      given: tally(5, 0),
      says: "\nOn trial since 2026-03-02: 5 pull requests were merged, and none of them would have been held.\n",
    },
    {
      what: "something held",
      given: tally(12, 3, [
        ["Notes *now*", 3],
        ["Plan", 1],
      ]),
      says: "\nOn trial since 2026-03-02: 12 pull requests were merged, and 3 of them would have been held: Notes \\*now\\* (3), Plan (1).\n",
    },
    {
      what: "many steps",
      given: tally(
        12,
        7,
        "abcdefg".split("").map((name) => [name, 1]),
      ),
      says: "\nOn trial since 2026-03-02: 12 pull requests were merged, and 7 of them would have been held: a (1), b (1), c (1), d (1), e (1), and 2 more.\n",
    },
  ])("$what", ({ given, says }) => {
    expect(shadowLine(given)).toBe(says);
  });
});
