import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import type { ChangedFile, DocumentFile } from "../evidence/snapshot.ts";
import { defineRequirement } from "./define.ts";
import { notYet } from "./later.ts";
import { met, undetermined, unmet, type Open, type Outcome } from "./outcome.ts";
import { lacks, type Flaw } from "./document-content.ts";
import { filesAt } from "./paths.ts";
import { Duration, oneOrMore, Text } from "./settings.ts";
import { quote } from "./wording.ts";

const Path = Glob.describe("Path or glob at the head; `{parameters}` of the procedure stand for their values.");

const Settings = z.strictObject({
  path: Path.describe("Path or glob of the file at the head; `{parameters}` of the procedure stand for their values."),
  sections: z
    .array(oneOrMore(Text))
    .default([])
    .describe(
      "Headings that must be there and filled in, each with its accepted spellings; without any, the whole file must be.",
    ),
  fields: z
    .array(Text)
    .default([])
    .describe("Names of fields that must be filled in: `**Owner:** ada`, or a table's row that begins with the name."),
  min_words: z.int().min(1).optional().describe("How many words of its own the file must have at least."),
  changed: z.boolean().default(false).describe("Whether this pull request must have added or changed the file."),
  tasks: z.literal("complete").optional().describe("`complete`: every box in the file is ticked."),
  template: Glob.optional().describe(
    "Path at the base branch of the template the file was copied from: its words don't count.",
  ),
  max_age: Duration.optional().describe("How long ago the file may have been changed last."),
});
export type DocumentSettings = z.output<typeof Settings>;

/** A file that people must really write, such as a rollback plan or a design. */
export const document = defineRequirement({
  kind: "document",
  about: "A file exists at the head and is really filled in.",
  settings: z.union([Path.transform((path) => Settings.parse({ path })), Settings]),
  needs: [],
  alsoNeeds: ({ changed }) => (changed ? ["files"] : []),
  documents: ({ path }) => [path],
  baseDocuments: ({ template }) => (template === undefined ? [] : [template]),
  describe: ({ path, changed }) => `the file ${quote(path)} ${changed ? "changed and " : ""}filled in`,
  judge: (settings, facts, judging): Outcome => {
    if (settings.max_age !== undefined) return notYet("document", "max_age");
    const asking = { kind: "document", snapshot: facts, judging };
    const found = filesAt(settings.path, asking);
    if (!found.ok) return found.outcome;
    const template = settings.template === undefined ? NO_FILES : filesAt(settings.template, asking, "baseDocuments");
    if (!template.ok) return template.outcome;
    const unread = template.files.find(({ text }) => text === null);
    if (unread !== undefined) return unreadable(unread);
    const author = facts.author?.login;
    return judgeFiles(found, facts.files ?? [], { settings, author, templates: textsOf(template.files) });
  },
});

const NO_FILES = { ok: true, files: [] } as const;

interface Terms {
  readonly settings: DocumentSettings;
  readonly templates: readonly string[];
  readonly author: string | undefined;
}

const textsOf = (files: readonly DocumentFile[]): readonly string[] => files.flatMap(({ text }) => text ?? []);

const judgeFiles = (
  { path, files }: { readonly path: string; readonly files: readonly DocumentFile[] },
  changes: readonly ChangedFile[],
  terms: Terms,
): Outcome => {
  const [first] = files;
  if (first === undefined) return missing(path, terms.author);
  if (!terms.settings.changed) return best(files.map((file) => judgeFile(file, terms)));
  const changed = new Set(changes.filter(({ change }) => change !== "removed").map((file) => file.path));
  const [one, ...more] = files.filter((file) => changed.has(file.path)).map((file) => judgeFile(file, terms));
  return one === undefined ? unchanged(first.path, terms.author) : best([one, ...more]);
};

const judgeFile = (file: DocumentFile, { settings, templates, author }: Terms): Outcome => {
  if (file.text === null) return unreadable(file);
  const flaw = lacks({ path: file.path, text: file.text }, settings, templates);
  if (flaw !== undefined) return flawed(flaw, author);
  const { path, url } = file;
  return met(`${quote(path)} is filled in.`, [{ text: path, ...(url === undefined ? {} : { url }) }]);
};

/** One file of a glob is enough; what could not be read counts only when no other file is good. */
const best = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find(({ state }) => state === "met") ??
  outcomes.find(({ state }) => state === "error") ??
  outcomes[0] ??
  notYet("document");

const open = (
  what: Omit<Open, "state" | "actors" | "short"> & { short: string },
  author: string | undefined,
): Outcome => unmet({ ...what, actors: [{ kind: "author", login: author }] });

const missing = (path: string, author: string | undefined): Outcome =>
  open(
    {
      code: "document/missing",
      reason: `There is no file ${quote(path)} at the head.`,
      remedy: `Add the file ${quote(path)} and fill it in.`,
      short: `${nameOf(path)} missing`,
    },
    author,
  );

const unchanged = (path: string, author: string | undefined): Outcome =>
  open(
    {
      code: "document/unchanged",
      reason: `This pull request does not change ${quote(path)}.`,
      remedy: `Bring ${quote(path)} up to date in this pull request.`,
      short: `${nameOf(path)} unchanged`,
    },
    author,
  );

const flawed = ({ code, path, reason, remedy }: Flaw, author: string | undefined): Outcome =>
  open({ code: `document/${code}`, reason, remedy, short: `${nameOf(path)} ${code}` }, author);

const unreadable = ({ path, problem }: DocumentFile): Outcome =>
  undetermined({
    code: "document/unreadable",
    reason: `${quote(path)} can't be judged: ${problem ?? "it could not be read"}.`,
    remedy: `Make ${quote(path)} a text file under 1 MB.`,
    short: `${nameOf(path)} unreadable`,
  });

/** "docs/x/rollback-plan.md" is "rollback plan". */
export const nameOf = (path: string): string => {
  const name = (path.split("/").at(-1) ?? "").replace(/\.\w+$/u, "").replaceAll(/[-_\s]+/gu, " ");
  return /^[\p{L}\p{N} .]{1,24}$/u.test(name) ? name.toLowerCase() : "document";
};
