import { describe, expect, test } from "@jest/globals";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import { nameOf } from "../../src/requirements/document-outcomes.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";

const at = (path: string, text: string | null, more: object = {}): Given => ({
  documents: { [path]: [{ path, text, ...more }] },
});
const PLAN =
  "# Plan\n\n**Owner:** ada\n\n| Field | Value |\n| --- | --- |\n| Reviewer | bob |\n| Backup | |\n\n## Trigger\n\nErrors above 2 %.\n\n## Steps\n\n- [x] Revert\n- [ ] Tell people\n";

const documents = (...texts: readonly (string | null)[]): Given => ({
  documents: { "docs/*.md": texts.map((text, index) => ({ path: `docs/${index}.md`, text })) },
});

describe("document", () => {
  test.each([
    { title: "filled in", given: "a.md", facts: at("a.md", "# A\n\nSaid."), is: "met" },
    { title: "missing", given: "a.md", facts: { documents: { "a.md": [] } }, is: "unmet document/missing" },
    { title: "not asked for", given: "a.md", facts: { documents: {} }, is: "error document/unknown" },
    { title: "documents not read", given: "a.md", facts: {}, is: "error document/unknown" },
    {
      title: "unreadable",
      given: "a.md",
      facts: at("a.md", null, { problem: "it is a binary file" }),
      is: "error document/unreadable",
    },
    {
      title: "more than is read",
      given: { path: "a.md", placeholders: "none" },
      facts: at("a.md", `# A\n\nSaid.\n\n${">".repeat(100)} a`),
      is: "error document/unreadable",
    },
    {
      title: "a template that is more than is read",
      given: { path: "a.md", template: "t.md" },
      facts: {
        ...at("a.md", "# A\n\nSaid."),
        baseDocuments: { "t.md": [{ path: "t.md", text: "- a\n".repeat(20_000) }] },
      },
      is: "error document/unreadable",
    },
    { title: "only a title", given: "a.md", facts: at("a.md", "# A"), is: "unmet document/unfilled" },
    {
      title: "a placeholder",
      given: "a.md",
      facts: at("a.md", "# A\n\n[say something]"),
      is: "unmet document/unfilled",
    },
    {
      title: "a section",
      given: { path: "a.md", sections: ["Trigger", ["How", "Steps"]] },
      facts: at("a.md", PLAN),
      is: "met",
    },
    {
      title: "no such section",
      given: { path: "a.md", sections: ["Communication"] },
      facts: at("a.md", PLAN),
      is: "unmet document/incomplete",
    },
    {
      title: "an empty section",
      given: { path: "a.md", sections: ["X"] },
      facts: at("a.md", "## X\n\n## Y\n\nSaid."),
      is: "unmet document/unfilled",
    },
    {
      title: "other parts are free",
      given: { path: "a.md", sections: ["X"] },
      facts: at("a.md", "## X\n\nSaid.\n\n## Y\n\nTBD"),
      is: "met",
    },
    { title: "fields", given: { path: "a.md", fields: ["owner", "Reviewer"] }, facts: at("a.md", PLAN), is: "met" },
    {
      title: "an empty field of a table",
      given: { path: "a.md", fields: ["Backup"] },
      facts: at("a.md", PLAN),
      is: "unmet document/unfilled",
    },
    {
      title: "no such field",
      given: { path: "a.md", fields: ["Deputy"] },
      facts: at("a.md", PLAN),
      is: "unmet document/incomplete",
    },
    {
      title: "too short",
      given: { path: "a.md", min_words: 5 },
      facts: at("a.md", "Two words."),
      is: "unmet document/unfilled",
    },
    {
      title: "too short beside its sections",
      given: { path: "a.md", sections: ["X"], min_words: 50 },
      facts: at("a.md", "## X\n\nSaid."),
      is: "unmet document/unfilled",
    },
    {
      title: "an open box",
      given: { path: "a.md", sections: ["Steps"], tasks: "complete" },
      facts: at("a.md", PLAN),
      is: "unmet document/incomplete",
    },
    {
      title: "every box ticked",
      given: { path: "a.md", tasks: "complete" },
      facts: at("a.md", "Said.\n\n- [x] A\n  - [x] B"),
      is: "met",
    },
    {
      title: "changed",
      given: { path: "a.md", changed: true },
      facts: { ...at("a.md", "Said."), files: [{ path: "a.md" }] },
      is: "met",
    },
    {
      title: "unchanged",
      given: { path: "a.md", changed: true },
      facts: { ...at("a.md", "Said."), files: [{ path: "b.md" }] },
      is: "unmet document/unchanged",
    },
    {
      title: "removed and there, read at two moments",
      given: { path: "a.md", changed: true },
      facts: { ...at("a.md", "Said."), files: [{ path: "a.md", change: "removed" as const }] },
      is: "unmet document/unchanged",
    },
    {
      title: "changes not asked for",
      given: { path: "a.md", changed: true },
      facts: at("a.md", "Said."),
      is: "error document/unknown",
    },
    { title: "not prose", given: "a.json", facts: at("a.json", '{"a": ["[fill me]"]}'), is: "met" },
    { title: "not prose and empty", given: "a.json", facts: at("a.json", "{}"), is: "unmet document/unfilled" },
    {
      title: "not prose and short",
      given: { path: "a.json", min_words: 9 },
      facts: at("a.json", '{"a": 1}'),
      is: "unmet document/unfilled",
    },
    {
      title: "no extension is prose",
      given: "docs/PLAN",
      facts: at("docs/PLAN", "TBD"),
      is: "unmet document/unfilled",
    },
    {
      title: "a copy of its template",
      given: { path: "a.md", template: "t.md" },
      facts: { ...at("a.md", "Say how."), baseDocuments: { "t.md": [{ path: "t.md", text: "Say how." }] } },
      is: "unmet document/unfilled",
    },
    {
      title: "a section as in its template",
      given: { path: "a.md", sections: ["X"], template: "t.md" },
      facts: { ...at("a.md", "## X\nSay how."), baseDocuments: { "t.md": [{ path: "t.md", text: "## X\nSay how." }] } },
      is: "unmet document/unfilled",
    },
    {
      title: "a template that is no more",
      given: { path: "a.md", template: "t.md" },
      facts: { ...at("a.md", "Said."), baseDocuments: { "t.md": [] } },
      is: "met",
    },
    {
      title: "a template that can't be read",
      given: { path: "a.md", template: "t.md" },
      facts: { ...at("a.md", "Said."), baseDocuments: { "t.md": [{ path: "t.md", text: null }] } },
      is: "error document/unreadable",
    },
    {
      title: "a template not asked for",
      given: { path: "a.md", template: "t.md" },
      facts: at("a.md", "Said."),
      is: "error document/unknown",
    },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ document: given }, facts))).toBe(is);
  });

  test("one good file of a glob is enough, and one that can't be read hides no good one", () => {
    expect(shown(judge({ document: "docs/*.md" }, documents("", null, "Said.")))).toBe("met");
    expect(shown(judge({ document: "docs/*.md" }, documents("", null)))).toBe("error document/unreadable");
    expect(judge({ document: "docs/*.md" }, documents("", "TBD"))).toMatchObject({
      reason: "`docs/0.md` is empty (line 1).",
    });
  });

  test("fills in parameters, or says how to get their values", () => {
    const facts = at("docs/coupons/plan.md", "Said.", {
      url: "https://github.com/acme/shop/blob/1/docs/coupons/plan.md",
    });
    const given = { document: "docs/{feature}/plan.md" };
    expect(requirement(given).needs()).toMatchObject({ documents: ["docs/{feature}/plan.md"], facts: [] });
    expect(judge(given, facts, { parameters: { feature: "coupons" } })).toEqual({
      state: "met",
      reason: "`docs/coupons/plan.md` is filled in.",
      evidence: [{ text: "docs/coupons/plan.md", url: "https://github.com/acme/shop/blob/1/docs/coupons/plan.md" }],
    });
    expect(judge(given, facts)).toMatchObject({
      state: "unmet",
      code: "document/parameter",
      reason: "The path `docs/{feature}/plan.md` needs the parameter `feature`, which has no value here.",
      remedy: "Name the branch so that the procedure can read `{feature}` from it.",
      actors: [{ kind: "author", login: "ada" }],
    });
    const unresolved = { feature: "The branch `x` does not match `feature/{feature}`; name the branch like that." };
    expect(judge(given, { ...facts, author: null }, { unresolved })).toMatchObject({ remedy: unresolved.feature });
    expect(
      judge(given, { documents: { "docs/coupons/plan.md": [] } }, { parameters: { feature: "coupons" } }),
    ).toMatchObject({
      reason: "There is no file `docs/coupons/plan.md` at the head.",
      remedy: "Add the file `docs/coupons/plan.md` and fill it in.",
      short: "plan missing",
    });
  });

  test.each([
    { given: { sections: ["Communication"] }, reason: "`a.md` has no section `Communication`." },
    { given: { fields: ["Backup"] }, reason: "The field `Backup` of `a.md` is not filled in (line 8)." },
    { given: { fields: ["Deputy"] }, reason: "The field `Deputy` of `a.md` is not there." },
    {
      given: { sections: ["Steps"], tasks: "complete" },
      reason: "The box `Tell people` in `a.md` is not ticked (line 17).",
    },
    { given: { sections: ["Steps"], min_words: 99 }, reason: "`a.md` has 17 of at least 99 words." },
  ])("says what is lacking: $reason", ({ given, reason }) => {
    expect(judge({ document: { path: "a.md", ...given } }, at("a.md", PLAN))).toMatchObject({ reason });
  });

  test("asks only for what it looks at, and describes itself", () => {
    const one = requirement({ document: { path: "a.md", changed: true, template: "t.md" } });
    expect(one.needs()).toEqual({ ...NO_NEEDS, facts: ["files"], documents: ["a.md"], baseDocuments: ["t.md"] });
    expect(one.describe()).toBe("the file `a.md` changed and filled in");
    expect(requirement({ document: "a.md" }).describe()).toBe("the file `a.md` filled in");
  });

  test.each([
    { path: "docs/x/rollback-plan.md", name: "rollback plan" },
    { path: "docs/*.md", name: "document" },
    { path: "docs/", name: "document" },
  ])("$path is called $name", ({ path, name }) => {
    expect(nameOf(path)).toBe(name);
  });
});

test("one text is judged anew for each thing that is asked of it", () => {
  const facts = at("a.md", "# A\n\nSaid in five words here.\n\n- [ ] Later\n");
  const asked = [{}, { min_words: 50 }, { tasks: "listed" }, {}, { min_words: 50 }, { min_words: 2 }];
  const states = asked.map((settings) => shown(judge({ document: { path: "a.md", ...settings } }, facts)));
  expect(states[3]).toBe(states[0]);
  expect(states[4]).toBe(states[1]);
  expect(states[1]).toBe("unmet document/unfilled");
  expect(states[5]).toBe("met");
});
