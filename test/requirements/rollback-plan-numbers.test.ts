import { describe, expect, test } from "@jest/globals";
import { judge, shown, type Given } from "./judging.ts";

const described = (text: string): Given => ({ templates: [], files: [], body: `## Rollback plan\n\n${text}\n` });
const numeric = { rollback_plan: { numeric_triggers: true } };
const triggers = (line: string): string => `### Trigger conditions\n\n- ${line}\n\n### Steps\n\n1. Revert commit 4.`;

describe("triggers with numbers", () => {
  test.each([
    { line: "Error rate above 2 %", is: "met" },
    { line: "Error rate > 2%", is: "met" },
    { line: "p95 latency rises by 300ms", is: "met" },
    { line: "Checkout takes longer than 1.5 seconds", is: "met" },
    { line: "More than 5 consecutive failed health checks", is: "met" },
    { line: "Three reports, or 20 errors per minute", is: "met" },
    { line: "Latency doubles (2x)", is: "met" },
    { line: "Queue length ≥ 1,000", is: "met" },
    { line: "Critical functionality broken", is: "unmet rollback-plan/no-number" },
    { line: "Anything odd in version 2.4.1", is: "unmet rollback-plan/no-number" },
    { line: "See issue #12 and step 3", is: "unmet rollback-plan/no-number" },
    { line: "Decided on 2026-10-01", is: "unmet rollback-plan/no-number" },
    { line: "Error rate increases by >X%", is: "unmet rollback-plan/unfilled" },
    { line: "Response time increases by >Yms", is: "unmet rollback-plan/unfilled" },
    { line: "Error rate: [threshold]", is: "unmet rollback-plan/unfilled" },
  ])("$line: $is", ({ line, is }) => {
    expect(shown(judge(numeric, described(triggers(line))))).toBe(is);
    expect(
      shown(
        judge(
          { rollback_plan: { path: "p.md", ...numeric.rollback_plan } },
          {
            templates: [],
            files: [],
            documents: { "p.md": [{ path: "p.md", text: `# Plan\n\n${triggers(line)}` }] },
          },
        ),
      ),
    ).toBe(is);
  });

  test("other numbers in the plan are no triggers, and without the setting none are needed", () => {
    const text = "### Trigger conditions\n\nAnything odd.\n\n### Steps\n\nWait 5 minutes, then revert.";
    expect(judge(numeric, described(text))).toMatchObject({
      code: "rollback-plan/no-number",
      reason: "The part `Trigger conditions` of the rollback plan names no number that could be measured (line 3).",
      remedy: "Say under `Trigger conditions` from which number on to go back, such as `error rate above 2 %`.",
    });
    expect(shown(judge("rollback_plan", described(text)))).toBe("met");
  });

  test("a label serves as well as a heading, and the procedure's own name for it", () => {
    expect(shown(judge(numeric, described("Triggers: errors above 2 %\n\nSteps: revert")))).toBe("met");
    const sections = [["Abort trigger", "Abort when"], "Steps"];
    const own = { rollback_plan: { numeric_triggers: true, sections } };
    expect(shown(judge(own, described("### Abort when\n\nErrors above 2 %.\n\n### Steps\n\nRevert.")))).toBe("met");
    expect(judge(numeric, described("Errors above 2 %: revert."))).toMatchObject({
      code: "rollback-plan/part-missing",
      reason: "The section `Rollback plan` of the description has no part `Trigger conditions`.",
    });
  });
});

const inFile = (text: string): Given => ({
  templates: [],
  files: [],
  documents: { "p.md": [{ path: "p.md", text }] },
});

const DAY_MS = 86_400_000;
const within = (rehearsed_within: string, more: object = {}) => ({ rollback_plan: { rehearsed_within, ...more } });

