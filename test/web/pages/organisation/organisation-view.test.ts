import { describe, expect, test } from "@jest/globals";
import { LedgerEntry } from "../../../../src/evidence/ledger.ts";
import type { Exception } from "../../../../src/readiness/waits.ts";
import { awaitedName } from "../../../../src/web/pages/organisation/awaited-name.ts";
import {
  firstMonday,
  mondayOf,
  organisationView,
  type Found,
} from "../../../../src/web/pages/organisation/organisation-view.ts";
import { phaseVerdict, procedureVerdict } from "../../../readiness/standings/verdicts.ts";
import { NOTHING, newsOf, stood } from "../../../store/standing-news.ts";

/** A Friday. */
const NOW = new Date("2026-03-06T16:00:00Z");
const WEEK = new Date("2026-03-02T00:00:00Z");
const WEEK_MS = 7 * 24 * 3600 * 1000;

const found = (about: Partial<Found> = {}): Found => ({
  owner: "acme",
  repositories: [{ id: 5, owner: "acme", name: "shop", permission: "read" }],
  weeks: 4,
  now: NOW,
  waitingNow: [],
  bySteps: [],
  byPeople: [],
  byWeeks: [],
  byStepsAndWeeks: [],
  byPeopleAndWeeks: [],
  exceptions: [],
  exceptionsByWeeks: [],
  overdue: [],
  ...about,
});

test.each([
  ["2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z"],
  ["2026-03-08T23:59:59Z", "2026-03-02T00:00:00Z"],
  ["2026-03-09T00:00:00Z", "2026-03-09T00:00:00Z"],
  ["2026-01-01T12:00:00Z", "2025-12-29T00:00:00Z"],
])("the Monday of %s is %s", (at, monday) => {
  expect(mondayOf(new Date(at))).toEqual(new Date(monday));
});

test("every week has its place, this one last, also where nothing happened", () => {
  const waited = { week: WEEK, count: 2, medianMs: 5, mostMs: 9 };
  const counted = { week: new Date(WEEK.getTime() - WEEK_MS), act: "override", count: 3 } as const;
  const { ready, letThrough } = organisationView(found({ byWeeks: [waited], exceptionsByWeeks: [counted] }));
  expect(ready.map(({ week }) => week)).toEqual(
    [3, 2, 1, 0].map((weeks) => new Date(WEEK.getTime() - weeks * WEEK_MS)),
  );
  expect(ready.map((one) => one.waited)).toEqual([undefined, undefined, undefined, waited]);
  expect(letThrough.map(({ counts }) => counts)).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 3, 0],
    [0, 0, 0, 0],
  ]);
  expect(firstMonday(NOW, 1)).toEqual(WEEK);
});

test("steps and people have their medians of the newest weeks beside them", () => {
  const waited = { count: 1, medianMs: 5, mostMs: 9 };
  const step = { procedure: "release", step: "qa" };
  const view = organisationView(
    found({
      weeks: 13,
      bySteps: [{ ...step, title: "QA", ...waited }],
      byStepsAndWeeks: [
        { ...step, week: WEEK, ...waited },
        { ...step, procedure: "other", week: new Date(WEEK.getTime() - WEEK_MS), ...waited },
      ],
      byPeople: [{ on: "role:qa", ...waited }],
      byPeopleAndWeeks: [{ on: "role:qa", week: new Date(WEEK.getTime() - 3 * WEEK_MS), ...waited }],
    }),
  );
  expect(view.recent).toHaveLength(4);
  expect(view.bySteps).toMatchObject([{ title: "QA", weekly: [undefined, undefined, undefined, 5] }]);
  expect(view.byPeople).toMatchObject([{ name: "qa", weekly: [5, undefined, undefined, undefined] }]);
});

/** An act of Monday. */
const exception = (act: object, about: Partial<Exception> = {}): Exception => {
  const entry = LedgerEntry.parse({ by: { login: "ann" }, at: "2026-03-02T09:30:59Z", reason: "fire", ...act });
  if (entry.act !== "waive" && entry.act !== "override") throw new Error("another act");
  return { entry, repositoryId: 5, subject: "pull_request", number: 7, ...about };
};

describe("what was let through", () => {
  test("is told with the person, the place and the reason", () => {
    const { exceptions } = organisationView(
      found({
        exceptions: [
          exception(
            { act: "waive", procedure: "release", step: "qa" },
            { followUp: "https://github.com/acme/shop/issues/9" },
          ),
          exception({ act: "override", gate: "merge", expires: "2026-03-03T09:30:59Z" }, { subject: "issue" }),
        ],
      }),
    );
    expect(exceptions).toEqual([
      {
        at: new Date("2026-03-02T09:30:59Z"),
        by: "ann",
        did: "waived it",
        step: "qa",
        reason: "fire",
        subject: { name: "acme/shop#7", path: "/r/acme/shop/pull/7" },
        followUp: "https://github.com/acme/shop/issues/9",
        dueAt: undefined,
      },
      expect.objectContaining({
        did: "opened the gate `merge` until 2026-03-03 09:30 UTC",
        subject: { name: "acme/shop#7", path: "/r/acme/shop/issues/7" },
      }),
    ]);
  });

  test("is overdue where it was put off and was to be done by now, what is late for longest first", () => {
    const later = (step: string, ms: number): Exception => ({
      ...exception({ act: "waive", procedure: "release", step }),
      dueAt: new Date(NOW.getTime() + ms),
    });
    const { putOff } = organisationView(
      found({ exceptions: [later("docs", -1), later("qa", -5), later("notes", 1), later("soak", 0)] }),
    );
    expect(putOff.map(({ step, dueAt }) => [step, dueAt])).toEqual([
      ["qa", new Date(NOW.getTime() - 5)],
      ["docs", new Date(NOW.getTime() - 1)],
    ]);
  });

  test("is not told of a repository that the viewer can't read", () => {
    const hidden = exception({ act: "waive", procedure: "release", step: "qa" }, { repositoryId: 6 });
    expect(organisationView(found({ exceptions: [hidden] })).exceptions).toEqual([]);
  });
});

test("of a subject that is overdue the phases are told that are", () => {
  const phase = phaseVerdict({ id: "after", title: "After", blocks: null, holdsMerge: false });
  const late = new Date(NOW.getTime() - 1);
  const phases = [
    { ...phase, dueAt: late },
    { ...phase, dueAt: NOW },
    phase,
    { ...phase, state: "complete" as const, dueAt: late },
  ];
  const procedures = [
    procedureVerdict({ phases }),
    procedureVerdict({ exit: "aborted", phases: [{ ...phase, dueAt: late }] }),
  ];
  const standing = stood(newsOf(5, 7, { standing: { verdict: { ...NOTHING, procedures } } }).standing);
  expect(organisationView(found({ overdue: [standing, { ...standing, repositoryId: 6 }] })).overdue).toEqual([
    {
      title: "Basket",
      name: "acme/shop#7",
      path: "/r/acme/shop/pull/7",
      phase: "After",
      procedure: "Release",
      dueAt: late,
    },
  ]);
});

test.each([
  ["role:qa", "qa"],
  ["role:a:b", "a:b"],
  ["login:mona", "@mona"],
  ["automation:ci", "ci (automation)"],
  ["author", "the author"],
  ["writers", "anyone with write access"],
  ["clock", "time"],
])("%s is called %s", (on, name) => {
  expect(awaitedName(on)).toBe(name);
});
