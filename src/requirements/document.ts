import type { ChangedFile, DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { expand } from "../procedures/parameters.ts";
import { defineRequirement, unread } from "./define.ts";
import type { Judging } from "./judging.ts";
import { ageOf } from "./document-age.ts";
import { branchesAsked, lacks } from "./document-content.ts";
import type { Flaw, Scene } from "./document-flaw.ts";
import { flawed, missing, unchanged, unreadable } from "./document-outcomes.ts";
import { DocumentSettings } from "./document-settings.ts";
import { documentWords } from "./document-words.ts";
import { met, type Outcome } from "./outcome.ts";
import { markdownAt, unresolved } from "./paths.ts";
import { quote } from "./wording.ts";

/** A file that people must really write, such as a rollback plan or a design. */
export const document = defineRequirement({
  kind: "document",
  about: "A file exists at the head and is really filled in.",
  settings: DocumentSettings,
  needs: [],
  alsoNeeds: ({ changed }) => (changed ? ["files"] : []),
  documents: ({ path }) => [path],
  baseDocuments: ({ template }) => (template === undefined ? [] : [template]),
  lookups: (settings, facts, judging) => {
    const found = termsOf(settings, facts, judging);
    if (!found.ok) return {};
    const scenes = considered(found).flatMap((file) => sceneOf(file, found.terms) ?? []);
    const complete = scenes.filter((scene) => lacks({ ...scene, branches: () => true }) === undefined);
    return {
      branches: scenes.flatMap((scene) => branchesAsked(scene)),
      lastChanged: settings.max_age === undefined ? [] : complete.map(({ file }) => file.path),
    };
  },
  describe: documentWords,
  judge: (settings, facts, judging): Outcome => {
    const found = termsOf(settings, facts, judging);
    if (!found.ok) return found.outcome;
    const author = facts.author?.login;
    const [first] = found.files;
    if (first === undefined) return missing(found.path, author);
    const [one, ...more] = considered(found).map((file) => judgeFile(file, found.terms));
    return one === undefined ? unchanged(first.path, author) : best([one, ...more]);
  },
});

interface Terms {
  readonly settings: DocumentSettings;
  readonly facts: Snapshot;
  readonly templates: readonly string[];
  readonly now: Date;
}

interface Found {
  readonly ok: true;
  readonly path: string;
  readonly files: readonly DocumentFile[];
  readonly terms: Terms;
}

/** The files at the path and what they are judged by, or the outcome where that can't be told. */
const termsOf = (
  given: DocumentSettings,
  facts: Snapshot,
  judging: Judging,
): Found | { readonly ok: false; readonly outcome: Outcome } => {
  const asking = { kind: "document", snapshot: facts, judging };
  const found = markdownAt(given.path, asking);
  if (!found.ok) return found;
  const template = given.template === undefined ? NO_FILES : markdownAt(given.template, asking, "baseDocuments");
  if (!template.ok) return template;
  const broken = template.files.find(({ text }) => text === null);
  if (broken !== undefined) return { ok: false, outcome: unreadable(broken) };
  const tables = given.tables.map((table) => ({ table, row: expand(table.row ?? "", judging.parameters) }));
  for (const { table, row } of tables)
    if (!row.ok) return { ok: false, outcome: unresolved(asking, `The row ${quote(table.row ?? "")}`, row.missing) };
  const settings = {
    ...given,
    tables: tables.map(({ table, row }) => (table.row === undefined || !row.ok ? table : { ...table, row: row.path })),
  };
  const templates = template.files.flatMap(({ text }) => text ?? []);
  return { ...found, terms: { settings, facts, templates, now: judging.now } };
};

const NO_FILES = { ok: true, files: [] } as const;

/** Where the file must have been changed, only those that were. */
const considered = ({ files, terms: { settings, facts } }: Found): readonly DocumentFile[] =>
  settings.changed ? files.filter(({ path }) => isChanged(path, facts.files ?? [])) : files;

const isChanged = (path: string, changes: readonly ChangedFile[]): boolean =>
  changes.some((file) => file.path === path && file.change !== "removed");

const sceneOf = ({ path, text }: DocumentFile, { settings, facts, templates, now }: Terms): Scene | undefined =>
  text === null
    ? undefined
    : { file: { path, text }, settings, templates, now, branches: (name) => branchExists(name, facts) };

/** The branches of the pull request itself are there, or were until it was merged. */
const branchExists = (name: string, { branches = {}, head, base, fork }: Snapshot): boolean | undefined => {
  if (name === base || (name === head && !fork)) return true;
  return Object.hasOwn(branches, name) ? branches[name] : undefined;
};

const judgeFile = (file: DocumentFile, terms: Terms): Outcome => {
  const scene = sceneOf(file, terms);
  if (scene === undefined) return unreadable(file);
  const flaw = lacks(scene);
  return flaw === undefined ? judgeAge(file, terms) : outcomeOf(flaw, terms);
};

const judgeAge = ({ path, url }: DocumentFile, terms: Terms): Outcome => {
  const evidence = [{ text: path, ...(url === undefined ? {} : { url }) }];
  const { settings, facts, now } = terms;
  if (settings.max_age === undefined) return met(`${quote(path)} is filled in.`, evidence);
  const age = ageOf(path, settings.max_age, { lastChanged: facts.lastChanged, now });
  switch (age.state) {
    case "recent":
      return met(`${quote(path)} is filled in and up to date.`, evidence, age.until);
    case "outdated":
      return outcomeOf(age.flaw, terms);
    case "unknown":
      return unread("document", "lastChanged", facts);
  }
};

const outcomeOf = (flaw: Flaw, { facts }: Terms): Outcome =>
  flaw.code === "unknown" ? unread("document", "branches", facts) : flawed(flaw, facts.author?.login);

/** One file of a glob is enough; what could not be read counts only when no other file is good. */
const best = (outcomes: readonly [Outcome, ...Outcome[]]): Outcome =>
  outcomes.find(({ state }) => state === "met") ?? outcomes.find(({ state }) => state === "error") ?? outcomes[0];
