import { globs } from "../evidence/patterns.ts";
import type { ChangedFile, DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { filled } from "../markdown/filled.ts";
import { isBareNone } from "../markdown/prompts.ts";
import { categoryLacking } from "./categories.ts";
import { beginningOf, changelogPart } from "./changelog.ts";
import type { Judging } from "./judging.ts";
import { undetermined, type Outcome } from "./outcome.ts";
import { partOf, unfilled } from "./parts.ts";
import { beyondLimits, filesAt, markdownAt, type Found } from "./paths.ts";
import { readMarkdown } from "./reading.ts";
import type { ReleaseNotesSettings } from "./release-notes.ts";
import { isAmong } from "./role.ts";
import type { Route } from "./routes.ts";
import { visibleText } from "./visible.ts";
import { quote } from "./wording.ts";

/** What the ways to give a release note are judged by. */
export interface NoteCase {
  readonly settings: ReleaseNotesSettings;
  readonly facts: Snapshot;
  readonly judging: Judging;
  /** The label that makes a note necessary, where there is one. */
  readonly noneForbidden: string | undefined;
}

/** A label that says that no note is needed. */
export const labelNote = ({ settings: { none_label }, facts, noneForbidden }: NoteCase): Route => {
  if (none_label === undefined || !isAmong(none_label, facts.labels)) return { state: "absent" };
  if (noneForbidden !== undefined) return noneNotAccepted(`The label ${quote(none_label)}`, noneForbidden);
  return { state: "met", reason: `The label ${quote(none_label)} says that no release note is needed.` };
};

const noneNotAccepted = (subject: string, label: string): Route => ({
  state: "flawed",
  code: "needed",
  reason: `${subject} says that no release note is needed, but the label ${quote(label)} makes one necessary.`,
  remedy: "Write a note for users.",
});

/** A section of the description; an untouched template is none. */
export const descriptionNote = ({ settings, facts, noneForbidden }: NoteCase): Route => {
  if (settings.section === false) return { state: "absent" };
  const asked = {
    names: settings.section,
    where: "the description",
    templates: facts.templates ?? [],
    acceptNone: true,
  };
  const part = partOf(facts.body, asked);
  if (part.state === "missing") return { state: "absent" };
  if (part.state === "unfilled") return { ...part, state: "flawed", code: "unfilled" };
  if (part.state === "illegible") return part;
  const { section } = part;
  const note = visibleText(section.text);
  const subject = `The section ${quote(section.heading)}`;
  if (saysNone(note)) {
    if (noneForbidden !== undefined) return noneNotAccepted(subject, noneForbidden);
    return { state: "met", reason: `${subject} says that there is nothing to note (line ${section.line}).` };
  }
  return (
    categoryLacking(section.text, settings.categories, subject) ?? {
      state: "met",
      reason: `${subject} of the description holds the release note (line ${section.line}).`,
    }
  );
};

/** "NONE", "none: tests only", "N/A – internal". */
export const saysNone = (note: string): boolean => isBareNone(note.trim().split(/[:;,.(–—\n]|\s-\s/u)[0] ?? "");

/** Files of one note each that the pull request adds; a README among them is none. */
export const fragmentNote = (of: NoteCase): readonly Route[] => {
  const { files } = of.settings;
  if (files === false) return [];
  const positive = files.filter((glob) => !glob.startsWith("!"));
  const isFragment = globs(files);
  return positive.flatMap((glob) => {
    const added = (of.facts.files ?? []).filter(
      (file) => isNewFragment(file) && isFragment(file.path) && globs(glob)(file.path),
    );
    if (added.length === 0) return [];
    return fragments(markdownAt(glob, asking(of)), added, of);
  });
};

/** Whether the pull request adds the file, and it is no README or setting of the tool that keeps fragments. */
export const isNewFragment = ({ path, change }: ChangedFile): boolean =>
  (change === "added" || change === "renamed") && !/(?:^|\/)(?:readme[^/]*|\.[^/]*|config\.[^/]*)$/iu.test(path);

const asking = ({ facts, judging }: NoteCase) => ({ kind: "release-notes", snapshot: facts, judging });

const fragments = (found: Found, added: readonly ChangedFile[], { settings }: NoteCase): readonly Route[] => {
  if (!found.ok) return [notTold(found.outcome)];
  return added.map(({ path }) =>
    fragment(
      path,
      found.files.find((file) => file.path === path),
      settings,
    ),
  );
};

/** A file that the change lists and the head does not hold was read at another moment: nothing is known of it. */
const fragment = (path: string, file: DocumentFile | undefined, settings: ReleaseNotesSettings): Route => {
  if (file?.text == null) return unreadable(path, file?.problem);
  const answer = filled({ allNodes: readMarkdown(file.text).root.children, line: 1 }, { acceptNone: true });
  if (!answer.filled)
    return { ...unfilled(answer, quote(path), `in ${quote(path)}`), state: "flawed", code: "unfilled" };
  return categoryLacking(`${file.text}\n\n${namedCategory(path)}`, settings.categories, quote(path)) ?? holds(file);
};

/** "12.fixed.md" says "fixed". */
const namedCategory = (path: string): string => `${path.split(".").at(-2) ?? ""}: -`;

const unreadable = (path: string, problem = "it was not read"): Route =>
  notTold(
    undetermined({
      code: "release-notes/unreadable",
      reason: `${quote(path)} can't be judged: ${problem}.`,
      remedy: `Make ${quote(path)} a text file under 1 MB, or comment \`/gate recheck\`.`,
      short: "release notes unreadable",
    }),
  );

const notTold = (outcome: Outcome): Route =>
  outcome.state === "error" ? { state: "error", outcome } : { state: "absent" };

/** New words in the newest part of the changelog, if this pull request touches it. */
export const changelogNote = (of: NoteCase): Route => {
  const { changelog } = of.settings;
  if (changelog === false) return { state: "absent" };
  const head = filesAt(changelog, asking(of));
  const base = filesAt(changelog, asking(of), "baseDocuments");
  if (!head.ok) return notTold(head.outcome);
  if (!base.ok) return notTold(base.outcome);
  const file = head.files.find(({ path }) => isTouched(path, of.facts));
  if (file === undefined) return { state: "absent" };
  const before = base.files.find(({ path }) => path === file.path) ?? { path: file.path, text: "" };
  return changelogIn(file, before, of.settings);
};

const changelogIn = (file: DocumentFile, before: DocumentFile, { categories }: ReleaseNotesSettings): Route => {
  if (file.text === null || before.text === null) return unreadable(file.path, file.problem ?? before.problem);
  const problem = beyondLimits(beginningOf(file.text)) ?? beyondLimits(beginningOf(before.text));
  if (problem !== undefined) return unreadable(file.path, problem);
  const part = changelogPart({ path: file.path, text: file.text, before: before.text });
  if (part.state === "absent") return part;
  if (part.state === "unfilled") return { ...part, state: "flawed", code: "unfilled" };
  return categoryLacking(part.text, categories, quote(file.path)) ?? holds(file, ` (line ${part.line})`);
};

const holds = ({ path, url }: DocumentFile, line = ""): Route => ({
  state: "met",
  reason: `${quote(path)} holds the release note${line}.`,
  evidence: [{ text: path, ...(url === undefined ? {} : { url }) }],
});

const isTouched = (path: string, { files = [] }: Snapshot): boolean =>
  files.some((file) => file.path === path && file.change !== "removed");
