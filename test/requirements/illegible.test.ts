import { describe, expect, test } from "@jest/globals";
import { judge, type Given } from "./judging.ts";

const NESTED = `${">".repeat(100)} a`;

/** A description with everything that steps ask for, and on its seventh line what nobody writes. */
const BODY = `## Test plan

Ran it. <!-- SHOP-12 -->

## Rollback plan

${NESTED}

## Release notes

Faster.
`;

const REASON =
  "can't be judged: it nests lists or quotes more than 40 deep (line 7), which is more than Gatehouse reads.";
const REMEDY =
  "Shorten the description, or write it with less nesting; what is long can stand in a file or a comment of its own.";

const AUTHOR = { kind: "author", login: "ada" };

const given: Given = { body: BODY, templates: [], files: [], documents: {}, baseDocuments: {}, linkedIssues: [] };

const notes = { files: ["notes/*"], changelog: false };

const added: Given = {
  ...given,
  files: [{ path: "notes/a.md", change: "added" }],
  documents: {
    "notes/*": [{ path: "notes/a.md", text: "Faster." }],
    "plan.md": [{ path: "plan.md", text: "Revert." }],
  },
};

describe("a description beyond the limits of reading", () => {
  test.each([
    { kind: "section", asked: { section: "Test plan" }, code: "section/illegible" },
    { kind: "release_notes", asked: { release_notes: notes }, code: "release-notes/illegible" },
    { kind: "rollback_plan", asked: { rollback_plan: { path: "plan.md" } }, code: "rollback-plan/illegible" },
    { kind: "linked", asked: { linked: "SHOP-[0-9]+" }, code: "linked/illegible" },
  ])("keeps $kind open, and says where and why it can't be read", ({ asked, code }) => {
    const facts = { ...given, documents: { "notes/*": [], "plan.md": [] } };
    expect(judge(asked, facts)).toEqual({
      state: "unmet",
      code,
      reason: `The description ${REASON}`,
      remedy: REMEDY,
      short: "description unreadable",
      actors: [AUTHOR],
      unknown: true,
    });
  });

  test("on an issue that the pull request closes, whoever may write there can mend it", () => {
    const linkedIssues = [{ repository: "acme/shop", number: 3, state: "open" as const, body: BODY }];
    const outcome = judge({ section: { heading: "Test plan", of: "issue" } }, { ...given, body: "", linkedIssues });
    expect(outcome).toMatchObject({
      code: "section/illegible",
      reason: `The description of acme/shop#3 ${REASON}`,
      remedy: REMEDY.replace("the description", "the description of acme/shop#3"),
      actors: [{ kind: "writers" }],
    });
  });

  test.each([
    { kind: "release_notes", asked: { release_notes: notes }, facts: added },
    { kind: "rollback_plan", asked: { rollback_plan: { path: "plan.md" } }, facts: added },
    { kind: "linked", asked: { linked: "SHOP-[0-9]+" }, facts: { ...given, title: "SHOP-12: coupons" } },
  ])("does not matter to $kind where the proof stands elsewhere", ({ asked, facts }) => {
    expect(judge(asked, facts).state).toBe("met");
  });

  test.each([
    { kind: "release_notes", asked: { release_notes: { ...notes, section: false } } },
    { kind: "rollback_plan", asked: { rollback_plan: { path: "plan.md", section: false } } },
    { kind: "linked", asked: { linked: { ticket: "SHOP-[0-9]+", in: "title" } } },
  ])("does not matter to $kind where the description is not asked", ({ asked }) => {
    expect(judge(asked, { ...given, documents: { "notes/*": [], "plan.md": [] } })).toMatchObject({
      code: expect.stringContaining("/missing"),
    });
  });

  test("proves no opposite", () => {
    expect(judge({ not: { section: "Test plan" } }, given)).toMatchObject({ state: "unmet", code: "not/unknown" });
  });
});
