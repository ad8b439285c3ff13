import { describe, expect, test } from "@jest/globals";
import { fc } from "../properties.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";
import { TEMPLATES } from "./templates.ts";

const written = (text: string): Given => ({
  body: `Intro\n\n## Test plan\n\n${text}\n\n## Other\n\nText`,
  templates: [],
});

const issue = (number: number, body?: string) => ({
  repository: "acme/shop",
  number,
  state: "open" as const,
  ...(body === undefined ? {} : { body }),
});

describe("section", () => {
  test.each([
    { title: "filled in", given: "Test plan", facts: written("Ran the suite twice."), is: "met" },
    { title: "another spelling of it", given: ["Tests", "Test plan"], facts: written("Ran it."), is: "met" },
    {
      title: "decorated",
      given: "Test plan",
      facts: { body: "## 3. 🧪 TEST PLAN:\n\nRan it.", templates: [] },
      is: "met",
    },
    { title: "no such heading", given: "Testing", facts: written("Ran it."), is: "unmet section/missing" },
    { title: "empty", given: "Test plan", facts: written(""), is: "unmet section/unfilled" },
    {
      title: "a placeholder",
      given: "Test plan",
      facts: written("[describe the tests]"),
      is: "unmet section/unfilled",
    },
    { title: "none", given: "Test plan", facts: written("N/A"), is: "unmet section/unfilled" },
    { title: "none with a reason", given: "Test plan", facts: written("None: configuration only."), is: "met" },
    {
      title: "none where it is an answer",
      given: { heading: "Test plan", accept_none: true },
      facts: written("N/A"),
      is: "met",
    },
    {
      title: "too short",
      given: { heading: "Test plan", min_words: 5 },
      facts: written("Ran it."),
      is: "unmet section/unfilled",
    },
    { title: "long enough", given: { heading: "Test plan", min_words: 2 }, facts: written("Ran it."), is: "met" },
    {
      title: "contains what it must",
      given: { heading: "Test plan", contains: "staging" },
      facts: written("Ran it on Staging."),
      is: "met",
    },
    {
      title: "only a comment contains it",
      given: { heading: "Test plan", contains: ["staging"] },
      facts: written("Ran it. <!-- staging? -->"),
      is: "unmet section/lacks",
    },
    {
      title: "the second of two fits",
      given: ["Notes", "Test plan"],
      facts: { body: "## Notes\n\n## Test plan\n\nRan it.", templates: [] },
      is: "met",
    },
    {
      title: "the text of a template",
      given: "Test plan",
      facts: { ...written("Say how."), templates: ["## Test plan\nSay how."] },
      is: "unmet section/unfilled",
    },
    {
      title: "the text of another template",
      given: "Test plan",
      facts: { ...written("Say how."), templates: ["## X\nY", "## Test plan\nSay how."] },
      is: "unmet section/unfilled",
    },
    {
      title: "of the issue a pull request closes",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written(""), linkedIssues: [issue(3, "## Test plan\nRan it.")] },
      is: "met",
    },
    {
      title: "of each of two issues",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written("Ran it."), linkedIssues: [issue(3, "## Test plan\nRan it."), issue(4, "## Test plan")] },
      is: "unmet section/unfilled",
    },
    {
      title: "of an issue that does not say it",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written("Ran it."), linkedIssues: [issue(3, "")] },
      is: "unmet section/missing",
    },
    {
      title: "of an issue that was not read",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written("Ran it."), linkedIssues: [issue(3)] },
      is: "error section/unknown",
    },
    {
      title: "of no issue",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written("Ran it."), linkedIssues: [] },
      is: "unmet section/no-issue",
    },
    {
      title: "of a pull request, on an issue",
      given: { heading: "Test plan", of: "pull_request" },
      facts: { ...written("Ran it."), subject: { kind: "issue" as const, repository: "a/b", number: 1 } },
      is: "error section/no-pull-request",
    },
    {
      title: "of an issue",
      given: { heading: "Test plan", of: "issue" },
      facts: { ...written("Ran it."), subject: { kind: "issue" as const, repository: "a/b", number: 1 } },
      is: "met",
    },
    {
      title: "templates not asked for",
      given: "Test plan",
      facts: { body: "## Test plan\nRan it." },
      is: "error section/unknown",
    },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ section: given }, facts))).toBe(is);
  });

  test.each([
    {
      text: "",
      reason: "The section `Test plan` of the description is empty (line 3).",
      remedy: "Write what is true of this change under the heading `Test plan`.",
    },
    {
      text: "Ran it.\n\nOwner: TBD",
      reason: "The section `Test plan` of the description still holds the placeholder `TBD` (line 7).",
      remedy: "Put what is true of this change in place of the placeholder on line 7.",
    },
    {
      text: "Ran it.\n\n**Owner:**",
      reason: "The section `Test plan` of the description leaves `Owner` empty (line 7).",
      remedy: "Fill in the field on line 7.",
    },
    {
      text: "none",
      reason: "The section `Test plan` of the description says `none` without a reason (line 5).",
      remedy: "Say why there is none on line 5, in a few words.",
    },
    {
      text: "Say how.",
      reason: "The section `Test plan` of the description holds nothing but the template's text (line 3).",
      remedy: "Put your own words in place of the template's under the heading `Test plan`.",
    },
  ])("says what is unfilled: $reason", ({ text, reason, remedy }) => {
    expect(judge({ section: "Test plan" }, { ...written(text), templates: ["## Test plan\n\nSay how."] })).toEqual({
      state: "unmet",
      code: "section/unfilled",
      reason,
      remedy,
      short: "test plan unfilled",
      actors: [{ kind: "author", login: "ada" }],
    });
  });

  test("says which heading to add, and what is lacking", () => {
    expect(judge({ section: "Test plan" }, { templates: [], author: null })).toMatchObject({
      reason: "The description has no section `Test plan`.",
      remedy: "Add the heading `## Test plan` to the description and fill it in.",
      short: "test plan missing",
      actors: [{ kind: "author", login: undefined }],
    });
    expect(judge({ section: { heading: "Test plan", contains: "staging" } }, written("Ran it."))).toMatchObject({
      reason: "The section `Test plan` does not mention `staging` (line 3).",
      short: "test plan incomplete",
    });
    expect(judge({ section: { heading: "Test plan", min_words: 9 } }, written("Ran it."))).toMatchObject({
      reason: "The section `Test plan` of the description has 2 of at least 9 words (line 3).",
      remedy: "Say more under the heading `Test plan`.",
    });
    expect(judge({ section: "A heading that is longer than a title bears" }, { templates: [] })).toMatchObject({
      short: "section missing",
    });
  });

  test("nothing in a placeholder can mention anyone", () => {
    expect(judge({ section: "Test plan" }, written("[ask @acme/all” or me]"))).toMatchObject({
      reason:
        "The section `Test plan` of the description still holds the placeholder `[ask @acme/all” or me]` (line 5).",
    });
  });

  test("describes itself", () => {
    expect(requirement({ section: ["A", "B"] }).describe()).toBe("the section `A` or `B` filled in");
    expect(requirement({ section: { heading: "A", min_words: 9, contains: ["x", "y"] } }).describe()).toBe(
      "the section `A` filled in, with at least 9 words, `x` and `y`",
    );
  });

  test.each(Object.entries(TEMPLATES))("an untouched template never passes: %s", (_, template) => {
    expect(
      judge({ section: { heading: "Test plan", accept_none: true } }, { body: template, templates: [template] }).state,
    ).toBe("unmet");
    const crlf = template.replaceAll("\n", "\r\n");
    expect(
      judge({ section: "Test plan" }, { body: crlf, templates: [TEMPLATES["comments"] ?? "", template] }).state,
    ).toBe("unmet");
  });

  test("a template with the heading twice does not pass as its own, whichever boxes are below one of them", () => {
    const template = "## Test plan\n- [ ] box\nRan it.\n## Test plan\nRan it.\n";
    expect(judge({ section: "Test plan" }, { body: template, templates: [template] }).state).toBe("unmet");
  });

  test("no text passes as its own template", () => {
    const line = fc.constantFrom(
      "## Test plan",
      "Ran it.",
      "- [ ] box",
      "- bullet",
      "| a | b |",
      "| - | - |",
      "**Owner:** ada",
      "<!-- x -->",
      "> quote",
      "```",
      "",
      "N/A",
      "### Sub",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const body = lines.join("\n");
        return (
          judge({ section: { heading: "Test plan", accept_none: true } }, { body, templates: [body] }).state === "unmet"
        );
      }),
    );
  });
});
