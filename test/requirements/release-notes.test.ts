import { describe, expect, test } from "@jest/globals";
import { NO_NEEDS } from "../../src/requirements/needs.ts";
import { fc } from "../properties.ts";
import { judge, requirement, shown, type Given } from "./judging.ts";
import { TEMPLATES } from "./templates.ts";

const FRAGMENTS = [".changeset/*.md", "changelog.d/*", ".changes/*", ".changes/unreleased/*", "newsfragments/*"];
const NOWHERE = { "CHANGELOG.md": [], ...Object.fromEntries(FRAGMENTS.map((glob) => [glob, []])) };
const nothing: Given = { templates: [], files: [], documents: NOWHERE, baseDocuments: { "CHANGELOG.md": [] } };

const described = (text: string): Given => ({ ...nothing, body: `## Release notes\n\n${text}\n\n## Other\n\nText` });
const fragment = (path: string, text: string | null, change: "added" | "modified" = "added"): Given => {
  const glob = FRAGMENTS.find((one) => path.startsWith(one.split("*")[0] ?? "")) ?? "";
  return { ...nothing, files: [{ path, change }], documents: { ...NOWHERE, [glob]: [{ path, text }] } };
};
const changelog = (
  text: string | null,
  before: string | null = "# Changelog\n\n## Unreleased\n\n- Old thing\n\n## 1.0.0\n\n- First\n",
): Given => ({
  ...nothing,
  files: [{ path: "CHANGELOG.md" }],
  documents: { ...NOWHERE, "CHANGELOG.md": [{ path: "CHANGELOG.md", text }] },
  baseDocuments: { "CHANGELOG.md": before === null ? [] : [{ path: "CHANGELOG.md", text: before }] },
});
const only = (route: "section" | "files" | "changelog", more: object = {}) => ({
  section: false,
  files: false,
  changelog: false,
  ...{
    section: { section: "Release notes" },
    files: { files: ".changeset/*.md" },
    changelog: { changelog: "CHANGELOG.md" },
  }[route],
  ...more,
});

const passes = (given: Given) => judge("release_notes", given).state === "met";

/** A changelog as it grows in ten years, and one whose beginning nobody can read. */
const GROWN = `# Changelog\n\n${Array.from({ length: 900 }, (_, n) => `## ${900 - n}.0.0\n\n- Mended ${"this and that ".repeat(50)}\n\n`).join("")}`;
const newest = (note: string): string => GROWN.replace("# Changelog\n", `# Changelog\n\n## Unreleased\n\n${note}`);
const BOTTOMLESS = `# Changelog\n\n${">".repeat(100)} a\n`;

