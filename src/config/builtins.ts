import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** A procedure that comes with the package. */
export interface Builtin {
  readonly text: string;
  readonly file: string;
}

/** The built-in procedures by id, which is the file's name without its extension. */
export const readBuiltins = (folder: string = join(packageRoot(), "procedures")): ReadonlyMap<string, Builtin> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => [
        name.slice(0, -".yml".length),
        { file: `builtin:${name}`, text: readFileSync(join(folder, name), "utf8") },
      ]),
  );
