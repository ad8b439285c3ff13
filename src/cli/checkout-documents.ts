import { readdir, stat } from "node:fs/promises";
import { join, posix, resolve, sep } from "node:path";
import { readBuiltins } from "../config/builtins.ts";
import { isCalendarPath } from "../evidence/schedule.ts";
import type { ReadDocument } from "../procedures/assemble.ts";
import { nearest } from "../procedures/nearest.ts";
import { referenceKey, sameRepository, type Reference } from "../procedures/reference.ts";
import { assertOwnFile } from "./own-file.ts";
import { readText } from "./read-text.ts";
import type { Shell } from "./shell.ts";
import { WrongUse } from "./wrong-use.ts";

export interface TextFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The files of a folder. */
export interface Files {
  readonly exists: (path: string) => Promise<boolean>;
  readonly read: (path: string) => Promise<TextFile>;
  /** Paths of the documents where procedures lie by convention, sorted. */
  readonly procedures: () => Promise<readonly string[]>;
}

export const filesIn = (root: string, dir: string, shell: Shell): Files => ({
  read: async (path) => {
    await assertOwnFile(root, path);
    return { path, text: await readText(join(dir, path), shell) };
  },
  exists: async (path) => (await kindOf(join(root, path))) === "file",
  procedures: () => documentsBelow(root),
});

export const PROCEDURES = ".github/procedures";

const documentsBelow = async (root: string): Promise<readonly string[]> => {
  const folder = join(root, PROCEDURES);
  if ((await kindOf(folder)) !== "folder") return [];
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(ya?ml|md|markdown)$/iu.test(name))
    .map((name) => posix.join(PROCEDURES, name.split(sep).join("/")))
    .toSorted();
};

/** What there is at a path, links followed. */
export const kindOf = async (path: string): Promise<"file" | "folder" | "nothing"> => {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
};

/** Documents below a folder, by `referenceKey`. */
export const readDocuments = async (
  asked: readonly Reference[],
  dir: string,
  shell: Shell,
): Promise<ReadonlyMap<string, ReadDocument>> =>
  documents(asked, { home: filesIn(resolve(shell.cwd, dir), dir, shell), organisation: undefined });

/** A folder, and the one it builds on. */
interface Sources {
  readonly home: Files;
  readonly organisation: (Files & { readonly repository: string }) | undefined;
}

/** The documents that references name, by `referenceKey`; of those that are not there, why. */
export const documents = async (
  asked: readonly Reference[],
  sources: Sources,
): Promise<ReadonlyMap<string, ReadDocument>> =>
  new Map(
    await Promise.all(
      asked.map(async (reference): Promise<[string, ReadDocument]> => [
        referenceKey(reference),
        await document(reference, sources),
      ]),
    ),
  );

const document = async (reference: Reference, { home, organisation }: Sources): Promise<ReadDocument> => {
  if (reference.kind === "builtin") return builtin(reference.id);
  if (reference.kind === "path") return textAt(reference.path, home, "this checkout");
  const { repository, path } = reference;
  if (organisation === undefined || !sameRepository(repository, organisation.repository))
    return { missing: "it is in another repository, which was not read" };
  const found = await textAt(path, organisation, `the checkout of \`${repository}\``);
  return "missing" in found ? found : { ...found, file: `${repository}:${path}` };
};

const textAt = async (path: string, { exists, read, procedures }: Files, where: string): Promise<ReadDocument> => {
  if (!(await exists(path)))
    return { missing: `there is no file \`${path}\` in ${where}`, ...meantBy(path, await procedures()) };
  if (!isCalendarPath(path)) return { file: path, text: (await read(path)).text };
  try {
    return asGitHubShows(path, (await read(path)).text);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    return { missing: "it is no UTF-8 text", remedy: "Replace it by a text, or remove it from `holidays`." };
  }
};

/** A path of the config counts from its own folder where it begins with `./`, which is easily left out. */
const meantBy = (path: string, there: readonly string[]): { readonly remedy?: string } => {
  const name = nearest(
    posix.basename(path),
    there.map((one) => posix.basename(one)),
  );
  const found = there.find((one) => posix.basename(one) === name);
  if (found === undefined) return {};
  return { remedy: `Did you mean \`./${posix.relative(posix.dirname(PROCEDURES), found)}\`?` };
};

/** The App reads no larger ones, in bytes. */
const LARGEST_CALENDAR = 1_000_000;

const asGitHubShows = (file: string, text: string): ReadDocument => {
  const size = Buffer.byteLength(text);
  if (text.includes("\0"))
    return { missing: "it is a binary file", remedy: "Replace it by a text, or remove it from `holidays`." };
  if (size <= LARGEST_CALENDAR) return { file, text };
  return { missing: `it is larger than 1 MB (${size} bytes)`, remedy: "Shorten it, or remove it from `holidays`." };
};

const builtin = (id: string): ReadDocument => {
  const all = readBuiltins();
  const meant = nearest(id, [...all.keys()]);
  const missing = "there is no built-in procedure of that name";
  return all.get(id) ?? (meant === undefined ? { missing } : { missing, remedy: `Did you mean \`builtin:${meant}\`?` });
};
