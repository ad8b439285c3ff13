import { describe, expect, test } from "@jest/globals";
import { assemblePolicy } from "../../src/procedures/assemble.ts";
import { parseConfig } from "../../src/procedures/config.ts";

const HOURS = 'hours: "09:00-16:00", timezone: Europe/Berlin';

/** What a config and one procedure, whose only phase is given, become. */
const policyOf = (config: string, phase: string) => {
  const parsed = parseConfig(`procedures: [p.yml]\n${config}\n`, "c.yml");
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.findings));
  const text = `title: T\nphases:\n  - { title: P, ${phase} }\n`;
  const { findings } = assemblePolicy({
    config: parsed.config,
    documents: new Map([["p.yml", { text, file: "p.yml" }]]),
    repository: "acme/shop",
  });
  return { findings: [...parsed.findings, ...findings] };
};

/** What is said of it. */
const said = (config: string, phase: string): readonly string[] =>
  policyOf(config, phase).findings.map(({ severity, file, line, code }) => `${severity} ${file}:${line} ${code}`);

const step = (requirement: string): string => `steps: [{ title: S, require: ${requirement} }]`;
const TICK = "steps: [{ title: S }]";
const LISTED = "environments: { production: {}, prod-eu: {} }";

describe("environments", () => {
  const alike = ["warning p.yml:3 procedure/environment-alike"];
  test.each([
    ["a deploy phase", `blocks: deploy, environments: [prodution], ${TICK}`, alike],
    ["cut short", `blocks: deploy, environments: [prod], ${TICK}`, alike],
    ["what opens a phase", `starts: { deployed: Prodcution }, ${TICK}`, alike],
    ["a deployment as proof", step("{ deployed: { environment: producton } }"), alike],
    ["within others", step("{ any: [{ deployed: prodution }, { labels: a }] }"), alike],
    ["a window's", step(`{ window: { environment: prodution, days: [mon], ${HOURS} } }`), alike],
    ["in other letters", `blocks: deploy, environments: [PRODUCTION], ${TICK}`, []],
    ["another one", `blocks: deploy, environments: [staging], ${TICK}`, []],
    ["longer by a part", `blocks: deploy, environments: [production-canary-asia], ${TICK}`, []],
  ])("%s", (_, phase, expected) => {
    expect(said(LISTED, phase)).toEqual(expected);
  });

  test("nothing is known of them where none is listed", () => {
    expect(said("", `blocks: deploy, environments: [prodution], ${TICK}`)).toEqual([]);
  });

  test("a freeze's", () => {
    const freeze =
      "{ name: F, from: 2026-12-20, to: 2027-01-03, timezone: UTC, environments: [production, prodution] }";
    expect(said(`${LISTED}\nfreezes: [${freeze}]`, TICK)).toEqual(["warning c.yml:3 config/environment-alike"]);
  });
});

describe("windows", () => {
  const one = `windows: { production: { days: [mon-thu], ${HOURS} } }`;
  const two = `windows: { production: { days: [mon-thu], ${HOURS} }, other: { days: [tue], ${HOURS} } }`;
  const unknown = ["error p.yml:3 procedure/unknown-window"];
  const never = ["warning p.yml:3 procedure/window-never-opens"];
  test.each([
    ["one that there is", one, "{ window: production }", []],
    ["one that there is not", one, "{ window: prodution }", unknown],
    ["the only one", one, "window", []],
    ["the only one of two", two, "window", unknown],
    ["the only one of none", "", "window", unknown],
    ["within others", one, "{ all: [{ window: other }, { labels: a }] }", unknown],
    ["with a default", "", `{ window: { name: other, days: [mon], ${HOURS} } }`, []],
    ["a default that never opens", "", `{ window: { days: [fri-sun], ${HOURS}, not_before_weekend: true } }`, never],
    [
      "a default that is the config's",
      one,
      `{ window: { name: production, days: [fri], ${HOURS}, not_before_weekend: true } }`,
      [],
    ],
    [
      "from Sunday into Monday",
      "",
      "{ window: { days: [sun], hours: '22:00-02:00', timezone: UTC, not_before_weekend: true } }",
      never,
    ],
    ["open on Fridays", "", `{ window: { days: [fri], ${HOURS} } }`, []],
  ])("%s", (...[, config, requirement, expected]) => {
    expect(said(config, step(requirement))).toEqual(expected);
  });

  test("one of the config that never opens, whatever its calendars", () => {
    const window = `{ days: [fri], ${HOURS}, not_before_weekend: true, holidays: [2026-12-25] }`;
    expect(said(`windows: { w: ${window} }`, TICK)).toEqual(["warning c.yml:2 config/window-never-opens"]);
  });

  test.each([
    [one, "{ window: prodution }", "Did you mean `production`? Otherwise add it to the config: "],
    [one, "{ window: night }", "Name `production`, or add it to the config: "],
    ["", "{ window: night }", "Add it to the config: `windows: { night: { days: [mon-thu], "],
    ["", "window", "Add one to the config: `windows: { production: { days: [mon-thu], "],
    [two, "window", "Name one: `window: production`."],
  ])("%s: %s is told how to mend", (...[config, requirement, remedy]) => {
    const { findings } = policyOf(config, step(requirement));
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(remedy)]);
  });
});
