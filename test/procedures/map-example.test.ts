import { expect, test } from "@jest/globals";
import { parseConfig } from "../../src/procedures/config.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const phase = (setting: string): string => `title: T\nphases: [{ title: P, ${setting}, steps: [{ title: S }] }]\n`;

test.each([
  ["starts: production", "got `production`. Write `{ deployed: production }`."],
  ["starts: eu-west/prod", "Write `{ deployed: eu-west/prod }`."],
  ["starts: 'after: lunch'", 'Write `{ deployed: "after: lunch" }`.'],
  ["starts: true", "got `true`. Write `{ deployed: … }`."],
  ["starts: [production]", "Write `{ deployed: … }`."],
  ["when: main", "Write it with keys, of "],
  ["environments: production", "Write `[production]`, or each entry as a line that begins with `- `."],
])("%s in a phase", (setting, remedy) => {
  const { findings } = parseProcedure(phase(setting), "p.yml");
  expect(findings.map(({ line, message }) => ({ line, message }))).toEqual([
    { line: 2, message: expect.stringContaining(remedy) },
  ]);
});

test.each([
  ["override: lead", "Write `{ roles: [lead] }`."],
  ["notify: lead", "Write it with keys, of `on_block`."],
  ["windows: { w: always }", "Write `{ days: …, hours: …, timezone: … }`."],
  ["environments: { production: yes }", "of `check`, `direct_commits` or `since`."],
  ["procedures: builtin:deploy", 'Write `["builtin:deploy"]`, or each entry'],
])("%s in a config", (setting, remedy) => {
  const { findings } = parseConfig(`${setting}\n`, "c.yml");
  expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining(remedy));
});
