import { describe, expect, test } from "@jest/globals";
import { judge, requirement, shown, snapshot, judgingWith, type Given } from "./judging.ts";

const at = (text: string, more: Given = {}): Given => ({ documents: { "a.md": [{ path: "a.md", text }] }, ...more });
const outcome = (settings: object, text: string, more: Given = {}) =>
  judge({ document: { path: "a.md", ...settings } }, at(text, more), { parameters: { feature: "coupons" } });

interface Line {
  readonly title: string;
  readonly asked: object;
  readonly text: string;
  readonly is: string;
  readonly reason?: string;
}

const check = ({ asked, text, is, reason }: Line): void => {
  const found = outcome(asked, text);
  expect(shown(found)).toBe(is);
  if (reason !== undefined) expect(found.reason).toBe(reason);
};

const RISKS = "## Risks\n\n### Technical\n\n**Risk:** slow\n\n### Schedule\n\n**Risk:** [Risk 1]\n";

describe("fields", () => {
  test.each<Line>([
    { title: "under a heading", asked: { fields: [{ name: "Risk", under: "Technical" }] }, text: RISKS, is: "met" },
    {
      title: "unfilled under the other",
      asked: { fields: [{ name: "Risk", under: "Schedule" }] },
      text: RISKS,
      is: "unmet document/unfilled",
      reason: "The field `Risk` of `a.md` is not filled in (line 9).",
    },
    {
      title: "not under that heading",
      asked: { fields: [{ name: "Owner", under: "Schedule" }] },
      text: RISKS,
      is: "unmet document/incomplete",
      reason: "The field `Owner` of `a.md` is not there, under the heading `Schedule`.",
    },
    {
      title: "no such heading",
      asked: { fields: [{ name: "Risk", under: ["Resource", "People"] }] },
      text: RISKS,
      is: "unmet document/incomplete",
      reason: "`a.md` has no section `Resource`.",
    },
    { title: "another spelling", asked: { fields: [["Owner", "Responsible"]] }, text: "Responsible: Ada", is: "met" },
    { title: "one of several lines", asked: { fields: ["Owner"] }, text: "Owner: TBD\n\nOwner: Ada", is: "met" },
    {
      title: "a table's row",
      asked: { fields: [{ name: "Progress", is: "number", min: 100 }] },
      text: "| Field | Value |\n| --- | --- |\n| Progress | 100 % |",
      is: "met",
    },
    {
      title: "a number below its bound",
      asked: { fields: [{ name: "Progress", is: "number", min: 100 }] },
      text: "**Progress:** 95 %",
      is: "unmet document/invalid",
      reason: "The field `Progress` of `a.md` says `95 %`, which is not a number of at least 100 (line 1).",
    },
    {
      title: "the same day is in order",
      asked: {
        fields: [
          { name: "Start", is: "date" },
          { name: "End", is: "date", after: "start" },
        ],
      },
      text: "Start: 2026-03-01\n\nEnd: 2026-03-01",
      is: "met",
    },
  ])("$title: $is", check);
});

const TABLE = "## Risks\n\n| Nr | Mitigation | Risk |\n| --- | --- | --- |\n| 1 | Load test | Slow |\n| 2 | | Full |\n";

