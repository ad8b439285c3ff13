import { expect, test } from "@jest/globals";
import { parseConfig } from "../../src/procedures/config.ts";
import { sinceAhead } from "../../src/procedures/since-ahead.ts";

const NOW = new Date("2026-11-21T23:59:59Z");

test.each([
  ["in the past", "2026-11-20", []],
  ["today", "2026-11-21", []],
  ["tomorrow", "2026-11-22", [{ code: "config/since-ahead", severity: "warning", file: "c.yml", line: 3, column: 24 }]],
])("pull requests are asked since a day %s", (_when, since, found) => {
  const text = `environments:\n  staging: { check: never }\n  production: { since: ${since} }\n`;
  const { config } = parseConfig(text, "c.yml");
  if (config === undefined) throw new Error("no config");
  expect(sinceAhead(config, NOW)).toMatchObject(found);
});

test("the warning says what to write instead", () => {
  const { config } = parseConfig("environments: { Production: { since: 2027-01-01 } }\n", "c.yml");
  const [finding] = config === undefined ? [] : sinceAhead(config, NOW);
  expect(finding?.message).toBe(
    "`since: 2027-01-01` is still to come, and until then no deployment to `Production` asks any merged pull request; write a day that has been, such as `2026-11-21`, or remove it.",
  );
});
