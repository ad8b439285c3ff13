import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { judge, shown } from "./judging.ts";

/** Files that a release leaves behind, each with what is asked of it, one that is done, and ways in which it is not. */
const KINDS: readonly {
  readonly title: string;
  readonly asked: string;
  readonly done: string;
  readonly spoilt: readonly (readonly [from: string, to: string, is: string])[];
}[] = [
  {
    title: "release notes",
    asked: `
      path: a.md
      sections:
        - [New features, Features]
        - { heading: Fixes, accept_none: true }
        - { heading: Breaking changes, accept_none: true }
        - Migration
        - Deployment
        - Rollback`,
    done: "# 2.4\n\n## Features\n\n- Coupons\n\n## Fixes\n\nNone\n\n## Breaking changes\n\nNone\n\n## Migration\n\nNone: the new table starts empty.\n\n## Deployment\n\nTurn the flag on.\n\n## Rollback\n\nTurn it off.\n",
    spoilt: [
      ["None: the new table starts empty.", "None", "unfilled"],
      ["Turn it off.", "[Describe how to roll back]", "unfilled"],
      ["## Breaking changes\n\nNone\n", "", "incomplete"],
    ],
  },
  {
    title: "a deployment checklist for later",
    asked: `
      path: a.md
      sections: [Before, During, After, Health checks]
      placeholders: none
      tasks: listed`,
    done: "# Coupons\n\n## Before\n\n- [ ] Tell support\n\n## During\n\n- [ ] Deploy\n\n## After\n\n- [ ] Smoke test\n\n## Health checks\n\n- [ ] Error rate below 1 %\n",
    spoilt: [
      ["- [ ] Deploy\n", "", "unfilled"],
      ["Smoke test", "[Step 1]", "unfilled"],
      ["# Coupons", "# [Feature name]", "unfilled"],
    ],
  },
  {
    title: "a state file at the end of its life",
    asked: `
      path: a.md
      fields: [{ name: Progress, is: number, min: 100, under: Implementation progress }]
      sections: [{ heading: Implementation notes, contains: [Deployment readiness, Lessons learned] }]
      max_age: 4w`,
    done: "## Implementation progress\n\n**Progress:** 100 %\n\n## Implementation notes\n\nDeployment readiness: agreed with operations.\n\nLessons learned: ask finance first.\n",
    spoilt: [
      ["100 %", "95 %", "invalid"],
      ["**Progress:** 100 %", "100 %", "incomplete"],
      ["Lessons learned", "Notes", "incomplete"],
    ],
  },
  {
    title: "a list of features with their state",
    asked: `
      path: a.md
      tables:
        - row: "{feature}"
          columns: [{ name: Status, one_of: [Deployed, Ready for deployment] }, { name: [Window, Date], is: date }]`,
    done: "| Feature | Status | Window |\n| --- | --- | --- |\n| Search | Planned | |\n| [Coupons](coupons.md) | Ready for Deployment | 2026-11-24, 09:00 |\n",
    spoilt: [
      ["Ready for Deployment", "In progress", "invalid"],
      ["2026-11-24, 09:00", "", "unfilled"],
      ["Coupons", "Vouchers", "incomplete"],
    ],
  },
  {
    title: "a readiness report",
    asked: `
      path: a.md
      sections: [Hardening, Assessment]
      tables:
        - { under: Performance, columns: [Target, { name: Measured, is: number }] }
        - { under: Defects, columns: [{ name: Defect, is: issue }, Severity, { name: Status, one_of: [Resolved, Accepted] }], min_rows: 0 }
      fields: [{ name: Decision, one_of: [Go, No-go] }]
      signed: [QA lead]`,
    done: "## Hardening\n\nEnd to end, load, accessibility, security.\n\n## Performance\n\n| Target | Measured |\n| --- | --- |\n| p95 below 300 ms | 240 ms |\n\n## Defects\n\n| Defect | Severity | Status |\n| --- | --- | --- |\n| #91 | high | Resolved |\n\n## Assessment\n\nReady.\n\n**Decision:** Go\n\nQA lead: Katherine Johnson - 2026-11-19\n",
    spoilt: [
      ["240 ms", "fine", "invalid"],
      ["Resolved", "Open", "invalid"],
      ["#91", "the slow page", "invalid"],
      ["**Decision:** Go", "**Decision:** Go / No-go", "unfilled"],
      ["2026-11-19", "2026-11-31", "unsigned"],
      ["Ready.", "TBD", "unfilled"],
    ],
  },
  {
    title: "daily notes of the first week",
    asked: `
      path: a.md
      tables: [{ under: Days, columns: [{ name: Day, is: date }, { name: State, one_of: [Stable, Unstable] }, Notes], min_rows: 3 }]`,
    done: "## Days\n\n| Day | State | Notes |\n| --- | --- | --- |\n| 2026-11-16 | Stable | quiet |\n| 2026-11-17 | Unstable | hotfix 2.4.1 |\n| 2026-11-18 | Stable | quiet |\n",
    spoilt: [
      ["| 2026-11-18 | Stable | quiet |\n", "", "incomplete"],
      ["| Unstable |", "| Stable / Unstable |", "unfilled"],
      ["2026-11-16", "Monday", "invalid"],
    ],
  },
];

describe.each(KINDS)("$title", ({ asked, done, spoilt }) => {
  const outcome = (text: string): string => {
    const facts = { documents: { "a.md": [{ path: "a.md", text }] }, lastChanged: { "a.md": "2026-11-18T10:00:00Z" } };
    return shown(judge({ document: load(asked) }, facts, { parameters: { feature: "coupons" } }));
  };

  test("passes once it is done", () => {
    expect(outcome(done)).toBe("met");
  });

  test.each(spoilt)("%j as %j is %s", (from, to, is) => {
    expect(done).toContain(from);
    expect(outcome(done.replace(from, () => to))).toBe(`unmet document/${is}`);
  });
});
