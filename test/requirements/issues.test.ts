import { describe, expect, test } from "@jest/globals";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";

const issue = (number: number, labels: string[] = ["critical"], milestone: string | null = null) => ({
  number,
  title: `Defect ${number}`,
  labels,
  milestone,
});
type Issues = NonNullable<Given["openIssues"]>[string];
const critical = (...openIssues: Issues): Given => ({ openIssues: { "label:critical": openIssues } });
const launch = (...openIssues: Issues): Given => ({ openIssues: { "milestone:Launch": openIssues } });

describe("issues", () => {
  test.each<{ title: string; given: unknown; facts: Given; is: string }>([
    { title: "none is open", given: { labels: "critical" }, facts: critical(), is: "met" },
    { title: "one is open", given: { labels: "critical" }, facts: critical(issue(1)), is: "unmet issues/open" },
    {
      title: "case does not matter",
      given: { labels: "critical" },
      facts: critical(issue(1, ["Critical"])),
      is: "unmet issues/open",
    },
    { title: "as many as may be", given: { labels: "critical", max: 1 }, facts: critical(issue(1)), is: "met" },
    {
      title: "one more",
      given: { labels: "critical", max: 1 },
      facts: critical(issue(1), issue(2)),
      is: "unmet issues/open",
    },
    { title: "one of two labels", given: { labels: ["critical", "shop"] }, facts: critical(issue(1)), is: "met" },
    {
      title: "both labels",
      given: { labels: ["critical", "shop"] },
      facts: critical(issue(1, ["shop", "critical"])),
      is: "unmet issues/open",
    },
    {
      title: "another milestone",
      given: { labels: "critical", milestone: "Launch" },
      facts: critical(issue(1)),
      is: "met",
    },
    {
      title: "label and milestone",
      given: { labels: "critical", milestone: "Launch" },
      facts: critical(issue(1, ["critical"], "launch")),
      is: "unmet issues/open",
    },
    {
      title: "a milestone",
      given: { milestone: "Launch" },
      facts: launch(issue(1, [], "Launch")),
      is: "unmet issues/open",
    },
    { title: "a milestone that is done", given: { milestone: "Launch" }, facts: launch(), is: "met" },
    { title: "another list was read", given: { labels: "minor" }, facts: critical(), is: "error issues/unknown" },
    { title: "nothing was read", given: { labels: "critical" }, facts: {}, is: "error issues/unknown" },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ issues: given }, facts))).toBe(is);
  });

  test("names the first three", () => {
    expect(judge({ issues: { labels: "critical" } }, critical(issue(1), issue(2), issue(3), issue(4)))).toEqual({
      state: "unmet",
      code: "issues/open",
      reason: "4 issues labelled `critical` are open: #1 `Defect 1`, #2 `Defect 2`, #3 `Defect 3` and 1 more.",
      remedy: "Close them, or correct the labels of what does not belong there.",
      short: "4 open issues",
      actors: [{ kind: "writers" }],
    });
    expect(
      judge({ issues: { milestone: "Launch", max: 1 } }, launch(issue(1, [], "Launch"), issue(2, [], "Launch"))),
    ).toMatchObject({
      reason: "2 issues in the milestone `Launch` are open; at most 1 may be: #1 `Defect 1` and #2 `Defect 2`.",
      remedy: "Close 1 of them, or correct the milestone of what does not belong there.",
    });
  });

  test("says that none is open, or which may be", () => {
    expect(judge({ issues: { labels: "critical" } }, critical())).toMatchObject({
      reason: "No open issue is labelled `critical`.",
    });
    const url = "https://github.com/acme/shop/issues/1";
    expect(judge({ issues: { labels: "critical", max: 2 } }, critical({ ...issue(1), url }))).toMatchObject({
      reason: "1 issue labelled `critical` is open; 2 may be.",
      evidence: [{ text: "#1 Defect 1", url }],
    });
  });

  test.each([
    { given: { labels: "critical" }, says: "no open issues labelled `critical`", key: "label:critical" },
    {
      given: { labels: ["a", "b"], milestone: "M", max: 1 },
      says: "at most 1 open issue labelled `a` and `b` in the milestone `M`",
      key: "label:a",
    },
    { given: { milestone: "M", max: 2 }, says: "at most 2 open issues in the milestone `M`", key: "milestone:M" },
  ])("describes itself: $says", ({ given, says, key }) => {
    expect(requirement({ issues: given }).describe()).toBe(says);
    expect(requirement({ issues: given }).needs().issues).toEqual([key]);
  });

  test.each([
    "issues",
    { issues: {} },
    { issues: { max: 3 } },
    { issues: { labels: [] } },
    { issues: { labels: "a", max: -1 } },
  ])("%j is refused", (written) => {
    expect(RequirementSchema.safeParse(written).success).toBe(false);
  });

  test("says what to name", () => {
    expect(JSON.stringify(RequirementSchema.safeParse({ issues: { max: 3 } }).error?.issues)).toContain(
      "Say `labels`, `milestone` or both",
    );
  });
});
