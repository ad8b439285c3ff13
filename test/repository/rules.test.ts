import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { parser } from "@prometheus-io/lezer-promql";
import { z } from "zod";
import { createBudgets } from "../../src/operations/budgets.ts";
import { createMetrics } from "../../src/operations/metrics.ts";
import { stateOf } from "../../src/operations/state.ts";
import { read } from "./files.ts";

/** The alerts ask for numbers that are there, in words that Prometheus understands, and each has its paragraph in the guide. */

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Gatehouse[A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(["critical", "warning", "info"]) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});
const rules = Rules.parse(load(read("deploy/prometheus/rules.yml"))).groups.flatMap((group) => group.rules);

const metrics = createMetrics({
  budgets: createBudgets(),
  github: stateOf<"unknown" | "answers" | "away">("answers").current,
  depth: async () => ({ lagSeconds: 0, deliveries: 0, oldestSeconds: 0, jobs: {} }),
  connections: () => ({ total: 1, idle: 1, waiting: 0 }),
  version: "1",
});

/** Names of series, with those that a histogram is made of. */
const seriesIn = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );

const hasError = (expr: string): boolean => {
  let found = false;
  parser.parse(expr).iterate({ enter: ({ type }) => void (found ||= type.isError) });
  return found;
};

const named = (expr: string): readonly string[] => [...expr.matchAll(/\bgatehouse_\w+/g)].map(([name]) => name);

describe.each(rules)("$alert", ({ alert, expr }) => {
  test("is an expression that Prometheus understands", () => {
    expect(hasError(expr)).toBe(false);
  });

  test("asks for what there is", async () => {
    const there = seriesIn((await metrics.text()).body);
    expect(named(expr).filter((name) => !there.has(name))).toEqual([]);
  });

  test("is explained", () => {
    expect(read("docs/operations.md").includes(`\`${alert}\``)).toBe(true);
  });
});

test("a slip in an expression is seen", () => {
  expect(hasError("sum(rate(gatehouse_turn_seconds_count[5m]) > 1")).toBe(true);
});

test("the guide lists every number of ours, and no other", async () => {
  const there = [...(await metrics.text()).body.matchAll(/^# TYPE (gatehouse_\S+)/gm)].map(([, name = ""]) => name);
  const table = read("docs/operations.md").split("\n## Log")[0] ?? "";
  const listed = [...table.matchAll(/`(gatehouse_\w+)`/g)].map(([, name = ""]) => name);
  expect(new Set(listed)).toEqual(new Set(there));
});