describe("release_notes", () => {
  test.each([
    { title: "a note on top", text: newest("- Coupons work.\n"), before: GROWN, is: "met" },
    { title: "nothing on top", text: newest(""), before: GROWN, is: "unmet release-notes/unfilled" },
    {
      title: "an old part mended",
      text: GROWN.replace("## 3.0.0", "## 3.0.1"),
      before: GROWN,
      is: "unmet release-notes/missing",
    },
    {
      title: "parts taken out",
      text: GROWN.replace(/## 899[^#]*## 898[^#]*/u, ""),
      before: GROWN,
      is: "unmet release-notes/missing",
    },
    { title: "more than is read", text: BOTTOMLESS, before: GROWN, is: "error release-notes/unreadable" },
    { title: "more than is read before", text: GROWN, before: BOTTOMLESS, is: "error release-notes/unreadable" },
  ])("of a changelog of 600 KB: $title", ({ text, before, is }) => {
    expect(GROWN.length).toBeGreaterThan(600_000);
    expect(shown(judge({ release_notes: only("changelog") }, changelog(text, before)))).toBe(is);
  });

  test.each([
    { title: "nowhere", given: {}, facts: nothing, is: "unmet release-notes/missing" },
    { title: "in the description", given: {}, facts: described("Coupons work."), is: "met" },
    { title: "an empty section", given: {}, facts: described(""), is: "unmet release-notes/unfilled" },
    { title: "a placeholder", given: {}, facts: described("TBD"), is: "unmet release-notes/unfilled" },
    { title: "NONE", given: {}, facts: described("NONE"), is: "met" },
    { title: "none with a reason", given: {}, facts: described("N/A: tests only"), is: "met" },
    {
      title: "NONE under a label that forbids it",
      given: { forbid_none: "deprecation" },
      facts: { ...described("NONE"), labels: ["Deprecation"] },
      is: "unmet release-notes/needed",
    },
    {
      title: "none with a reason under that label",
      given: { forbid_none: "deprecation" },
      facts: { ...described("None, tests only"), labels: ["deprecation"] },
      is: "unmet release-notes/needed",
    },
    {
      title: "a note under that label",
      given: { forbid_none: "deprecation" },
      facts: { ...described("None of the old calls work any more."), labels: ["deprecation"] },
      is: "met",
    },
    { title: "NONE without that label", given: { forbid_none: ["deprecation"] }, facts: described("NONE"), is: "met" },
    {
      title: "the label that says none",
      given: { none_label: "no-note" },
      facts: { ...nothing, labels: ["No-Note"] },
      is: "met",
    },
    {
      title: "that label, forbidden",
      given: { none_label: "no-note", forbid_none: "api" },
      facts: { ...nothing, labels: ["no-note", "api"] },
      is: "unmet release-notes/needed",
    },
    {
      title: "a changeset",
      given: {},
      facts: fragment(".changeset/brave-cat.md", '---\n"shop": minor\n---\n\nCoupons work.\n'),
      is: "met",
    },
    {
      title: "a changeset without words",
      given: {},
      facts: fragment(".changeset/brave-cat.md", '---\n"shop": minor\n---\n'),
      is: "unmet release-notes/unfilled",
    },
    {
      title: "a changeset that was there before",
      given: {},
      facts: fragment(".changeset/brave-cat.md", "Coupons work.", "modified"),
      is: "unmet release-notes/missing",
    },
    {
      title: "a README among the fragments",
      given: {},
      facts: fragment(".changeset/README.md", "How to write changesets."),
      is: "unmet release-notes/missing",
    },
    {
      title: "a hidden file among the fragments",
      given: {},
      facts: fragment("changelog.d/.gitkeep", "x y"),
      is: "unmet release-notes/missing",
    },
    {
      title: "a fragment that could not be read",
      given: {},
      facts: fragment("changelog.d/1.md", null),
      is: "error release-notes/unreadable",
    },
    {
      title: "a fragment that is not at the head",
      given: {},
      facts: { ...nothing, files: [{ path: "changelog.d/1.md", change: "added" as const }] },
      is: "error release-notes/unreadable",
    },
    {
      title: "fragments not asked for",
      given: {},
      facts: { ...fragment("changelog.d/1.md", "x"), documents: {} },
      is: "error release-notes/unknown",
    },
    {
      title: "a fragment left out",
      given: { files: ["changelog.d/*", "!changelog.d/1.md"] },
      facts: fragment("changelog.d/1.md", "Coupons work."),
      is: "unmet release-notes/missing",
    },
    {
      title: "new words in the changelog",
      given: {},
      facts: changelog("# Changelog\n\n## Unreleased\n\n- Coupons work\n- Old thing\n\n## 1.0.0\n\n- First\n"),
      is: "met",
    },
    {
      title: "a new release below an empty Unreleased",
      given: {},
      facts: changelog("# Changelog\n\n## Unreleased\n\n## 1.1.0\n\n- Old thing\n\n## 1.0.0\n\n- First\n"),
      is: "met",
    },
    {
      title: "words taken out of the changelog",
      given: {},
      facts: changelog("# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- First\n"),
      is: "unmet release-notes/unfilled",
    },
    {
      title: "an old part of the changelog",
      given: {},
      facts: changelog("# Changelog\n\n## Unreleased\n\n- Old thing\n\n## 1.0.0\n\n- First\n\n## 0.9.0\n\n- Zeroth\n"),
      is: "unmet release-notes/missing",
    },
    {
      title: "a changelog that is new",
      given: {},
      facts: changelog("# Changelog\n\n- Coupons work\n", null),
      is: "met",
    },
    {
      title: "a changelog without headings",
      given: {},
      facts: changelog("- Coupons work\n- Old\n", "- Old\n"),
      is: "met",
    },
    {
      title: "a changelog without headings and new words",
      given: {},
      facts: changelog("\n- Old\n- Old\n", "- Old\n- Older\n"),
      is: "unmet release-notes/unfilled",
    },
    {
      title: "a changelog that somebody else changed",
      given: {},
      facts: { ...changelog("# Changelog\n\n## Unreleased\n\n- Coupons work\n"), files: [{ path: "a.ts" }] },
      is: "unmet release-notes/missing",
    },
    {
      title: "a changelog that can't be read",
      given: {},
      facts: changelog(null),
      is: "error release-notes/unreadable",
    },
    {
      title: "a changelog not asked for",
      given: {},
      facts: { ...changelog("x"), documents: Object.fromEntries(FRAGMENTS.map((glob) => [glob, []])) },
      is: "error release-notes/unknown",
    },
    {
      title: "a changelog of the base not asked for",
      given: {},
      facts: { ...changelog("x"), baseDocuments: {} },
      is: "error release-notes/unknown",
    },
    {
      title: "an unfilled section, and a changeset",
      given: {},
      facts: { ...fragment(".changeset/a.md", "Coupons work."), body: "## Release notes\n" },
      is: "met",
    },
    {
      title: "a route that is off: section",
      given: only("files"),
      facts: described("Coupons work."),
      is: "unmet release-notes/missing",
    },
    {
      title: "a route that is off: files",
      given: only("changelog"),
      facts: fragment(".changeset/a.md", "Coupons work."),
      is: "unmet release-notes/missing",
    },
    {
      title: "a route that is off: changelog",
      given: only("section"),
      facts: changelog("## Unreleased\n\n- Coupons work"),
      is: "unmet release-notes/missing",
    },
    {
      title: "a path whose parameter has no value",
      given: only("changelog", { changelog: "{app}/CHANGELOG.md" }),
      facts: nothing,
      is: "unmet release-notes/missing",
    },
    {
      title: "a fragment's path whose parameter has no value",
      given: { files: "{app}/*.md" },
      facts: nothing,
      is: "unmet release-notes/missing",
    },
    {
      title: "a category as label",
      given: { categories: ["Fixed", "Added"] },
      facts: described("fixed: Coupons work."),
      is: "met",
    },
    {
      title: "a conventional category",
      given: { categories: ["feat", "fix"] },
      facts: described("- feat(shop)!: Coupons work."),
      is: "met",
    },
    {
      title: "a category as heading",
      given: { categories: ["Fixed"] },
      facts: described("### Fixed\n\n- Coupons work."),
      is: "met",
    },
    {
      title: "no category",
      given: { categories: ["Fixed"] },
      facts: described("Coupons work."),
      is: "unmet release-notes/category",
    },
    { title: "NONE needs no category", given: { categories: ["Fixed"] }, facts: described("NONE"), is: "met" },
    {
      title: "a fragment's name is its category",
      given: { categories: ["Fixed"] },
      facts: fragment("changelog.d/12.fixed.md", "Coupons work."),
      is: "met",
    },
    {
      title: "a fragment without category",
      given: { categories: ["Fixed"] },
      facts: fragment("changelog.d/12.md", "Coupons work."),
      is: "unmet release-notes/category",
    },
    {
      title: "a changelog with category",
      given: { categories: ["Fixed"] },
      facts: changelog("## Unreleased\n\n### Fixed\n\n- Coupons work\n"),
      is: "met",
    },
    {
      title: "a changelog without category",
      given: { categories: ["Fixed"] },
      facts: changelog("## Unreleased\n\n- Coupons work\n"),
      is: "unmet release-notes/category",
    },
    { title: "templates not asked for", given: {}, facts: { files: [] }, is: "error release-notes/unknown" },
  ])("$title: $is", ({ given, facts, is }) => {
    expect(shown(judge({ release_notes: given }, facts))).toBe(is);
  });

  test("says what would count", () => {
    expect(judge("release_notes", nothing)).toEqual({
      state: "unmet",
      code: "release-notes/missing",
      reason:
        "There is no release note. What counts: the section `Release notes` of the description, a new file `.changeset/*.md`, `changelog.d/*` or `.changes/*` or new words at the top of `CHANGELOG.md`.",
      remedy: "Add the heading `## Release notes` to the description with a note for users, or `NONE`.",
      short: "release notes missing",
      actors: [{ kind: "author", login: "ada" }],
    });
    expect(
      judge({ release_notes: only("files", { none_label: "no-note" }) }, { ...nothing, author: null }),
    ).toMatchObject({
      reason: "There is no release note. What counts: a new file `.changeset/*.md` or the label `no-note`.",
      remedy: "Add a file `.changeset/*.md` with a note for users.",
    });
    expect(judge({ release_notes: only("changelog") }, nothing)).toMatchObject({
      remedy: "Add a note for users at the top of `CHANGELOG.md`.",
    });
    expect(judge({ release_notes: only("changelog", { changelog: false }) }, nothing)).toMatchObject({
      remedy: "Have the procedure accept a way to give a release note.",
    });
  });

  test("says which line is unfilled", () => {
    expect(judge({ release_notes: only("section") }, described("For users:\n\n[what changes]"))).toMatchObject({
      reason:
        "The section `Release notes` of the description still holds the placeholder `[what changes]` (line 5). What counts: the section `Release notes` of the description.",
      short: "release notes unfilled",
    });
    expect(judge("release_notes", changelog("## Unreleased\n"))).toMatchObject({
      reason: expect.stringContaining("The part `Unreleased` of `CHANGELOG.md` is empty (line 1)."),
    });
  });

  test("shows where the note is", () => {
    const path = ".changeset/a.md";
    const url = "https://github.com/acme/shop/blob/1/.changeset/a.md";
    const facts = {
      ...nothing,
      files: [{ path, change: "added" as const }],
      documents: { ...NOWHERE, ".changeset/*.md": [{ path, text: "Coupons.", url }] },
    };
    expect(judge("release_notes", facts)).toEqual({
      state: "met",
      reason: "`.changeset/a.md` holds the release note.",
      evidence: [{ text: path, url }],
    });
  });

  test("asks only for what it looks at", () => {
    expect(requirement("release_notes").needs()).toEqual({
      ...NO_NEEDS,
      facts: ["templates", "files"],
      documents: [...FRAGMENTS, "CHANGELOG.md"],
      baseDocuments: ["CHANGELOG.md"],
    });
    expect(requirement({ release_notes: only("section") }).needs()).toEqual({
      ...NO_NEEDS,
      facts: ["templates"],
    });
    expect(requirement("release_notes").describe()).toBe(
      "a release note in the description under `Release notes`, as a new file such as `.changeset/*.md` or in `CHANGELOG.md`",
    );
    expect(
      requirement({
        release_notes: { files: false, changelog: false, categories: ["Added", "Fixed"], none_label: "no-note" },
      }).describe(),
    ).toBe(
      "a release note that belongs to `Added` or `Fixed` in the description under `Release notes`, or the label `no-note`",
    );
  });

  test.each(Object.entries(TEMPLATES))("an untouched template never passes: %s", (_, template) => {
    for (const body of [template, template.replaceAll("\n", "\r\n"), `${template}\n\nSome other words.`])
      expect(
        judge("release_notes", { ...nothing, body: body.replace("Some other words.", ""), templates: [template] })
          .state,
      ).toBe("unmet");
  });

  test("taking the note away never makes it better", () => {
    const words = fc.constantFrom("", "Coupons work.", "NONE", "TBD", "- [ ] box", "<!-- note -->");
    fc.assert(
      fc.property(words, words, (text, file) => {
        const facts = { ...fragment("changelog.d/1.md", file), body: `## Release notes\n\n${text}` };
        const without = { ...facts, body: "" };
        const bare = { ...facts, files: [] };
        return passes(facts) || (!passes(without) && !passes(bare));
      }),
    );
  });
});
