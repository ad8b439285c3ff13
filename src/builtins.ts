import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The built-in procedures that ship beside the code, by id. Read once, when the process starts. */
export const readBuiltins = (folder = join(import.meta.dirname, "..", "procedures")): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => [name.slice(0, -".yml".length), readFileSync(join(folder, name), "utf8")]),
  );
