import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { ASKED, FILLED } from "./implementation-plan.ts";
import { judge, type Given } from "./judging.ts";

const plan = (text: string): Given => ({ documents: { "plan.md": [{ path: "plan.md", text }] } });

test("a plan that is filled in throughout passes", () => {
  expect(judge(ASKED, plan(FILLED))).toEqual({
    state: "met",
    reason: "`plan.md` is filled in.",
    evidence: [{ text: "plan.md" }],
  });
});

/** One thing spoilt in the plan, and what is said of it. */
const SPOILT = [
  {
    from: "# Implementation plan: Coupons at the checkout",
    to: "# Implementation plan: [Feature Name]",
    is: "unfilled",
    reason: "`plan.md` still holds the placeholder `[Feature Name]` (line 1).",
  },
  {
    from: "**Feature:** [Coupons](https://github.com/acme/shop/issues/41)",
    to: "**Feature:** [Link to feature proposal]",
    is: "unfilled",
    reason: "The field `Feature` of `plan.md` is not filled in (line 3).",
  },
  {
    from: "**Feature:** [Coupons](https://github.com/acme/shop/issues/41)",
    to: "**Feature:** Coupons",
    is: "invalid",
    reason: "The field `Feature` of `plan.md` says `Coupons`, which is not a link (line 3).",
  },
  {
    from: "**Branch:** `feature/coupons`",
    to: "**Branch:** `feature/[branch-name]`",
    is: "invalid",
    reason: "The field `Branch` of `plan.md` says `feature/[branch-name]`, which is not the name of a branch (line 4).",
  },
  {
    from: "**Branch:** `feature/coupons`",
    to: "**Branch:**",
    is: "unfilled",
    reason: "The field `Branch` of `plan.md` is not filled in (line 4).",
  },
  {
    from: "**Branch:** `feature/coupons`",
    to: "**Branch:** the coupon branch",
    is: "invalid",
    reason: "The field `Branch` of `plan.md` says `the coupon branch`, which is not the name of a branch (line 4).",
  },
  {
    from: "**Estimated Duration:** 5 weeks",
    to: "**Estimated Duration:** [X days/weeks]",
    is: "unfilled",
    reason: "The field `Estimated duration` of `plan.md` is not filled in (line 5).",
  },
  {
    from: "**Estimated Duration:** 5 weeks",
    to: "**Estimated Duration:** soon",
    is: "invalid",
    reason:
      "The field `Estimated duration` of `plan.md` says `soon`, which is not a duration such as `3 days` (line 5).",
  },
  {
    from: "**Start Date:** 2026-10-05",
    to: "**Start Date:** YYYY-MM-DD",
    is: "unfilled",
    reason: "The field `Start date` of `plan.md` is not filled in (line 6).",
  },
  {
    from: "**Start Date:** 2026-10-05",
    to: "**Start Date:** 2026-02-30",
    is: "invalid",
    reason: "The field `Start date` of `plan.md` says `2026-02-30`, which is not a date such as `2026-03-01` (line 6).",
  },
  {
    from: "**Start Date:** 2026-10-05",
    to: "**Start Date:** 05/10/2026",
    is: "invalid",
    reason: "The field `Start date` of `plan.md` says `05/10/2026`, which is not a date such as `2026-03-01` (line 6).",
  },
  {
    from: "**Start Date:** 2026-10-05\n",
    to: "",
    is: "incomplete",
    reason: "The field `Start date` of `plan.md` is not there.",
  },
  {
    from: "**Target Completion:** 2026-11-13",
    to: "**Target Completion:** 2026-10-04",
    is: "invalid",
    reason:
      "The field `Target completion` of `plan.md` says `2026-10-04`, which is before `Start date`, `2026-10-05` (line 7).",
  },
  {
    from: "**Assignee:** Grace Hopper",
    to: "**Assignee:** [Developer Name]",
    is: "unfilled",
    reason: "The field `Assignee` of `plan.md` is not filled in (line 8).",
  },
  {
    from: "**Assignee:** Grace Hopper",
    to: "**Assignee:** someone",
    is: "invalid",
    reason: "The field `Assignee` of `plan.md` says `someone`, which is not the name of a person (line 8).",
  },
  {
    from: "Customers can enter one coupon at the checkout. The price service computes the discount, so that web shop and app agree on it, and finance sees every coupon in the daily report.",
    to: "[Brief summary of what will be implemented]",
    is: "unfilled",
    reason:
      "The section `Executive summary` of `plan.md` still holds the placeholder `[Brief summary of what will be implemented]` (line 14).",
  },
  {
    from: "## Executive summary\n",
    to: "## Foreword\n",
    is: "incomplete",
    reason: "`plan.md` has no section `Executive summary`.",
  },
  {
    from: "```\nsrc/\n",
    to: "```\n[Show the relevant file structure]\nsrc/\n",
    is: "unfilled",
    reason: "`plan.md` still holds the placeholder `[Show the relevant file structure]` (line 23).",
  },
  {
    from: "keeps the coupon that was entered",
    to: "[What changes are needed and why]",
    is: "unfilled",
    reason:
      "The section `Current state` of `plan.md` still holds the placeholder `[What changes are needed and why]` (line 33).",
  },
  {
    from: "Totals were added up in two places",
    to: "[Technical debt item 1 that will be fixed]",
    is: "unfilled",
    reason:
      "The section `Current state` of `plan.md` still holds the placeholder `[Technical debt item 1 that will be fixed]` (line 40).",
  },
  {
    from: "### Phase 1: Foundation",
    to: "### Phase 1: [Foundation/Setup]",
    is: "unfilled",
    reason: "`plan.md` still holds the placeholder `[Foundation/Setup]` (line 46).",
  },
  {
    from: "**Duration:** 5 days",
    to: "**Duration:** [X days]",
    is: "unfilled",
    reason: "The field `Duration` of `Phase 1: Foundation` of `plan.md` is not filled in (line 48).",
  },
  {
    from: "**Duration:** 10 days\n",
    to: "",
    is: "incomplete",
    reason: "The field `Duration` of `Phase 2: Discount` of `plan.md` is not there.",
  },
  {
    from: "**Status:** ✅ Complete\n\n#### Objectives\n\n- Coupons",
    to: "**Status:** ⏸️ Not Started | 🚧 In Progress | ✅ Complete\n\n#### Objectives\n\n- Coupons",
    is: "unfilled",
    reason:
      "The field `Status` of `Phase 1: Foundation` of `plan.md` still lists `Not started`, `In progress` and `Complete` (line 49).",
  },
  {
    from: "✅ Complete (two days late)",
    to: "nearly there",
    is: "invalid",
    reason:
      "The field `Status` of `Phase 2: Discount` of `plan.md` says `nearly there`, which is not `Not started`, `In progress` or `Complete` (line 74).",
  },
  {
    from: "✅ Complete (two days late)",
    to: "🚧 In Progress",
    is: "inconsistent",
    reason:
      "`Phase 2: Discount` of `plan.md` is not complete, but `Phase completion log` says that it ended on `2026-10-27` (line 222).",
  },
  {
    from: "#### Objectives\n\n- One place computes the price with a coupon\n\n",
    to: "",
    is: "incomplete",
    reason: "`Phase 2: Discount` of `plan.md` has no section `Objectives`.",
  },
  {
    from: "- One place computes the price with a coupon",
    to: "- [Clear objective 1]",
    is: "unfilled",
    reason:
      "The section `Objectives` of `Phase 2: Discount` of `plan.md` still holds the placeholder `[Clear objective 1]` (line 78).",
  },
  {
    from: "- Nobody gets a discount twice\n",
    to: "",
    is: "unfilled",
    reason: "The section `Objectives` of `Phase 3: Tests` of `plan.md` is empty (line 98).",
  },
  {
    from: "- [x] **Task 1.2**: Repository for coupons",
    to: "- [ ] **Task 1.2**: Repository for coupons",
    is: "inconsistent",
    reason:
      "`Phase 1: Foundation` of `plan.md` says that it is complete, but the box `Task 1.2: Repository for coupons` is not ticked (line 60).",
  },
  {
    from: "#### Deliverables\n\n- [x] Price service 3.2 in staging",
    to: "#### Deliverables",
    is: "unfilled",
    reason: "The section `Deliverables` of `Phase 2: Discount` of `plan.md` is empty (line 85).",
  },
  {
    from: "Support answered three trial questions from the page",
    to: "TBD",
    is: "unfilled",
    reason:
      "The section `Success criteria` of `Phase 4: Launch` of `plan.md` still holds the placeholder `TBD` (line 142).",
  },
  {
    from: "| One discount         | One discount         |",
    to: "| One discount         | [To be filled] |",
    is: "unfilled",
    reason: "The section `Test plan` of `plan.md` still holds the placeholder `[To be filled]` (line 111).",
  },
  {
    from: "| Test Type   | Description ",
    to: "| Test Type   | Story ",
    is: "incomplete",
    reason: "The table under `Test plan` in `plan.md` has no column `Description` (line 108).",
  },
  {
    from: "| Load test before launch  | Turn the flag off       |",
    to: "| Load test before launch  |  |",
    is: "unfilled",
    reason:
      "`Contingency` in row 1 (`Price service gets slower`) of the table under `Technical risks` in `plan.md` is not filled in (line 152).",
  },
  {
    from: "| Coupons are guessed by bots | Medium | Medium      | Ten random characters    | Block after five tries  |\n",
    to: "",
    is: "incomplete",
    reason: "The table under `Technical risks` in `plan.md` has 1 of at least 2 rows (line 150).",
  },
  {
    from: "| Price service gets slower   |",
    to: "| [Risk 1]   |",
    is: "unfilled",
    reason: "`Risk` in row 1 of the table under `Technical risks` in `plan.md` is not filled in (line 152).",
  },
  {
    from: "- **Mitigation**: Flag per client, so that the web goes first\n",
    to: "",
    is: "incomplete",
    reason: "The table under `Schedule risks` in `plan.md` has no column `Mitigation` (line 157).",
  },
  {
    from: "- **Contingency**: Launch without the app",
    to: "- **Contingency**:",
    is: "unfilled",
    reason:
      "`Contingency` in row 1 (`The app release slips by a week`) of the table under `Schedule risks` in `plan.md` is not filled in (line 159).",
  },
  {
    from: "### Resource risks",
    to: "### Other risks",
    is: "incomplete",
    reason: "`plan.md` has no section `Resource risks`.",
  },
  {
    from: "- [x] After phase 1: data model",
    to: "- [ ] After phase 1: data model",
    is: "incomplete",
    reason: "The box `After phase 1: data model` in `plan.md` is not ticked (line 183).",
  },
  {
    from: "- [x] Reviewed by two people",
    to: "- [ ] Reviewed by two people",
    is: "incomplete",
    reason: "The box `Reviewed by two people` in `plan.md` is not ticked (line 193).",
  },
  {
    from: "- [x] Blockers: none",
    to: "- [ ] Blockers: [Any impediments]",
    is: "unfilled",
    reason: "`plan.md` still holds the placeholder `[Any impediments]` (line 214).",
  },
  {
    from: "| Phase 2 | 2026-10-23  | 2026-10-27 |",
    to: "| Phase 2 | 2026-10-23  | [TBD] |",
    is: "inconsistent",
    reason:
      "`Phase 2: Discount` of `plan.md` says that it is complete, but `Phase completion log` has no date as its `Actual end` (line 222).",
  },
  {
    from: "| Phase 2 | 2026-10-23  | 2026-10-27 |",
    to: "| Phase 2 | 2026-10-23  | – |",
    is: "inconsistent",
    reason:
      "`Phase 2: Discount` of `plan.md` says that it is complete, but `Phase completion log` has no date as its `Actual end` (line 222).",
  },
  {
    from: "| Phase 2 | 2026-10-23  | 2026-10-27 |",
    to: "| Phase 2 | 2026-10-23  | 2026-11-31 |",
    is: "inconsistent",
    reason:
      "`Phase 2: Discount` of `plan.md` says that it is complete, but its `Actual end` in `Phase completion log` is `2026-11-31`, which is not a date of the calendar (line 222).",
  },
  {
    from: "| Phase 2 | 2026-10-23  | 2026-10-27 |",
    to: "| Phase 2 | 2026-10-23  | 2026-12-24 |",
    is: "inconsistent",
    reason:
      "`Phase 2: Discount` of `plan.md` says that it is complete, but its `Actual end` in `Phase completion log` is `2026-12-24`, which is yet to come (line 222).",
  },
  {
    from: "| Phase 2 | 2026-10-23  | 2026-10-27 |",
    to: "| Phase 2 | soon | 2026-10-27 |",
    is: "invalid",
    reason:
      "`Planned end` in row 2 (`Phase 2`) of the table under `Phase completion log` in `plan.md` says `soon`, which is not a date such as `2026-03-01` (line 222).",
  },
  {
    from: "| Phase 3 | 2026-11-03  | 2026-11-05 | load test repeated             |\n",
    to: "",
    is: "inconsistent",
    reason: "`Phase 3: Tests` of `plan.md` says that it is complete, but `Phase completion log` has no row for it.",
  },
  {
    from: "### Phase completion log",
    to: "### Log",
    is: "incomplete",
    reason: "`plan.md` has no section `Phase completion log`.",
  },
  {
    from: "- Ask finance about rounding first",
    to: "- [Improvement 1]",
    is: "unfilled",
    reason: "The section `Lessons learned` of `plan.md` still holds the placeholder `[Improvement 1]` (line 236).",
  },
  {
    from: "[Design of the feature](../designs/coupons.md)",
    to: "[Link to design documents]",
    is: "unfilled",
    reason:
      "The section `References` of `plan.md` still holds the placeholder `[Link to design documents]` (line 242).",
  },
  {
    from: "- Technical Lead: Ada Lovelace - Date: 2026-10-02",
    to: "- Technical Lead: [Name] - Date: [YYYY-MM-DD]",
    is: "unfilled",
    reason: "`plan.md` still holds the placeholder `[YYYY-MM-DD]` (line 251).",
  },
  {
    from: "- Technical Lead: Ada Lovelace - Date: 2026-10-02",
    to: "- Technical Lead: Ada Lovelace",
    is: "unsigned",
    reason: "`Technical lead` has not signed `plan.md`: it says `Ada Lovelace`, without a date (line 251).",
  },
  {
    from: "- Technical Lead: Ada Lovelace - Date: 2026-10-02",
    to: "- Technical Lead: 2026-10-02",
    is: "unsigned",
    reason: "`Technical lead` has not signed `plan.md`: it says `2026-10-02`, without the name of a person (line 251).",
  },
  {
    from: "- Product Owner: Katherine Johnson - Date: 2026-10-02\n",
    to: "",
    is: "unsigned",
    reason: "`Product owner` has not signed `plan.md`: it has no line for it.",
  },
  {
    from: "- Developer: Grace Hopper - Date: 2026-11-12",
    to: "- Developer: Grace Hopper - Date: 2026-12-01",
    is: "unsigned",
    reason: "`Developer` has not signed `plan.md`: it says `2026-12-01`, which is yet to come (line 256).",
  },
  {
    from: "- Reviewer: @annie-easley (2026-11-13)",
    to: "- Reviewer: @annie-easley (2026-11-31)",
    is: "unsigned",
    reason:
      "`Reviewer` has not signed `plan.md`: it says `2026-11-31`, which is not a date of the calendar (line 257).",
  },
  { from: "## Sign-off", to: "## Signatures", is: "incomplete", reason: "`plan.md` has no section `Sign-off`." },
];

