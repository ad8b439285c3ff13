import { describe, expect, test } from "@jest/globals";
import { datesIn, isFuture, startOf } from "../../src/requirements/calendar-date.ts";
import type { Form } from "../../src/requirements/document-forms.ts";
import { choicesIn, wrongIn } from "../../src/requirements/document-values.ts";

const isRight = (is: Form, text: string, links: readonly string[] = []): boolean =>
  wrongIn({ is }, { text, filled: true, line: 1, links }, () => true) === undefined;

const percent = (text: string) =>
  wrongIn({ is: "number", min: 90, max: 100 }, { text, filled: true, line: 1 }, () => true);

const branch = (exists: boolean | undefined) =>
  wrongIn({ is: "branch" }, { text: "origin/feature/x", filled: true, line: 1 }, (name) =>
    name === "feature/x" ? exists : undefined,
  );

describe("forms of values", () => {
  const TABLE: Readonly<Record<Form, { readonly right: readonly string[]; readonly wrong: readonly string[] }>> = {
    date: {
      right: ["2026-03-01", "2026-02-28 (a Saturday)", "2028-02-29", "on 2026-03-01", "2026-03-01T10:00Z"],
      wrong: [
        "2026-02-30",
        "2026-13-01",
        "2026-3-1",
        "01.03.2026",
        "03/01/2026",
        "1 March 2026",
        "2026-03-01 or 2026-04-01",
        "12026-03-01",
        "soon",
        "0000-00-00",
      ],
    },
    duration: {
      right: [
        "3 days",
        "2-3 weeks",
        "1.5 weeks",
        "10d",
        "about 2 months",
        "one sprint",
        "half a day",
        "5 working days",
        "2 weeks (with reserve)",
      ],
      wrong: ["soon", "3", "short", "days", "a while", "mañana"],
    },
    number: {
      right: ["3", "92.5 %", "-4", "1,000 orders", "100%", "> 5"],
      wrong: ["many", "2026-03-01", "1.2.3", "v2", "10:30", ""],
    },
    url: {
      right: [
        "https://example.org/a",
        "http://intranet/page",
        "../designs/coupons.md",
        "docs/coupons.md#goal",
        "./design",
      ],
      wrong: ["Coupons", "see the wiki", "https://", "javascript:alert(1)", "and/or"],
    },
    issue: {
      right: ["#12", "acme/shop#12", "https://github.com/acme/shop/issues/12", "SHOP-12", "Closes #12"],
      wrong: ["#0", "12", "#twelve", "the issue", "shop-12"],
    },
    person: {
      right: ["Ada Lovelace", "@ada", "@acme/core", "Ada Lovelace (CTO)", "O’Brien, Miles", "李雷", "Dr. Grace Hopper"],
      wrong: ["someone", "Name", "the team", "2026-03-01", "X", "✅", "approved", "12 34"],
    },
    branch: {
      right: ["feature/coupons", "main", "origin/feature/coupons", "fix-12_a.b"],
      wrong: ["the coupon branch", "feature/[branch-name]", "a..b", "-x", "x.lock", "a//b", "@", "x/"],
    },
  };

  for (const [form, { right, wrong }] of Object.entries(TABLE))
    test.each([...right.map((text) => ({ text, is: true })), ...wrong.map((text) => ({ text, is: false }))])(
      `${form} $text: $is`,
      ({ text, is }) => {
        expect(Object.hasOwn(TABLE, form) && isRight(formOf(form), text)).toBe(is);
      },
    );

  test("a link counts by its address", () => {
    expect(isRight("url", "Coupons", ["https://example.org"])).toBe(true);
    expect(isRight("issue", "Coupons", ["https://github.com/acme/shop/issues/41"])).toBe(true);
    expect(isRight("issue", "Coupons", ["https://example.org"])).toBe(false);
  });

  test("a number within bounds", () => {
    expect([percent("90 %"), percent("100")]).toEqual([undefined, undefined]);
    expect(percent("89.9 %")).toMatchObject({
      code: "invalid",
      says: "says `89.9 %`, which is not a number of at least 90 and at most 100",
    });
    expect(percent("101")?.code).toBe("invalid");
  });

  test("a branch that exists, does not, or has not been looked up", () => {
    expect(branch(true)).toBeUndefined();
    expect(branch(false)).toMatchObject({ code: "invalid", says: "says `feature/x`, and there is no such branch" });
    expect(branch(undefined)?.code).toBe("unknown");
  });

  test("what is not filled in is of no form", () => {
    expect(wrongIn({ is: "date" }, { text: "2026-03-01", filled: false, line: 1 }, () => true)?.code).toBe("unfilled");
    expect(wrongIn({}, { text: "TBD", filled: false, line: 1 }, () => true)?.code).toBe("unfilled");
  });
});

const FORM_NAMES = ["date", "duration", "number", "url", "issue", "person", "branch"] as const;
const formOf = (name: string): Form => FORM_NAMES.find((form) => form === name) ?? "date";

describe("one of several", () => {
  const options = ["Not started", "In progress", "Complete", "N/A", "Complete with issues"];
  test.each([
    { text: "Complete", is: ["Complete"] },
    { text: "✅ complete", is: ["Complete"] },
    { text: ":white_check_mark: Complete", is: ["Complete"] },
    { text: "In-Progress (60 %)", is: ["In progress"] },
    { text: "Complete – two days late", is: ["Complete"] },
    { text: "Complete, reviewed", is: ["Complete"] },
    { text: "complete with issues", is: ["Complete with issues"] },
    { text: "N/A", is: ["N/A"] },
    { text: "Not started | In progress | Complete", is: ["Not started", "In progress", "Complete"] },
    { text: "⏸️ Not Started / ✅ Complete", is: ["Not started", "Complete"] },
    { text: "In progress or Complete", is: ["In progress", "Complete"] },
    { text: "Complete rewrite pending", is: [] },
    { text: "Not complete", is: [] },
    { text: "Incomplete", is: [] },
    { text: "", is: [] },
  ])("$text", ({ text, is }) => {
    expect(choicesIn(text, options)).toEqual(is);
  });

  test("an option that says nothing elsewhere is an answer here", () => {
    expect(wrongIn({ one_of: options }, { text: "N/A", filled: false, line: 1 }, () => true)).toBeUndefined();
    expect(wrongIn({ one_of: options }, { text: "[status]", filled: false, line: 1 }, () => true)).toMatchObject({
      code: "unfilled",
      expected: "`Not started`, `In progress`, `Complete`, `N/A` or `Complete with issues`",
    });
  });
});

test("dates are days of the calendar, in ISO 8601", () => {
  expect(datesIn("from 2026-02-28 to 2026-02-30, v2026-01-01, 2026-01-011")).toEqual([
    { text: "2026-02-28", date: "2026-02-28" },
    { text: "2026-02-30", date: undefined },
  ]);
});

test("a day begins where it begins first on Earth", () => {
  const start = new Date("2026-11-20T10:00:00Z");
  expect(startOf("2026-11-21")).toEqual(start);
  expect(isFuture("2026-11-21", start)).toBe(false);
  expect(isFuture("2026-11-21", new Date(start.getTime() - 1))).toBe(true);
});
