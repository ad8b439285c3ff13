import { describe, expect, test } from "@jest/globals";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { noteOf } from "../../src/requirements/note-text.ts";
import { releaseNotes } from "../../src/requirements/release-notes.ts";
import type { z } from "zod";

const seen = (rest: Partial<z.input<typeof Snapshot>>): Snapshot =>
  Snapshot.parse({ subject: { repository: "acme/shop", number: 7 }, ...rest });

const note = (rest: Partial<z.input<typeof Snapshot>>, settings: z.input<typeof releaseNotes.settings> = {}) =>
  noteOf({ settings: releaseNotes.settings.parse(settings), snapshot: seen(rest), parameters: {} });

const described = (text: string) => ({ body: `# It\n\n## Release notes\n\n${text}\n\n## Other\n\nNothing` });

const fragment = (path: string, text: string | null, change: "added" | "modified" = "added") => ({
  files: [{ path, change }],
  documents: { [path.startsWith(".changeset") ? ".changeset/*.md" : "changelog.d/*"]: [{ path, text }] },
});

const changelog = (text: string, before: string) => ({
  files: [{ path: "CHANGELOG.md" }],
  documents: {
    "CHANGELOG.md": [{ path: "CHANGELOG.md", text, url: "https://github.com/acme/shop/blob/x/CHANGELOG.md" }],
  },
  baseDocuments: { "CHANGELOG.md": [{ path: "CHANGELOG.md", text: before }] },
});

describe("a release note", () => {
  test.each([
    { title: "nowhere", given: {}, is: undefined },
    {
      title: "in the description, without its comments",
      given: described("Coupons work. <!-- for users -->"),
      is: { text: "Coupons work." },
    },
    { title: "nothing to note", given: described("NONE"), is: { text: "NONE" } },
    { title: "a placeholder is none", given: described("TBD"), is: undefined },
    { title: "by label", given: { labels: ["no-note"] }, settings: { none_label: "no-note" }, is: { text: "NONE" } },
    {
      title: "with a category that keepachangelog names",
      given: described("### Security\n\nTokens expire."),
      is: { text: "### Security\n\nTokens expire.", category: "Security" },
    },
    {
      title: "with a category that the procedure names",
      given: described("Perf: faster search."),
      settings: { categories: ["Feature", "Perf"] },
      is: { text: "Perf: faster search.", category: "Perf" },
    },
    {
      title: "in a changeset, without what tools read",
      given: fragment(".changeset/blue-cat.md", '---\n"shop": minor\n---\n\nCoupons work.\n'),
      is: { text: "Coupons work.", file: expect.objectContaining({ path: ".changeset/blue-cat.md" }) },
    },
    {
      title: "in a fragment whose name says the category",
      given: fragment("changelog.d/12.fixed.md", "Coupons work."),
      is: { text: "Coupons work.", category: "Fixed", file: expect.anything() },
    },
    {
      title: "in a fragment that was there before",
      given: fragment("changelog.d/1.md", "Old.", "modified"),
      is: undefined,
    },
    { title: "in a fragment that can't be read", given: fragment("changelog.d/1.md", null), is: undefined },
    {
      title: "in the changelog, only what is new",
      given: changelog(
        "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- New thing\n- Old thing\n",
        "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- Old thing\n",
      ),
      is: {
        text: "### Fixed\n\n- New thing",
        category: "Fixed",
        file: expect.objectContaining({ path: "CHANGELOG.md" }),
      },
    },
    {
      title: "in a changelog that says nothing new",
      given: changelog("## 1\n\n- A\n", "## 1\n\n- A\n"),
      is: undefined,
    },
    {
      title: "nowhere that the procedure accepts",
      given: { ...described("Coupons work."), ...fragment("changelog.d/1.md", "Coupons.") },
      settings: { section: false, files: false, changelog: false } as const,
      is: undefined,
    },
  ])("$title", ({ given, settings, is }) => {
    expect(note(given, settings)).toEqual(is);
  });
});
