import { describe, expect, test } from "@jest/globals";
import { covered, longestChain, median, percentile } from "./measure.ts";

const span = (start: number, end: number) => ({ start, end });

describe("a chain of calls", () => {
  test.each([
    { what: "none", spans: [], chain: 0, lasted: 0 },
    { what: "one after the other", spans: [span(0, 50), span(52, 102)], chain: 2, lasted: 100 },
    { what: "at the same time", spans: [span(0, 50), span(0, 51), span(1, 49)], chain: 1, lasted: 51 },
    {
      what: "a read, then writes at the same time",
      spans: [span(0, 50), span(53, 103), span(55, 106)],
      chain: 2,
      lasted: 103,
    },
    {
      what: "a slow one beside two quick ones",
      spans: [span(0, 100), span(0, 40), span(45, 90)],
      chain: 2,
      lasted: 100,
    },
    { what: "in any order", spans: [span(60, 70), span(0, 10), span(30, 40)], chain: 3, lasted: 30 },
  ])("$what", ({ spans, chain, lasted }) => {
    expect(longestChain(spans)).toBe(chain);
    expect(covered(spans)).toBe(lasted);
  });
});

test.each([
  { figures: [3, 1, 2], share: 0.5, is: 2 },
  { figures: [4, 1, 3, 2], share: 0.5, is: 2 },
  { figures: Array.from({ length: 100 }, (_, index) => 100 - index), share: 0.99, is: 99 },
  { figures: [7], share: 0.99, is: 7 },
])("the $share of $figures.length figures", ({ figures, share, is }) => {
  expect(percentile(figures, share)).toBe(is);
});

test("the median of nothing is no number", () => {
  expect(median([])).toBeNaN();
});
