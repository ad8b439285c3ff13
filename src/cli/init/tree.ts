import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { assertOwnFile } from "../own-file.ts";
import { WrongUse } from "../wrong-use.ts";

/** The files of a folder, as far as they are looked at. */
export interface Tree {
  /** From the root, with `/`, sorted. */
  readonly paths: readonly string[];
  /** The text of a file, or nothing where it is none that can be read. */
  readonly text: (path: string) => string | undefined;
}

/** Folders that hold what others wrote, or what was built. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  ".git",
  "node_modules",
  "vendor",
  "third_party",
  "dist",
  "build",
  "target",
  "out",
  "coverage",
  ".venv",
  "venv",
  ".next",
]);

const DEEPEST = 6;
const MOST_FILES = 20_000;
/** Bytes of a document that is looked at; larger ones are no checklists. */
const LARGEST = 500_000;

/** What is looked at besides the names of files: documents and workflows, not code. */
const TEXTS = /(?:^|\/)(?:CODEOWNERS|[^/]+\.(?:md|markdown|ya?ml|json))$/iu;

/** Looks at a folder; never follows a symbolic link. Throws `WrongUse` where it is none. */
export const treeOf = async (root: string, shown: string): Promise<Tree> => {
  const kind = await kindOf(root);
  if (kind !== "folder")
    throw new WrongUse(
      kind === "file"
        ? `\`${shown}\` is a file; expected the root of a checkout, a folder.`
        : `There is no folder \`${shown}\`. Name the root of a checkout; paths count from the current folder.`,
    );
  const paths = (await filesBelow(root, "", 0)).slice(0, MOST_FILES).toSorted();
  const texts = new Map<string, string>();
  await Promise.all(
    paths
      .filter((path) => TEXTS.test(path))
      .map(async (path) => {
        const text = await textAt(root, path);
        if (text !== undefined) texts.set(path, text);
      }),
  );
  return { paths, text: (path) => texts.get(path) };
};

const kindOf = async (path: string): Promise<"folder" | "file" | "nothing"> =>
  stat(path).then(
    (found) => (found.isDirectory() ? "folder" : "file"),
    () => "nothing",
  );

const filesBelow = async (root: string, folder: string, depth: number): Promise<readonly string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) return [path];
      if (!entry.isDirectory() || PASSED_OVER.has(entry.name) || depth >= DEEPEST) return [];
      return filesBelow(root, path, depth + 1);
    }),
  );
  return found.flat();
};

const textAt = async (root: string, path: string): Promise<string | undefined> => {
  try {
    await assertOwnFile(root, path);
    const file = join(root, path);
    if ((await stat(file)).size > LARGEST) return undefined;
    const text = await readFile(file, "utf8");
    return text.includes("\0") || text.includes("\uFFFD") ? undefined : text;
  } catch {
    return undefined;
  }
};
