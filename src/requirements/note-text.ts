import { globs } from "../evidence/patterns.ts";
import type { DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { expand } from "../procedures/parameters.ts";
import { bare } from "../markdown/sections.ts";
import { fieldNames } from "./categories.ts";
import { changelogPart } from "./changelog.ts";
import { isNewFragment } from "./note-routes.ts";
import type { Paper } from "./paper.ts";
import { partOf } from "./parts.ts";
import { sectionsOf } from "./reading.ts";
import type { ReleaseNotesSettings } from "./release-notes.ts";
import { isAmong } from "./role.ts";
import { visibleText } from "./visible.ts";

/** Where a release note is looked for. */
export interface NotePlace {
  readonly settings: ReleaseNotesSettings;
  readonly snapshot: Snapshot;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A release note, with the category it belongs to where it says one. */
export interface Note extends Paper {
  readonly category?: string | undefined;
}

/** The release note, by whichever way `release_notes` accepts: `NONE` where a label says so; undefined where nobody wrote one. */
export const noteOf = (place: NotePlace): Note | undefined => {
  const note = byLabel(place) ?? inDescription(place) ?? inFragments(place) ?? inChangelog(place);
  if (note === undefined || note.category !== undefined) return note;
  const category = categoryOf(note.text, place.settings);
  return category === undefined ? note : { ...note, category };
};

const byLabel = ({ settings: { none_label: label }, snapshot }: NotePlace): Note | undefined =>
  label !== undefined && isAmong(label, snapshot.labels) ? { text: "NONE" } : undefined;

const inDescription = ({ settings, snapshot }: NotePlace): Note | undefined => {
  if (settings.section === false) return undefined;
  const templates = snapshot.templates ?? [];
  const asked = { names: settings.section, where: "the description", templates, acceptNone: true };
  const part = partOf(snapshot.body, asked);
  return part.state === "filled" ? { text: visibleText(part.section.text).trim() } : undefined;
};

const inFragments = ({ settings, snapshot, parameters }: NotePlace): Note | undefined => {
  const { files } = settings;
  if (files === false) return undefined;
  const isFragment = globs(files);
  const added = new Set(
    (snapshot.files ?? []).filter((file) => isNewFragment(file) && isFragment(file.path)).map(({ path }) => path),
  );
  const read = files.flatMap((glob) => documentsAt(glob, { snapshot, parameters }, "documents"));
  const held = [...new Map(read.map((file) => [file.path, file])).values()].filter(({ path }) => added.has(path));
  const [first] = held;
  const text = held.map((file) => withoutFrontMatter(file.text ?? "").trim()).join("\n\n");
  if (first === undefined || text.trim() === "") return undefined;
  const category = wellKnown(first.path.split("/").at(-1)?.split(".").at(-2) ?? "", settings);
  return { text, file: first, ...(category === undefined ? {} : { category }) };
};

/** Fragments of some tools begin with a block of metadata that is not for readers. */
const withoutFrontMatter = (text: string): string => text.replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?(?:\n|$)/u, "");

/** Of the changelog's newest part, the lines that the base branch does not have. */
const inChangelog = ({ settings, snapshot, parameters }: NotePlace): Note | undefined => {
  if (settings.changelog === false) return undefined;
  const file = documentsAt(settings.changelog, { snapshot, parameters }, "documents").find(({ path }) =>
    (snapshot.files ?? []).some((changed) => changed.path === path && changed.change !== "removed"),
  );
  if (file?.text == null) return undefined;
  const base = documentsAt(settings.changelog, { snapshot, parameters }, "baseDocuments");
  const before = base.find(({ path }) => path === file.path)?.text ?? "";
  const part = changelogPart({ path: file.path, text: file.text, before });
  if (part.state !== "filled") return undefined;
  const known = new Set(before.split(/\r?\n/u).map((line) => line.trim()));
  const added = visibleText(part.text)
    .split("\n")
    .filter((line) => line.trim() === "" || /^#{1,6} /u.test(line) || !known.has(line.trim()));
  return { text: added.join("\n").trim(), file };
};

const documentsAt = (
  glob: string,
  { snapshot, parameters }: Omit<NotePlace, "settings">,
  where: "documents" | "baseDocuments",
): readonly DocumentFile[] => {
  const path = expand(glob, parameters);
  const read = snapshot[where];
  return path.ok && read !== undefined && Object.hasOwn(read, path.path) ? (read[path.path] ?? []) : [];
};

/** The first category that the note says, of those asked for; where none are, of those that https://keepachangelog.com names. */
const categoryOf = (text: string, settings: ReleaseNotesSettings): string | undefined => {
  const said = [...sectionsOf(text).map(({ heading }) => heading), ...fieldNames(text)];
  return said.map((name) => wellKnown(name, settings)).find((name) => name !== undefined);
};

const wellKnown = (name: string, { categories }: ReleaseNotesSettings): string | undefined =>
  (categories.length > 0 ? categories : KEPT).find((one) => bare(one) === bare(name));

const KEPT = ["Breaking", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
