import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement } from "./define.ts";
import { changelogNote, descriptionNote, fragmentNote, labelNote, type NoteCase } from "./note-routes.ts";
import { outcomeOf, type Route } from "./routes.ts";
import { oneOrMore, Text } from "./settings.ts";
import { listed, quote, series } from "./wording.ts";

const FRAGMENTS = [".changeset/*.md", "changelog.d/*", ".changes/*", ".changes/unreleased/*", "newsfragments/*"];
const HEADINGS = ["Release notes", "Release note", "Changelog", "Changelog entry", "User-facing changes"];

const Settings = z.strictObject({
  section: z
    .union([z.literal(false), oneOrMore(Text)])
    .default(HEADINGS)
    .describe("Accepted headings of the note in the description; `false`: it can't stand there."),
  files: z
    .union([z.literal(false), oneOrMore(Glob)])
    .default(FRAGMENTS)
    .describe("Globs of files that each hold one note, of which this pull request adds one; `false`: there are none."),
  changelog: z
    .union([z.literal(false), Glob])
    .default("CHANGELOG.md")
    .describe("Path of the changelog, to whose newest part this pull request adds words; `false`: there is none."),
  none_label: Text.optional().describe("A label that says that no note is needed."),
  forbid_none: oneOrMore(Text)
    .default([])
    .describe("Labels that make a note necessary: with one of them, neither `NONE` nor `none_label` is accepted."),
  categories: z
    .array(Text)
    .default([])
    .describe(
      "The note must belong to one of these: as sub-heading, as `Fixed: …`, or in a fragment's name, `12.fixed.md`.",
    ),
});
export type ReleaseNotesSettings = z.output<typeof Settings>;

/** What users will read about the change, wherever the team keeps such notes. */
export const releaseNotes = defineRequirement({
  kind: "release_notes",
  about: "A release note exists, in the description, as a new file or in the changelog.",
  settings: Settings,
  needs: ["templates"],
  alsoNeeds: ({ files, changelog }) => (files === false && changelog === false ? [] : ["files"]),
  documents: ({ files, changelog }) => [...(files === false ? [] : files), ...(changelog === false ? [] : [changelog])],
  baseDocuments: ({ changelog }) => (changelog === false ? [] : [changelog]),
  describe: ({ section, files, changelog, categories, none_label: label }) => {
    const places = [
      ...(section === false ? [] : [`in the description under ${quote(section[0] ?? "")}`]),
      ...(files === false ? [] : [`as a new file such as ${quote(files[0] ?? "")}`]),
      ...(changelog === false ? [] : [`in ${quote(changelog)}`]),
    ];
    const kind = categories.length === 0 ? "" : ` that belongs to ${series(categories.map(quote), "or")}`;
    return `a release note${kind} ${series(places, "or")}${label === undefined ? "" : `, or the label ${quote(label)}`}`;
  },
  judge: (settings, facts, judging) => {
    const routes = routesOf({ settings, facts, judging, noneForbidden: forbidding(settings, facts) });
    return outcomeOf(routes, {
      code: "release-notes",
      flawed: ({ reason }) => ({ reason: `${reason} ${whatCounts(settings)}`, short: "release notes unfilled" }),
      absent: () => ({
        reason: `There is no release note. ${whatCounts(settings)}`,
        remedy: remedyFor(settings),
        short: "release notes missing",
      }),
      author: facts.author?.login,
    });
  },
});

const routesOf = (of: NoteCase): readonly Route[] => [
  labelNote(of),
  descriptionNote(of),
  ...fragmentNote(of),
  changelogNote(of),
];

const forbidding = ({ forbid_none }: ReleaseNotesSettings, { labels }: Snapshot): string | undefined =>
  labels.find((label) => forbid_none.some((one) => one.toLowerCase() === label.toLowerCase()));

const whatCounts = ({ section, files, changelog, none_label }: ReleaseNotesSettings): string => {
  const ways = [
    ...(section === false ? [] : [`the section ${quote(section[0] ?? "")} of the description`]),
    ...(files === false ? [] : [`a new file ${listed(files.slice(0, 3).map(quote), "or")}`]),
    ...(changelog === false ? [] : [`new words at the top of ${quote(changelog)}`]),
    ...(none_label === undefined ? [] : [`the label ${quote(none_label)}`]),
  ];
  return `What counts: ${listed(ways, "or")}.`;
};

const remedyFor = ({ section, files, changelog }: ReleaseNotesSettings): string => {
  if (section !== false)
    return `Add the heading ${quote(`## ${section[0] ?? ""}`)} to the description with a note for users, or \`NONE\`.`;
  if (files !== false) return `Add a file ${listed(files.slice(0, 3).map(quote), "or")} with a note for users.`;
  if (changelog !== false) return `Add a note for users at the top of ${quote(changelog)}.`;
  return "Have the procedure accept a way to give a release note.";
};
