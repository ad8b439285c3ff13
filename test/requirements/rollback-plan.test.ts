import { describe, expect, test } from "@jest/globals";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";
import { TEMPLATES } from "./templates.ts";

const nothing: Given = { templates: [], files: [] };
const described = (text: string, more: Given = {}): Given => ({
  ...nothing,
  body: `## Rollback plan\n\n${text}\n\n## Other\n\nText`,
  ...more,
});
const file = (text: string | null, more: Given = {}): Given => ({
  ...nothing,
  documents: { "plan.md": [{ path: "plan.md", text }] },
  ...more,
});
const migration: Given = { files: [{ path: "src/a.ts" }, { path: "db/migrations/1.sql", change: "added" }] };
const PARTS = { sections: ["Trigger conditions", ["Rollback steps", "Steps"]] };

describe("rollback_plan", () => {
  test.each([
    { title: "nowhere", given: {}, facts: nothing, is: "unmet rollback-plan/missing" },
    { title: "a short honest plan", given: {}, facts: described("Revert the commit; no data involved."), is: "met" },
    {
      title: "another heading for it",
      given: {},
      facts: { ...nothing, body: "### How to roll back?\n\nTurn the flag off." },
      is: "met",
    },
    { title: "none with a reason", given: {}, facts: described("None: configuration only."), is: "met" },
    { title: "none without", given: {}, facts: described("N/A"), is: "unmet rollback-plan/unfilled" },
    { title: "empty", given: {}, facts: described(""), is: "unmet rollback-plan/unfilled" },
    {
      title: "a placeholder",
      given: {},
      facts: described("Revert.\n\nOwner: [name of owner]"),
      is: "unmet rollback-plan/unfilled",
    },
    {
      title: "an empty part",
      given: {},
      facts: described("### Trigger conditions\n\n### Rollback steps\n\nRevert."),
      is: "unmet rollback-plan/unfilled",
    },
    {
      title: "a part that is none",
      given: {},
      facts: described("### Rollback steps\n\nRevert.\n\n### Data rollback\n\nNone"),
      is: "met",
    },
    {
      title: "a part as in the template",
      given: {},
      facts: described("### When\n\nSay when.\n\n### How\n\nRevert.", {
        templates: ["## Rollback plan\n\n### When\n\nSay when.\n\n### How\n\nSay how."],
      }),
      is: "unmet rollback-plan/unfilled",
    },
    {
      title: "parts asked for",
      given: PARTS,
      facts: described("### Trigger conditions\n\nErrors above 2 %.\n\n### Steps\n\n1. Revert."),
      is: "met",
    },
    {
      title: "parts as labels",
      given: PARTS,
      facts: described("**Trigger conditions:** errors above 2 %\n\n- Rollback steps: revert"),
      is: "met",
    },
    {
      title: "a part asked for is missing",
      given: PARTS,
      facts: described("### Trigger conditions\n\nErrors above 2 %."),
      is: "unmet rollback-plan/part-missing",
    },
    {
      title: "a part asked for is none",
      given: PARTS,
      facts: described("Trigger conditions: none\n\nRollback steps: revert"),
      is: "unmet rollback-plan/part-missing",
    },
    {
      title: "a migration",
      given: {},
      facts: described("Revert the commit.", migration),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "a migration, and its data",
      given: {},
      facts: described("Revert, then run the down migration.", migration),
      is: "met",
    },
    {
      title: "a migration without data",
      given: {},
      facts: described("Revert the commit; no data involved.", migration),
      is: "met",
    },
    {
      title: "only the template speaks of data",
      given: {},
      facts: described("Remember the database!\n\nRevert.", {
        ...migration,
        templates: ["## Rollback plan\n\nRemember the database!"],
      }),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "only a comment speaks of data",
      given: {},
      facts: described("Revert. <!-- data? -->", migration),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "a file that leaves the migrations",
      given: {},
      facts: described("Revert.", { files: [{ path: "a.txt", previous: "db/migrations/1.txt", change: "renamed" }] }),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "stricter for nothing",
      given: { stricter_for: false },
      facts: { ...described("Revert."), ...migration },
      is: "met",
    },
    {
      title: "stricter for other paths",
      given: { stricter_for: "infra/**" },
      facts: described("Revert.", migration),
      is: "met",
    },
    { title: "a file", given: { path: "plan.md" }, facts: file("# Plan\n\nRevert."), is: "met" },
    {
      title: "a file and its parts",
      given: { path: "plan.md", ...PARTS },
      facts: file("# Plan\n\n## Trigger conditions\n\nErrors.\n\n## Steps\n\nRevert."),
      is: "met",
    },
    {
      title: "a file without its parts",
      given: { path: "plan.md", ...PARTS },
      facts: file("# Plan\n\nRevert."),
      is: "unmet rollback-plan/part-missing",
    },
    {
      title: "a file with an empty part",
      given: { path: "plan.md" },
      facts: file("# Plan\n\n## When\n\n## How\n\nRevert."),
      is: "unmet rollback-plan/unfilled",
    },
    {
      title: "a file that says nothing of data",
      given: { path: "plan.md" },
      facts: file("Revert.", migration),
      is: "unmet rollback-plan/data-missing",
    },
    { title: "an unfilled file", given: { path: "plan.md" }, facts: file("TBD"), is: "unmet rollback-plan/unfilled" },
    {
      title: "no file",
      given: { path: "plan.md" },
      facts: { ...nothing, documents: { "plan.md": [] } },
      is: "unmet rollback-plan/missing",
    },
    {
      title: "a file that can't be read",
      given: { path: "plan.md" },
      facts: file(null),
      is: "error rollback-plan/unreadable",
    },
    { title: "a file not asked for", given: { path: "plan.md" }, facts: nothing, is: "error rollback-plan/unknown" },
    {
      title: "a file that can't be read, and a good description",
      given: { path: "plan.md" },
      facts: { ...described("Revert."), ...file(null), body: "## Rollback plan\n\nRevert." },
      is: "met",
    },
    {
      title: "a description where only a file counts",
      given: { path: "plan.md", section: false },
      facts: { ...file("TBD"), body: "## Rollback plan\n\nRevert." },
      is: "unmet rollback-plan/unfilled",
    },
    {
      title: "a path whose parameter has no value",
      given: { path: "docs/{feature}.md" },
      facts: nothing,
      is: "unmet rollback-plan/parameter",
    },
    {
      title: "a migration whose data part is only named",
      given: {},
      facts: described("### Steps\n\nRevert.\n\n### Data rollback\n\nNone", migration),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "a migration whose data label is only named",
      given: {},
      facts: described("Revert.\n\nData rollback: none", migration),
      is: "unmet rollback-plan/data-missing",
    },
    {
      title: "a migration whose data part gives the reason",
      given: {},
      facts: described("### Steps\n\nRevert.\n\n### Data rollback\n\nNone: the old code ignores the field.", migration),
      is: "met",
    },
    {
      title: "files not asked for",
      given: {},
      facts: { templates: [], body: "## Rollback plan\n\nRevert." },
      is: "error rollback-plan/unknown",
    },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ rollback_plan: given }, facts))).toBe(is);
  });

  test("says what to do", () => {
    expect(judge("rollback_plan", nothing)).toEqual({
      state: "unmet",
      code: "rollback-plan/missing",
      reason: "There is no rollback plan.",
      remedy: "Add the heading `## Rollback plan` to the description, and say when to go back and how.",
      short: "rollback plan missing",
      actors: [{ kind: "author", login: "ada" }],
    });
    expect(
      judge({ rollback_plan: { path: "plan.md" } }, { ...nothing, documents: { "plan.md": [] }, author: null }),
    ).toMatchObject({
      remedy:
        "Add the heading `## Rollback plan` to the description or add the file `plan.md`, and say when to go back and how.",
    });
    expect(judge({ rollback_plan: { section: false } }, nothing)).toMatchObject({
      remedy: "Have the procedure say where the rollback plan is.",
    });
    expect(judge("rollback_plan", described("[steps to take]"))).toMatchObject({
      reason: "The section `Rollback plan` of the description still holds the placeholder `[steps to take]` (line 3).",
      short: "rollback plan unfilled",
    });
    expect(judge("rollback_plan", described("Revert.", migration))).toMatchObject({
      reason:
        "The section `Rollback plan` of the description does not say what happens to the data, and `db/migrations/1.sql` changes it.",
      remedy: "Add `### Data rollback` to the rollback plan: how the data gets back, or why it need not.",
      short: "rollback plan incomplete",
    });
    expect(judge("rollback_plan", described("### When\n\n### How\n\nRevert."))).toMatchObject({
      reason: "The part `When` of the rollback plan is empty (line 3).",
      remedy: "Write what is true of this change under the heading `When`.",
    });
    expect(judge({ rollback_plan: PARTS }, described("Revert."))).toMatchObject({
      remedy: "Add the sub-heading `### Trigger conditions` to the rollback plan and fill it in.",
    });
  });

  test("shows where the plan is, with parameters filled in", () => {
    const url = "https://github.com/acme/shop/blob/1/docs/coupons.md";
    const facts = { ...nothing, documents: { "docs/coupons.md": [{ path: "docs/coupons.md", text: "Revert.", url }] } };
    expect(
      judge({ rollback_plan: { path: "docs/{feature}.md" } }, facts, { parameters: { feature: "coupons" } }),
    ).toEqual({
      state: "met",
      reason: "`docs/coupons.md` holds the rollback plan.",
      evidence: [{ text: "docs/coupons.md", url }],
    });
  });

  test("asks only for what it looks at", () => {
    expect(requirement("rollback_plan").needs()).toEqual({
      ...NO_NEEDS,
      facts: ["templates", "files"],
    });
    expect(requirement({ rollback_plan: { stricter_for: false, path: "plan.md" } }).needs()).toMatchObject({
      facts: ["templates"],
      documents: ["plan.md"],
    });
    expect(requirement({ rollback_plan: { stricter_for: false } }).describe()).toBe(
      "a rollback plan in the description under `Rollback plan`",
    );
  });

  test.each(Object.entries(TEMPLATES))("an untouched template never passes: %s", (_, template) => {
    for (const body of [template, template.replaceAll("\n", "\r\n")]) {
      expect(judge("rollback_plan", { ...nothing, body, templates: [template] }).state).toBe("unmet");
      expect(judge("rollback_plan", { ...nothing, body, templates: ["## Other", template] }).state).toBe("unmet");
    }
  });
});
