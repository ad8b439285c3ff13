import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** Text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Paths of all files below a folder, relative to the root. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
