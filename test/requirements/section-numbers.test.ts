import { expect, test } from "@jest/globals";
import { judge, requirement, shown } from "./judging.ts";

/** Sections in which each thing asked for needs a number. */

const ASKED = { section: { heading: "Monitoring", contains: ["error rate", "latency"], numbers: true } };

test.each([
  { lines: ["- Error rate: above 2 %", "- Latency: > 400 ms"], is: "met" },
  { lines: ["| Measure | Limit |", "| --- | --- |", "| Error rate | 2 % |", "| Latency | 400 ms |"], is: "met" },
  { lines: ["Error rate above 2 % or latency above 400 ms."], is: "met" },
  { lines: ["- Error rate: 2 %", "- Latency: as usual"], is: "unmet section/no-number" },
  { lines: ["- Error rate: 2 %", "- Latency (p95): as usual"], is: "unmet section/no-number" },
  { lines: ["- Error rate: above 2 %"], is: "unmet section/lacks" },
  { lines: ["1. Error rate", "2. Latency"], is: "unmet section/no-number" },
])("$lines: $is", ({ lines, is }) => {
  expect(shown(judge(ASKED, { body: `## Monitoring\n\n${lines.join("\n")}\n`, templates: [] }))).toBe(is);
});

test("says for what a number is missing, and describes itself", () => {
  const body = "## Monitoring\n\nError rate above 2 %, and the latency.\n\nLatency is looked at.\n";
  expect(judge(ASKED, { body: body.replace(", and the latency", ""), templates: [] })).toMatchObject({
    reason: "The section `Monitoring` gives no number for `latency` (line 1).",
  });
  expect(requirement(ASKED).describe()).toBe(
    "the section `Monitoring` filled in, with a number each for `error rate` and `latency`",
  );
});
