import { describe, expect, test } from "@jest/globals";
import { judge, requirement, shown } from "./judging.ts";

const issue = { repository: "acme/shop", number: 3, state: "open" as const, labels: ["Approved"] };
const nothing = { linkedIssues: [], templates: [] };

describe("linked", () => {
  test.each([
    { title: "no issue", given: {}, facts: nothing, is: "unmet linked/missing" },
    { title: "an issue", given: {}, facts: { linkedIssues: [issue] }, is: "met" },
    { title: "an open issue", given: { issue: { state: "open" } }, facts: { linkedIssues: [issue] }, is: "met" },
    {
      title: "not a closed one",
      given: { issue: { state: "closed" } },
      facts: { linkedIssues: [issue] },
      is: "unmet linked/missing",
    },
    {
      title: "with a label",
      given: { issue: { labels: ["x", "approved"] } },
      facts: { linkedIssues: [issue] },
      is: "met",
    },
    {
      title: "without the label",
      given: { issue: { labels: "x" } },
      facts: { linkedIssues: [issue] },
      is: "unmet linked/missing",
    },
    {
      title: "a ticket in the title",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, title: "SHOP-12: coupons" },
      is: "met",
    },
    {
      title: "a ticket in the branch",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, head: "feature/SHOP-12" },
      is: "met",
    },
    {
      title: "a ticket in the description",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, body: "For SHOP-12." },
      is: "met",
    },
    {
      title: "a ticket only in a comment",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, body: "<!-- e.g. SHOP-12 -->" },
      is: "unmet linked/missing",
    },
    {
      title: "a ticket in an unclosed comment",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, body: "Hi\n\n<!-- e.g. SHOP-12" },
      is: "unmet linked/missing",
    },
    {
      title: "a ticket that is the template's example",
      given: "SHOP-[0-9]+",
      facts: { ...nothing, body: "Ticket: SHOP-1", templates: ["Ticket: SHOP-1"] },
      is: "unmet linked/missing",
    },
    {
      title: "a ticket where it is not looked for",
      given: { ticket: "SHOP-[0-9]+", in: "title" },
      facts: { body: "SHOP-12" },
      is: "unmet linked/missing",
    },
    { title: "a pattern that matches nothing at all", given: "X*", facts: nothing, is: "unmet linked/missing" },
    {
      title: "issue or ticket: the issue",
      given: { issue: true, ticket: "S-1" },
      facts: { ...nothing, linkedIssues: [issue] },
      is: "met",
    },
    {
      title: "issue or ticket: the ticket",
      given: { issue: true, ticket: "S-1" },
      facts: { ...nothing, title: "S-1" },
      is: "met",
    },
    {
      title: "not an issue",
      given: { issue: false, ticket: "S-1" },
      facts: { ...nothing, linkedIssues: [issue] },
      is: "unmet linked/missing",
    },
    { title: "issues not asked for", given: {}, facts: {}, is: "error linked/unknown" },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ linked: given }, facts))).toBe(is);
  });

  test("asks only for what it looks at", () => {
    expect(requirement("linked").needs().facts).toEqual(["linkedIssues"]);
    expect(requirement({ linked: "S-1" }).needs().facts).toEqual(["templates"]);
    expect(requirement({ linked: { ticket: "S-1", in: ["title"] } }).needs().facts).toEqual([]);
  });

  test("says what would count", () => {
    expect(judge("linked", nothing)).toMatchObject({
      short: "issue not linked",
      remedy: expect.stringContaining("Closes #NUMBER"),
    });
    expect(judge({ linked: "S-[0-9]" }, nothing)).toMatchObject({
      short: "ticket missing",
      remedy: "Name the ticket in the title, branch name or description.",
    });
    expect(
      requirement({ linked: { issue: { state: "open", labels: ["a", "b"] }, ticket: "S-1", in: "title" } }).describe(),
    ).toBe("an issue that is open labelled `a` or `b` or a ticket `S-1` in the title");
    const url = "https://github.com/acme/shop/issues/3";
    expect(judge("linked", { linkedIssues: [{ ...issue, url }] })).toMatchObject({
      reason: "Merging closes acme/shop#3.",
      evidence: [{ text: "acme/shop#3", url }],
    });
  });
});
