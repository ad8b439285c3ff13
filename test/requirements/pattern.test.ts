import { describe, expect, test } from "@jest/globals";
import { judge, requirement, shown } from "./judging.ts";

const commits = (...messages: readonly string[]) => messages.map((message, index) => ({ sha: `${index}`, message }));

describe("pattern", () => {
  test.each([
    { title: "the title by default", given: "^Add", facts: {}, is: "met" },
    { title: "another title", given: "^feat: ", facts: {}, is: "unmet pattern/mismatch" },
    { title: "ignoring case", given: "(?i)^add", facts: {}, is: "met" },
    { title: "the branch", given: { of: "branch", matches: "^feature/" }, facts: {}, is: "met" },
    { title: "another branch", given: { of: "branch", matches: "^fix/" }, facts: {}, is: "unmet pattern/mismatch" },
    {
      title: "every commit",
      given: { of: "commits", matches: "^feat" },
      facts: { commits: commits("feat: a", "feat: b") },
      is: "met",
    },
    {
      title: "one commit is off",
      given: { of: "commits", matches: "^feat" },
      facts: { commits: commits("feat: a", "oops") },
      is: "unmet pattern/mismatch",
    },
    {
      title: "no commits prove nothing",
      given: { of: "commits", matches: "^feat" },
      facts: { commits: [] },
      is: "unmet pattern/no-commits",
    },
    {
      title: "commits not asked for",
      given: { of: "commits", matches: "^feat" },
      facts: {},
      is: "error pattern/unknown",
    },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ pattern: given }, facts))).toBe(is);
  });

  test("asks for commits only when it looks at them", () => {
    expect(requirement({ pattern: "a" }).needs().facts).toEqual([]);
    expect(requirement({ pattern: { of: "commits", matches: "a" } }).needs().facts).toEqual(["commits"]);
  });

  test("quotes only the first line of what does not match, and nothing in it can mention anyone", () => {
    const facts = { commits: commits("oops `@acme/all` <b>\n\nCloses #1") };
    expect(judge({ pattern: { of: "commits", matches: "^feat" } }, facts)).toMatchObject({
      reason: "The commit message `oops '@acme/all' <b>` does not match `^feat`.",
      remedy: "Reword the commit so that it matches `^feat`.",
      actors: [{ kind: "author", login: "ada" }],
    });
    expect(judge({ pattern: "^feat" }, { author: null })).toMatchObject({
      actors: [{ kind: "author", login: undefined }],
    });
  });

  test("a pattern that would be slow elsewhere is quick here", () => {
    expect(shown(judge({ pattern: "^(a+)+$" }, { title: `${"a".repeat(50_000)}!` }))).toBe("unmet pattern/mismatch");
  });
});
