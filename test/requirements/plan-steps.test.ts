import { expect, test } from "@jest/globals";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { planStepsOf } from "../../src/requirements/plan-steps.ts";
import { rollbackPlan } from "../../src/requirements/rollback-plan.ts";

const plan = (body: string, rest: Partial<Snapshot> = {}, settings: object = {}) =>
  planStepsOf({
    settings: rollbackPlan.settings.parse(settings),
    snapshot: { ...Snapshot.parse({ subject: { repository: "a/b", number: 1 }, body, templates: [] }), ...rest },
    parameters: { feature: "cart" },
  });

test.each([
  { title: "a list", body: "## Rollback plan\n\n- Revert it\n- Tell people\n", items: ["Revert it", "Tell people"] },
  {
    title: "the list under the heading of steps, not the triggers",
    body: "## Rollback plan\n\n### Triggers\n\n- Errors over 2 %\n\n### Rollback steps\n\n1. Revert it\n   - also the cart\n2. [ ] Tell `people`\n",
    items: ["Revert it", "also the cart", "Tell people"],
  },
  { title: "boxes alone, which say nothing yet", body: "## Rollback plan\n\n- [ ] Revert it\n", items: undefined },
  {
    title: "paragraphs",
    body: "## Rollback plan\n\nRevert the commit.\n\n```\ngit revert\n```\n",
    items: ["Revert the commit.", "git revert"],
  },
  { title: "no plan", body: "## Other\n\nText here.\n", items: undefined },
  { title: "an unfilled plan", body: "## Rollback plan\n\nTBD\n", items: undefined },
])("$title", ({ body, items }) => {
  expect(plan(body)?.items).toEqual(items);
});

test("a file at a path with parameters, where the description has none", () => {
  const file = { path: "docs/cart/rollback.md", text: "# Rollback\n\n## How to go back\n\n1. Flip the switch\n" };
  const documents = { "docs/cart/rollback.md": [file] };
  expect(plan("", { documents }, { path: "docs/{feature}/rollback.md" })).toEqual({ file, items: ["Flip the switch"] });
});