describe("one thing spoilt", () => {
  test.each(SPOILT)("$to: $reason", ({ from, to, is, reason }) => {
    expect(FILLED).toContain(from);
    expect(judge(ASKED, plan(FILLED.replace(from, () => to)))).toMatchObject({
      state: "unmet",
      code: `document/${is}`,
      reason,
    });
  });
});

test("the guide's example asks for the same, and the plan passes it", () => {
  const guide = readFileSync(new URL("../../docs/documents.md", import.meta.url), "utf8");
  const block = [...guide.matchAll(/```yaml steps\n([\s\S]*?)```/gu)].find(([, text = ""]) =>
    text.includes("log:"),
  )?.[1];
  const [step] = z.array(z.object({ require: z.unknown() })).parse(load(block ?? ""));
  const path = "docs/plan.md";
  const facts = { documents: { [path]: [{ path, text: FILLED }] } };
  expect(judge(step?.require, facts).state).toBe("met");
});

describe("a log with planned ends", () => {
  const asked = JSON.parse(
    JSON.stringify(ASKED).replace(`"date":"Actual end"`, `"date":"Actual end","planned":"Planned end"`),
  ) as unknown;

  test("passes when every phase has one", () => {
    expect(judge(asked, plan(FILLED)).state).toBe("met");
  });

  test.each([
    {
      title: "a part that is not planned",
      from: /\| Phase 3 \| 2026.*\n/u,
      to: "",
      says: "has no row for `Phase 3: Tests`.",
    },
    {
      title: "no date",
      from: "2026-11-03 ",
      to: "soon ",
      says: "has no date as the `Planned end` of `Phase 3: Tests` (line 223).",
    },
    {
      title: "two dates",
      from: "2026-11-03 ",
      to: "2026-11-03 or 2026-11-04 ",
      says: "has no date as the `Planned end` of `Phase 3: Tests`",
    },
    {
      title: "no such column",
      from: "| Planned End |",
      to: "| Goal |",
      says: "There is no table with the column `Planned end`",
    },
  ])("$title", ({ from, to, says }) => {
    const { document } = z.object({ document: z.looseObject({ tables: z.array(z.unknown()) }) }).parse(asked);
    const alone = { document: { ...document, tables: document.tables.slice(0, 4) } };
    const outcome = judge(alone, plan(FILLED.replace(from, () => to)));
    expect(outcome.state).toBe("unmet");
    expect(outcome.reason).toContain(says);
  });
});
