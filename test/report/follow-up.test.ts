import { describe, expect, test } from "@jest/globals";
import type { Entry } from "../../src/evidence/ledger.ts";
import { stepsCalled } from "../../src/evaluation/find-step.ts";
import { deferralIssue, overrideIssue } from "../../src/report/follow-up.ts";
import { rollbackComment } from "../../src/report/rollback.ts";
import { withNotes } from "../../src/report/status-notes.ts";
import { judged, label, step, stepsPolicy, tick } from "../evaluation/world.ts";

const of = { repository: "acme/shop", number: 7 };
const marker = "<!-- mark -->";
const common = {
  by: { login: "olga", type: "User" },
  at: "2026-03-02T09:30:00Z",
  via: "command",
  role: "lead",
} as const;

test("what was put off is told with who and why, nothing forged", () => {
  const verdict = judged(stepsPolicy(step("docs", tick(), { title: "Handbook @all", help: "See #1" })));
  const [found] = stepsCalled(verdict, "docs");
  const entry: Entry<"defer"> = {
    act: "defer",
    procedure: "p",
    step: "docs",
    reason: "fair <!-- x --> closes #2",
    ...common,
  };
  expect(deferralIssue(entry, { of, found, marker })).toMatchInlineSnapshot(`
   {
     "body": "<!-- mark -->
   Handbook @&#8203;all (\`docs\`) of acme/shop#7 was put off and is still to be done.

   - Who: olga (lead), 2026-03-02 09:30 UTC
   - Why: fair &lt;!-- x --&gt; closes #&#8203;2
   - Procedure: Procedure
   - Help: See #&#8203;1
   ",
     "title": "Follow up: Handbook @all of #7",
   }
  `);
});

test("what was put off of a phase that is due says by when", () => {
  const [found] = stepsCalled(judged(stepsPolicy(step("docs", tick()))), "docs");
  if (found === undefined) throw new Error("there is no such step");
  const entry: Entry<"defer"> = { act: "defer", procedure: "p", step: "docs", reason: "later", ...common };
  const due = { ...found, phase: { ...found.phase, dueAt: new Date("2026-03-04T16:00:00Z") } };
  expect(deferralIssue(entry, { of, found: due, marker }).body).toContain("\n- Due: 2026-03-04 16:00 UTC\n");
});

test("what was skipped is a list of boxes, cut where it is too long", () => {
  const entry: Entry<"override"> = {
    act: "override",
    gate: "merge",
    reason: "fire",
    expires: "2026-03-03T09:30:00Z",
    commit: "abc",
    ...common,
  };
  const few = judged(stepsPolicy(step("docs", tick()), step("x", label("x"))));
  expect(overrideIssue(entry, { of, before: few, marker })).toMatchInlineSnapshot(`
   {
     "body": "<!-- mark -->
   The gate \`merge\` of acme/shop#7 was opened by an override.

   - Who: olga (lead), 2026-03-02 09:30 UTC
   - Why: fire
   - Until: 2026-03-03 09:30 UTC, for commit abc

   What was open at that moment:

   - [ ] Step docs (🟡 awaited): Its box is not ticked.
   - [ ] Step x (❌ to do): It does not carry \`x\`.
   ",
     "title": "Follow up: override of #7 (merge)",
   }
  `);
  const many = judged(stepsPolicy(...Array.from({ length: 2000 }, (_, index) => step(`s${index}`, tick()))));
  const { body } = overrideIssue(entry, { of, before: many, marker });
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(/… and \d+ more\n$/u);
});

describe("a rollback", () => {
  const entry: Entry<"rollback"> = { act: "rollback", environment: "production", reason: "errors", ...common };

  test("posts the plan as boxes", () => {
    const plan = {
      file: { path: "docs/plan.md", text: "", url: "https://example.test/plan" },
      items: ["Tell @all", "- x"],
    };
    expect(rollbackComment(entry, { plan, marker })).toMatchInlineSnapshot(`
     "<!-- mark -->
     **Rollback of \`production\`** by olga (lead), 2026-03-02 09:30 UTC: errors

     The plan is [docs/plan.md](https://example.test/plan):

     - [ ] Tell @&#8203;all
     - [ ] \\- x
     "
    `);
  });

  test("says where there is none", () => {
    expect(rollbackComment(entry, { plan: undefined, marker })).toContain("There is no rollback plan here");
  });
});

describe("notes of a status comment", () => {
  test.each([
    { notes: { followUps: [], launches: [], tell: ["@lea"] }, text: "status\n" },
    { notes: { followUps: [], launches: [], tell: [], blockedSince: "2026-03-02T09:30:00Z" }, text: "status\n" },
    {
      notes: { followUps: [], launches: [], tell: ["@lea", "@acme/leads"], blockedSince: "2026-03-02T09:30:00Z" },
      text: "status\n\nBlocked since 2026-03-02 09:30 UTC: @lea @acme/leads\n",
    },
    {
      notes: { followUps: ["https://github.com/acme/shop/issues/5"], launches: [], tell: [] },
      text: "status\n\nTo be followed up: [#&#8203;5](https://github.com/acme/shop/issues/5)\n",
    },
    {
      notes: { followUps: [], launches: ["https://github.com/acme/shop/issues/12"], tell: [] },
      text: "status\n\nLaunch: [#&#8203;12](https://github.com/acme/shop/issues/12)\n",
    },
  ])("$text", ({ notes, text }) => {
    expect(withNotes("status\n", notes)).toBe(text);
  });
});