describe("rehearsed within (today is 2026-11-20)", () => {
  test.each([
    { text: "Revert.\n\n**Rehearsed:** 2026-10-01", is: "met" },
    { text: "Revert.\n\n- Last rehearsed: 2026-10-01 by Ada", is: "met" },
    { text: "Revert.\n\n| What | When |\n| --- | --- |\n| Rehearsed on | 2026-10-01 |", is: "met" },
    { text: "Revert. Rehearsed on 2026-10-01.", is: "met" },
    { text: "Revert. We rehearsed it in staging on 2026-10-01.", is: "met" },
    { text: "Revert.\n\n### Rehearsal\n\nOn 2026-10-01, in staging, in 12 minutes.", is: "met" },
    { text: "Revert.\n\n**Rehearsed:** 2025-01-01, 2026-10-01", is: "met" },
    { text: "Revert.\n\n**Rehearsed:** 2026-11-20", is: "met" },
    { text: "Revert.", is: "unmet" },
    { text: "Revert.\n\n**Rehearsed:** yes", is: "unmet" },
    { text: "Revert.\n\n**Rehearsed:** 2026-02-30", is: "unmet" },
    { text: "Revert.\n\n**Rehearsed:** 2026-06-01", is: "unmet" },
    { text: "Revert.\n\n**Rehearsed:** 2026-12-01", is: "unmet" },
    { text: "Revert.\n\n**Rehearsed:** planned for 2026-10-01", is: "unmet" },
    { text: "Revert. Never rehearsed since 2026-10-01.", is: "unmet" },
    { text: "Revert. Not rehearsed as of 2026-10-01.", is: "unmet" },
    { text: "Revert the commit of 2026-10-01.", is: "unmet" },
    { text: "Revert.\n\n- [ ] Rehearsed on 2026-10-01", is: "unmet" },
    { text: "Revert. <!-- Rehearsed on 2026-10-01 -->", is: "unmet" },
  ])("$text: $is", ({ text, is }) => {
    expect(judge(within("90d"), described(text)).state).toBe(is);
  });

  test("says what is wrong, and when time will change it", () => {
    expect(judge(within("90d"), described("Revert."))).toMatchObject({
      code: "rollback-plan/not-rehearsed",
      reason: "The section `Rollback plan` of the description does not say when it was rehearsed.",
      remedy: "Rehearse going back, and write the day as `**Rehearsed:** 2026-03-01` in the rollback plan.",
      short: "rollback not rehearsed",
    });
    expect(judge(within("30d"), described("Revert.\n\n**Rehearsed:** 2026-10-01"))).toMatchObject({
      reason:
        "The section `Rollback plan` of the description was rehearsed last on `2026-10-01`, which is longer ago than `30d` (line 5).",
    });
    expect(judge(within("30d"), described("Revert.\n\n**Rehearsed:** 2026-12-01"))).toMatchObject({
      reason:
        "The section `Rollback plan` of the description says that it was rehearsed on `2026-12-01`, which is yet to come (line 5).",
      wakeAt: new Date("2026-11-30T10:00:00Z"),
    });
    expect(judge(within("30d"), described("Revert.\n\n**Rehearsed:** yes"))).toMatchObject({
      reason:
        "The section `Rollback plan` of the description says `yes` where the day of its rehearsal belongs (line 5).",
    });
  });

  test("wakes when the rehearsal becomes too long ago, and is unmet from then on", () => {
    const facts = described("Revert.\n\n**Rehearsed:** 2026-11-01");
    const wakeAt = new Date("2026-12-02T00:00:00Z");
    expect(judge(within("30d"), facts)).toMatchObject({ state: "met", wakeAt });
    expect(judge(within("30d"), facts, { now: new Date(wakeAt.getTime() - DAY_MS) }).state).toBe("met");
    expect(judge(within("30d"), facts, { now: wakeAt }).state).toBe("unmet");
    expect(judge("rollback_plan", facts)).not.toHaveProperty("wakeAt");
  });

  test("a file, and a name of the team's own", () => {
    const given = within("90d", { path: "p.md", section: false, rehearsed: ["Fire drill", "Drill"] });
    expect(shown(judge(given, inFile("# Plan\n\nRevert.\n\n**Drill:** 2026-11-01")))).toBe("met");
    expect(shown(judge(given, inFile("# Plan\n\nRevert.\n\n**Rehearsed:** 2026-11-01")))).toBe(
      "unmet rollback-plan/not-rehearsed",
    );
  });
});
