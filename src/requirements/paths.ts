import type { DocumentFile, Snapshot } from "../evidence/snapshot.ts";
import { expand } from "../procedures/parameters.ts";
import { unread } from "./define.ts";
import type { Judging } from "./judging.ts";
import { unmet, type Outcome } from "./outcome.ts";
import { refusalOf } from "./reading.ts";
import { quote } from "./wording.ts";

/** The files at a path, or the outcome where it can't be told which they are. */
export type Found =
  | { readonly ok: true; readonly path: string; readonly files: readonly DocumentFile[] }
  | { readonly ok: false; readonly outcome: Outcome };

/** On whose behalf files are looked for. */
export interface Asking {
  readonly kind: string;
  readonly snapshot: Snapshot;
  readonly judging: Judging;
}

/** The files that a path or glob means, once its `{parameters}` are filled in: at the head, or at the base branch. */
export const filesAt = (path: string, asking: Asking, where: "documents" | "baseDocuments" = "documents"): Found => {
  const expanded = expand(path, asking.judging.parameters);
  if (!expanded.ok) return { ok: false, outcome: unresolved(asking, `The path ${quote(path)}`, expanded.missing) };
  const read = asking.snapshot[where];
  const files = read !== undefined && Object.hasOwn(read, expanded.path) ? read[expanded.path] : undefined;
  if (files === undefined) return { ok: false, outcome: unread(asking.kind, where, asking.snapshot) };
  return { ok: true, path: expanded.path, files };
};

/** The same for files that are read as Markdown: one that is beyond the limits of reading has a problem instead of a text. */
export const markdownAt = (path: string, asking: Asking, where?: "documents" | "baseDocuments"): Found => {
  const found = filesAt(path, asking, where);
  return found.ok ? { ...found, files: found.files.map(legible) } : found;
};

const legible = (file: DocumentFile): DocumentFile => {
  const problem = file.text === null ? undefined : beyondLimits(file.text);
  return problem === undefined ? file : { ...file, text: null, problem };
};

/** Why a file's text is not judged, if so; nothing must pass because it could not be read. */
export const beyondLimits = (text: string): string | undefined => {
  const refusal = refusalOf(text);
  return refusal === undefined ? undefined : `${refusal}; shorten or split it`;
};

/** Globs with their `{parameters}` filled in, or the outcome where one has no value. */
export type Filled =
  { readonly ok: true; readonly paths: readonly string[] } | { readonly ok: false; readonly outcome: Outcome };

export const filledGlobs = (paths: readonly string[], asking: Asking): Filled => {
  const filled: string[] = [];
  for (const path of paths) {
    const expanded = expand(path, asking.judging.parameters);
    if (!expanded.ok) return { ok: false, outcome: unresolved(asking, `The path ${quote(path)}`, expanded.missing) };
    filled.push(expanded.path);
  }
  return { ok: true, paths: filled };
};

/** The outcome where something, named as a sentence begins, needs a parameter without a value. */
export const unresolved = ({ kind, snapshot, judging }: Asking, what: string, missing: string): Outcome =>
  unmet({
    code: `${kind}/parameter`,
    reason: `${what} needs the parameter ${quote(missing)}, which has no value here.`,
    remedy:
      judging.unresolved?.[missing] ??
      `Name the branch so that the procedure can read ${quote(`{${missing}}`)} from it.`,
    short: `${missing} unknown`,
    actors: [{ kind: "author", login: snapshot.author?.login }],
    unknown: true,
  });