describe("tables", () => {
  test.each<Line>([
    {
      title: "columns in another order",
      asked: { tables: [{ under: "Risks", columns: ["Risk", ["No.", "Nr"]] }] },
      text: TABLE,
      is: "met",
    },
    {
      title: "an empty cell",
      asked: { tables: [{ columns: ["Risk", ["Counter-measure", "Mitigation"]] }] },
      text: TABLE,
      is: "unmet document/unfilled",
      reason:
        "`Counter-measure` in row 2 (`2`) of the table with `Risk` and `Counter-measure` in `a.md` is not filled in (line 6).",
    },
    {
      title: "every column where none is named",
      asked: { tables: [{ under: "Risks" }] },
      text: TABLE,
      is: "unmet document/unfilled",
    },
    {
      title: "no table",
      asked: { tables: [{ under: "Risks", columns: ["Risk"] }] },
      text: "## Risks\n\nThere are some.",
      is: "unmet document/incomplete",
      reason: "The table under `Risks` in `a.md` is not there.",
    },
    {
      title: "no table with these columns anywhere",
      asked: { tables: [{ columns: ["Owner", "Date"] }] },
      text: TABLE,
      is: "unmet document/incomplete",
      reason: "The table with `Owner` and `Date` in `a.md` is not there.",
    },
    {
      title: "only a header",
      asked: { tables: [{ columns: ["Risk"] }] },
      text: "| Risk |\n| --- |",
      is: "unmet document/incomplete",
      reason: "The table with `Risk` in `a.md` has 0 of at least 1 row (line 1).",
    },
    {
      title: "only a header where that is enough",
      asked: { tables: [{ columns: ["Risk"], min_rows: 0 }] },
      text: "| Risk |\n| --- |",
      is: "met",
    },
    {
      title: "lines in place of a table",
      asked: { tables: [{ under: "Risks", columns: ["Risk", "Mitigation"], min_rows: 2 }] },
      text: "## Risks\n\n- **Risk**: slow\n- **Mitigation**: load test\n\n- **Risk**: full\n- **Mitigation**: quota\n",
      is: "met",
    },
    {
      title: "lines of which one is missing",
      asked: { tables: [{ under: "Risks", columns: ["Risk", "Mitigation"], min_rows: 2 }] },
      text: "## Risks\n\n- **Risk**: slow\n- **Mitigation**: load test\n\n- **Risk**: full\n",
      is: "unmet document/unfilled",
      reason: "`Mitigation` in row 2 (`full`) of the table under `Risks` in `a.md` is not filled in (line 6).",
    },
    {
      title: "cells of a form",
      asked: { tables: [{ columns: ["Day", { name: "State", one_of: ["Stable", "Unstable"] }], min_rows: 2 }] },
      text: "| Day | State |\n| --- | --- |\n| 1 | Stable |\n| 2 | shaky |",
      is: "unmet document/invalid",
      reason:
        "`State` in row 2 (`2`) of the table with `Day` and `State` in `a.md` says `shaky`, which is not `Stable` or `Unstable` (line 4).",
    },
    {
      title: "one row of many, by a parameter",
      asked: {
        tables: [{ row: "{feature}", columns: [{ name: "Status", one_of: ["Deployed", "Ready for deployment"] }] }],
      },
      text: "| Feature | Status |\n| --- | --- |\n| search | planned |\n| Coupons | 🚀 Deployed |",
      is: "met",
    },
    {
      title: "that row is not there",
      asked: { tables: [{ row: "{feature}", columns: ["Status"] }] },
      text: "| Feature | Status |\n| --- | --- |\n| search | planned |",
      is: "unmet document/incomplete",
      reason: "The table with `Status` in `a.md` has no row `coupons` (line 1).",
    },
    {
      title: "a parameter without a value",
      asked: { tables: [{ row: "{team}", columns: ["Status"] }] },
      text: "| Feature | Status |\n| --- | --- |\n| search | planned |",
      is: "unmet document/parameter",
      reason: "The row `{team}` needs the parameter `team`, which has no value here.",
    },
    {
      title: "one good table of several",
      asked: { tables: [{ columns: ["Risk"] }] },
      text: "| Risk |\n| --- |\n| [Risk 1] |\n\nSo:\n\n| Risk |\n| --- |\n| slow |",
      is: "met",
    },
  ])("$title: $is", check);
});

const DONE = "## Done\n\n### Code\n\n- [x] Reviewed\n\n## Later\n\n- [ ] Party\n";

describe("sections and tasks", () => {
  test.each<Line>([
    {
      title: "boxes under a heading",
      asked: { sections: ["Later"], tasks: { complete_under: "Done" } },
      text: DONE,
      is: "met",
    },
    {
      title: "an open one",
      asked: { tasks: { complete_under: ["Done", "Later"] } },
      text: DONE,
      is: "unmet document/incomplete",
      reason: "The box `Party` in `a.md` is not ticked (line 9).",
    },
    {
      title: "no boxes under the heading",
      asked: { tasks: { complete_under: "Done" } },
      text: "## Done\n\nAll of it.",
      is: "unmet document/incomplete",
      reason: "There is no box under the heading `Done` of `a.md`.",
    },
    {
      title: "no such heading",
      asked: { tasks: { complete_under: "Done" } },
      text: "Said.",
      is: "unmet document/incomplete",
    },
    { title: "open boxes as a plan", asked: { sections: ["Later"], tasks: "listed" }, text: DONE, is: "met" },
    {
      title: "open boxes alone say nothing",
      asked: { sections: ["Later"] },
      text: DONE,
      is: "unmet document/unfilled",
    },
    {
      title: "a checklist for later as a whole",
      asked: { tasks: "listed" },
      text: "# Steps\n\n- [ ] Deploy",
      is: "met",
    },
    {
      title: "an empty checklist",
      asked: { tasks: "listed" },
      text: "# Steps\n\n- [ ] [Step 1]",
      is: "unmet document/unfilled",
    },
    {
      title: "none as an answer",
      asked: { sections: [{ heading: "Breaking changes", accept_none: true }] },
      text: "## Breaking changes\n\nNone",
      is: "met",
    },
    {
      title: "too few words",
      asked: { sections: [{ heading: "Goal", min_words: 5 }] },
      text: "## Goal\n\nBe quick.",
      is: "unmet document/unfilled",
    },
    {
      title: "what has to be mentioned",
      asked: { sections: [{ heading: "Progress", contains: "100 %" }] },
      text: "## Progress\n\nWe are at 90 %. <!-- 100 % -->",
      is: "unmet document/incomplete",
      reason: "The section `Progress` of `a.md` does not mention `100 %` (line 1).",
    },
    {
      title: "placeholders elsewhere",
      asked: { sections: ["Goal"], placeholders: "none" },
      text: "# [Name]\n\n## Goal\n\nBe quick.",
      is: "unmet document/unfilled",
    },
  ])("$title: $is", check);
});

