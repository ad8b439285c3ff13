import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import { defineRequirement } from "./define.ts";
import { met, unmet } from "./outcome.ts";
import { filesAt } from "./paths.ts";
import { listed, quote } from "./wording.ts";

const Path = Glob.describe("Path or glob at the head; `{parameters}` of the procedure stand for their values.");

const Settings = z.strictObject({ path: Path });

/** What has been archived or taken away must not be left behind. */
export const absent = defineRequirement({
  kind: "absent",
  about: "No file at this path is left at the head.",
  settings: z.union([Path.transform((path) => Settings.parse({ path })), Settings]),
  needs: [],
  documents: ({ path }) => [path],
  describe: ({ path }) => `no file ${quote(path)}`,
  judge: ({ path }, facts, judging) => {
    const found = filesAt(path, { kind: "absent", snapshot: facts, judging });
    if (!found.ok) return found.outcome;
    if (found.files.length === 0) return met(`There is no file ${quote(found.path)}.`);
    const named = listed(found.files.slice(0, 3).map((file) => quote(file.path)));
    return unmet({
      code: "absent/present",
      reason:
        found.files.length === 1
          ? `${named} is still there.`
          : `${found.files.length} files are still there, such as ${named}.`,
      remedy: `Remove or move ${named}.`,
      short: "file left behind",
      actors: [{ kind: "author", login: facts.author?.login }],
    });
  },
});
