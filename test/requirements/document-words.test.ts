import { expect, test } from "@jest/globals";
import { requirement } from "./judging.ts";

test.each<[string, unknown, string]>([
  ["nothing else", {}, ""],
  ["sections", { sections: [["A", "Other"], "B"] }, ", with the sections `A` and `B`"],
  [
    "sections with rules of their own",
    {
      sections: [
        { heading: "A", min_words: 9 },
        { heading: "B", contains: ["x", "y"] },
      ],
    },
    ", with the sections `A` (with at least 9 words) and `B` (with `x` and `y`)",
  ],
  ["words", { min_words: 40 }, ", with at least 40 words"],
  [
    "fields",
    {
      fields: [
        "Owner",
        { name: "Start", is: "date" },
        { name: "End", is: "date", after: "Start" },
        { name: "Status", one_of: ["Frozen", "Stable"], under: "Header" },
        { name: "Cover", is: "number", min: 90, max: 100 },
      ],
    },
    ", with the fields `Owner`, `Start` (a date), `End` (a date, not before `Start`), `Status` (`Frozen` or `Stable`) under `Header` and `Cover` (a number, at least 90, at most 100)",
  ],
  [
    "tables",
    { tables: [{ under: "Risks", columns: ["Risk", { name: "When", is: "date" }], min_rows: 3 }, { under: "Log" }] },
    ", with a table under `Risks` that has the columns `Risk` and `When` (a date) and at least 3 rows and a table under `Log`",
  ],
  [
    "a row",
    { tables: [{ columns: ["State"], row: "{feature}" }] },
    ", with a table that has the column `State` and the row `{feature}`",
  ],
  [
    "parts",
    {
      each: {
        heading: "Phase *",
        under: "Phases",
        min: 2,
        sections: ["Tasks"],
        fields: [{ name: "Status", one_of: ["Open", "Done"] }],
        complete_when: { Status: "Done" },
        log: { under: "Log", date: "End" },
      },
    },
    ", with at least 2 parts `Phase *` under `Phases`, each with the section `Tasks`, the field `Status` (`Open` or `Done`), every box ticked once it is complete and its date in the table under `Log` once it is complete",
  ],
  ["a part without rules", { each: { heading: "Phase *" } }, ", with a part `Phase *`"],
  ["boxes", { tasks: "complete" }, ", with every box ticked"],
  ["boxes of a part", { tasks: { complete_under: ["Done", "Ready"] } }, ", with every box ticked under `Done`"],
  ["boxes for later", { tasks: "listed" }, ""],
  [
    "signatures",
    { signed: { under: "Sign-off", lines: ["Lead", "Owner"] } },
    ", with the name and date of `Lead` and `Owner` under `Sign-off`",
  ],
  [
    "placeholders and age",
    { placeholders: "none", max_age: "7d" },
    ", with no placeholder left and its last change no more than 7 days ago",
  ],
  [
    "phrases with commas are kept apart",
    { sections: ["A", "B", "C"], min_words: 9 },
    ", with at least 9 words; and the sections `A`, `B` and `C`",
  ],
])("%s", (_, settings, words) => {
  const given = typeof settings === "object" ? settings : {};
  expect(requirement({ document: { path: "a.md", ...given } }).describe()).toBe(`the file \`a.md\` filled in${words}`);
});