const phase = (number: number, status: string, box: string) =>
  `### Phase ${number}: P${number}\n\n**Status:** ${status}\n\n#### Tasks\n\n- [${box}] Do it\n\n`;
const log = (...ends: readonly string[]) =>
  `### Phase log\n\n| Phase | End |\n| --- | --- |\n${ends.map((end, index) => `| Phase ${index + 1} | ${end} |\n`).join("")}`;

describe("repeated parts", () => {
  const phases = { heading: "Phase *", sections: ["Tasks"], fields: [{ name: "Status", one_of: ["Open", "Done"] }] };
  const logged = { ...phases, complete_when: { Status: "Done" }, log: { under: "Phase log", date: "End" } };

  test.each<Line>([
    { title: "open work is planned work", asked: { each: phases }, text: phase(1, "Open", " "), is: "met" },
    {
      title: "done, open, and the log says so",
      asked: { each: logged },
      text: phase(1, "Done", "x") + phase(2, "Open", " ") + log("2026-11-01", "–"),
      is: "met",
    },
    {
      title: "open parts need no row",
      asked: { each: logged },
      text: phase(1, "Done", "x") + phase(2, "Open", " ") + log("2026-11-01"),
      is: "met",
    },
    {
      title: "phase 1 is not phase 10",
      asked: { each: logged },
      text: phase(10, "Done", "x") + log("2026-11-01"),
      is: "unmet document/inconsistent",
    },
    {
      title: "the log is no part, though it is called like one",
      asked: { each: { ...logged, min: 2 } },
      text: phase(1, "Done", "x") + log("2026-11-01"),
      is: "unmet document/incomplete",
      reason: "`a.md` has 1 of at least 2 headings like `Phase *`.",
    },
    {
      title: "a log without that column",
      asked: { each: { ...logged, log: { under: "Phase log", date: "Finished" } } },
      text: phase(1, "Done", "x") + log("2026-11-01"),
      is: "unmet document/incomplete",
      reason: "There is no table with the column `Finished` under the heading `Phase log` of `a.md`.",
    },
    {
      title: "done with an open box, without a log",
      asked: { each: { ...phases, complete_when: { Status: "Done" } } },
      text: phase(1, "Done", " "),
      is: "unmet document/inconsistent",
      reason: "`Phase 1: P1` of `a.md` says that it is complete, but the box `Do it` is not ticked (line 7).",
    },
    {
      title: "no word on being complete",
      asked: { each: { heading: "Phase *", complete_when: { State: "Done" } } },
      text: phase(1, "Done", "x"),
      is: "unmet document/incomplete",
      reason: "The field `State` of `Phase 1: P1` of `a.md` is not there (line 1).",
    },
    {
      title: "only under their heading",
      asked: { each: { ...phases, under: "Phases" } },
      text: `## Phases\n\n${phase(1, "Open", " ")}## After\n\n### Phase out\n\nSome day.`,
      is: "met",
    },
    {
      title: "without their heading",
      asked: { each: { ...phases, under: "Phases" } },
      text: phase(1, "Open", " "),
      is: "unmet document/incomplete",
    },
    {
      title: "numbers before their names",
      asked: { each: { heading: "phase *" } },
      text: "## 1. Phase A\n\nSaid.",
      is: "met",
    },
  ])("$title: $is", check);

  test("a date to come mends itself", () => {
    const text = phase(1, "Done", "x") + log("2026-12-01");
    expect(outcome({ each: logged }, text)).toMatchObject({ wakeAt: new Date("2026-11-30T10:00:00Z") });
  });
});

