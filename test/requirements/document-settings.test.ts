import { describe, expect, test } from "@jest/globals";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { requirement } from "./judging.ts";

/** Each finding on the settings of one step, with the line of the settings it is at. */
const findings = (settings: string): readonly string[] => {
  const lines = settings.split("\n").map((line) => `          ${line}`);
  const text = `title: T\nphases:\n  - title: P\n    steps:\n      - title: S\n        require:\n${lines.join("\n")}\n`;
  return parseProcedure(text, "p.yml").findings.map(({ line, message }) => `${(line ?? 0) - 6}: ${message}`);
};

const FORMS = "`date`, `duration`, `number`, `url`, `issue`, `person` or `branch`";

describe("settings that can't be meant", () => {
  test.each([
    {
      yaml: "document:\n  path: a.md\n  fields: [{ name: Start, is: day }]",
      says: [`3: Expected ${FORMS}, got \`day\`.`],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [{ name: Start, iz: date }]",
      says: ["3: Unknown key `iz`. Did you mean `is`?"],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [{ is: date }]",
      says: ["3: `name` is missing; expected text or a list."],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [{ name: A, is: date, one_of: [x] }]",
      says: ["3: Say either `is` or `one_of`."],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [{ name: A, min: 3 }]",
      says: ["3: `min` and `max` bound a number: say `is: number` as well."],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [{ name: A, is: number, min: 3, max: 2 }]",
      says: ["3: `min` is more than `max`; swap them."],
    },
    {
      yaml: "document:\n  path: a.md\n  fields: [Start, { name: End, after: Start }]",
      says: ["3: `after` compares dates: say `is: date` as well."],
    },
    {
      yaml: "document:\n  path: a.md\n  fields:\n    - { name: Start, is: date }\n    - { name: End, is: date, after: Strat }",
      says: ["5: `after` names `Strat`, which is no date among these fields; add `{ name: Strat, is: date }`."],
    },
    {
      yaml: "document:\n  path: a.md\n  each:\n    heading: Phase *\n    fields:\n      - { name: End, is: date, after: Start }",
      says: ["6: `after` names `Start`, which is no date among these fields; add `{ name: Start, is: date }`."],
    },
    {
      yaml: "document:\n  path: a.md\n  tables: [{ min_rows: 2 }]",
      says: ["3: Say which table: `under` its heading, by its `columns`, or both."],
    },
    {
      yaml: "document:\n  path: a.md\n  tables: [{ under: Risks, collumns: [A] }]",
      says: ["3: Unknown key `collumns`. Did you mean `columns`?"],
    },
    {
      yaml: "document:\n  path: a.md\n  each: { heading: Phase *, log: { under: Log, date: End } }",
      says: ["3: `log` needs to know when a part is complete: add `complete_when: { Status: Complete }`."],
    },
    {
      yaml: "document:\n  path: a.md\n  each: { heading: Phase *, fields: [{ name: A, under: B }] }",
      says: ["3: Unknown key `under`. Expected `name`, `is`, `one_of`, `min`, `max` or `after`."],
    },
    { yaml: "document:\n  path: a.md\n  each: { min: 2 }", says: ["3: `heading` is missing; expected text."] },
    {
      yaml: "document:\n  path: a.md\n  placeholders: no",
      says: ["3: Expected `none`, got `no`."],
    },
    {
      yaml: "document:\n  path: a.md\n  tasks: done",
      says: ["3: Expected `complete`, `listed` or a map (`key: value`), got `done`."],
    },
    { yaml: "document:\n  path: a.md\n  signed: []", says: ["3: The list needs at least 1 entry."] },
    {
      yaml: "document:\n  path: a.md\n  signed: Lead",
      says: ["3: Expected a list or a map (`key: value`), got `Lead`."],
    },
    {
      yaml: "document:\n  path: a.md\n  max_age: a month",
      says: ["3: `a month` does not fit. A duration is a number with a unit: `30m`, `24h`, `7d` or `2w`."],
    },
    { yaml: "rollback_plan:\n  numeric_triggers: 5", says: ["2: Expected `true` or `false`, got `5`."] },
  ])("$yaml", ({ yaml, says }) => {
    expect(findings(yaml)).toEqual(says);
  });
});

const settings = (written: object) => requirement({ document: { path: "a.md", ...written } }).settings;

test("short forms say the same as long ones", () => {
  expect(settings({ fields: ["A"] })).toEqual(settings({ fields: [{ name: "A" }] }));
  expect(settings({ fields: [["A", "B"]] })).toEqual(settings({ fields: [{ name: ["A", "B"] }] }));
  expect(settings({ sections: ["A"] })).toEqual(settings({ sections: [{ heading: "A" }] }));
  expect(settings({ signed: ["A"] })).toEqual(settings({ signed: { lines: ["A"] } }));
  expect(settings({ each: { heading: "A *" } })).toEqual(settings({ each: [{ heading: "A *" }] }));
  expect(settings({ tables: [{ under: "A", columns: ["B"] }] })).toEqual(
    settings({ tables: [{ under: ["A"], columns: [{ name: "B" }], min_rows: 1 }] }),
  );
});
