import { describe, expect, test } from "@jest/globals";
import type { z } from "zod";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { planTextOf } from "../../src/requirements/plan-text.ts";
import { rollbackPlan } from "../../src/requirements/rollback-plan.ts";

const seen = (rest: Partial<z.input<typeof Snapshot>>): Snapshot =>
  Snapshot.parse({ subject: { repository: "acme/shop", number: 7 }, ...rest });

const plan = (rest: Partial<z.input<typeof Snapshot>>, settings: z.input<typeof rollbackPlan.settings> = {}) =>
  planTextOf({
    settings: rollbackPlan.settings.parse(settings),
    snapshot: seen(rest),
    parameters: { feature: "login" },
  });

const path = "docs/{feature}/rollback.md";
const file = { path: "docs/login/rollback.md", text: "# Rollback\n\n1. Switch it off\n" };

describe("a rollback plan", () => {
  test.each([
    { title: "nowhere", given: {}, is: undefined },
    {
      title: "in the description",
      given: { body: "## Rollback plan\n\n### Steps\n\n1. Off <!-- x -->\n" },
      is: { text: "### Steps\n\n1. Off" },
    },
    {
      title: "in a file",
      given: { documents: { "docs/login/rollback.md": [file] } },
      settings: { path },
      is: { text: "# Rollback\n\n1. Switch it off", file },
    },
    {
      title: "in a file that can't be read",
      given: { documents: { "docs/login/rollback.md": [{ ...file, text: null }] } },
      settings: { path },
      is: undefined,
    },
    {
      title: "in a file alone",
      given: { body: "## Rollback plan\n\n1. Off\n", documents: { "docs/login/rollback.md": [file] } },
      settings: { path, section: false } as const,
      is: { text: "# Rollback\n\n1. Switch it off", file },
    },
    { title: "in a file whose name is not known", given: {}, settings: { path: "docs/{ticket}/x.md" }, is: undefined },
  ])("$title", ({ given, settings, is }) => {
    expect(plan(given, settings)).toEqual(is);
  });
});