describe("signatures", () => {
  const signed = ["Lead"];
  test.each<Line>([
    { title: "name and date", asked: { signed }, text: "- Lead: Ada Lovelace - Date: 2026-01-02", is: "met" },
    { title: "bold, with a comma", asked: { signed }, text: "**Lead:** Ada Lovelace, 2026-01-02", is: "met" },
    { title: "a login, in brackets", asked: { signed }, text: "Lead: @ada (2026-01-02)", is: "met" },
    { title: "signed on", asked: { signed }, text: "Lead: Ada Lovelace, signed on 2026-01-02", is: "met" },
    {
      title: "a row",
      asked: { signed },
      text: "| Role | Name | Date |\n| --- | --- | --- |\n| Lead | Ada | 2026-01-02 |",
      is: "met",
    },
    {
      title: "a row without a date",
      asked: { signed },
      text: "| Role | Name | Date |\n| --- | --- | --- |\n| Lead | Ada | |",
      is: "unmet document/unsigned",
    },
    { title: "today", asked: { signed }, text: "Lead: Ada - 2026-11-20", is: "met" },
    { title: "nobody", asked: { signed }, text: "Lead: - Date: 2026-01-02", is: "unmet document/unsigned" },
    {
      title: "a placeholder",
      asked: { signed },
      text: "Lead: [Name] - Date: 2026-01-02",
      is: "unmet document/unsigned",
    },
    {
      title: "two dates",
      asked: { signed },
      text: "Lead: Ada - 2026-01-02 or 2026-01-03",
      is: "unmet document/unsigned",
    },
    {
      title: "one spelling of several",
      asked: { signed: [["Lead", "Tech lead"]] },
      text: "Tech lead: Ada - 2026-01-02",
      is: "met",
    },
    {
      title: "elsewhere than under the heading",
      asked: { signed: { under: "Sign-off", lines: signed } },
      text: "Lead: Ada - 2026-01-02\n\n## Sign-off\n\nSoon.",
      is: "unmet document/unsigned",
    },
  ])("$title: $is", check);

  test("a date to come mends itself", () => {
    expect(outcome({ signed }, "Lead: Ada - 2026-12-01")).toMatchObject({ wakeAt: new Date("2026-11-30T10:00:00Z") });
  });
});

const lookups = (settings: object, text: string, more: Given = {}) =>
  requirement({ document: { path: "a.md", ...settings } }).lookups(snapshot(at(text, more)), judgingWith());

describe("what is looked up", () => {
  const branch = { fields: [{ name: "Branch", is: "branch" }] };

  test("branches that the file names, once each", () => {
    expect(lookups({ ...branch, sections: [] }, "Branch: `feature/x`").branches).toEqual(["feature/x"]);
    expect(lookups(branch, "Branch: the one").branches).toEqual([]);
    expect(lookups(branch, "Branch: main").branches).toEqual([]);
    expect(lookups(branch, "Branch: feature/coupons").branches).toEqual([]);
    expect(lookups(branch, "Branch: feature/coupons", { fork: true }).branches).toEqual(["feature/coupons"]);
    expect(lookups(branch, "Branch: x", { branches: { x: false } }).branches).toEqual([]);
    expect(lookups({}, "Branch: x")).toEqual({ branches: [], changedSince: [], lastChanged: [] });
    const each = { each: { heading: "Phase *", ...branch } };
    expect(lookups(each, "## Phase 1\n\nBranch: a\n\n## Phase 2\n\nBranch: b").branches).toEqual(["a", "b"]);
  });

  test("a branch counts once it is known to be there", () => {
    const text = "Branch: x";
    expect(shown(outcome(branch, text))).toBe("error document/unknown");
    expect(shown(outcome(branch, text, { branches: {} }))).toBe("error document/unknown");
    expect(shown(outcome(branch, text, { branches: { x: true } }))).toBe("met");
    expect(outcome(branch, text, { branches: { x: false } })).toMatchObject({
      code: "document/invalid",
      reason: "The field `Branch` of `a.md` says `x`, and there is no such branch (line 1).",
    });
    expect(outcome(branch, text, { unread: { branches: "GitHub did not answer." } })).toMatchObject({
      reason: "GitHub did not answer.",
    });
  });

  test("what people can do comes before what is not known", () => {
    expect(shown(outcome({ fields: [...branch.fields, "Owner"] }, "Branch: x\n\nOwner:"))).toBe(
      "unmet document/unfilled",
    );
  });

  test("the last change is asked for where the file is fine, and holds for a while", () => {
    const old = { max_age: "30d" };
    expect(lookups(old, "Said.").lastChanged).toEqual(["a.md"]);
    expect(lookups(old, "TBD").lastChanged).toEqual([]);
    expect(shown(outcome(old, "Said."))).toBe("error document/unknown");
    expect(shown(outcome(old, "Said.", { lastChanged: { "a.md": null } }))).toBe("error document/unknown");
    expect(outcome(old, "Said.", { lastChanged: { "a.md": "2026-11-01T12:00:00Z" } })).toMatchObject({
      state: "met",
      reason: "`a.md` is filled in and up to date.",
      wakeAt: new Date("2026-12-01T12:00:00Z"),
    });
    expect(outcome(old, "Said.", { lastChanged: { "a.md": "2026-10-21T12:00:00Z" } })).toMatchObject({
      code: "document/outdated",
      reason: "`a.md` was changed last on `2026-10-21`, which is longer ago than `30d`.",
      remedy: "Look through `a.md` and bring it up to date.",
      short: "a outdated",
    });
  });
});
