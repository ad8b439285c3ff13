import { z } from "zod";
import { Glob, globs } from "../evidence/patterns.ts";
import type { ChangedFile } from "../evidence/snapshot.ts";
import { defineRequirement } from "./define.ts";
import type { Judging } from "./judging.ts";
import { met, unmet, type Outcome } from "./outcome.ts";
import { filledGlobs } from "./paths.ts";
import { oneOrMore } from "./settings.ts";
import { counted, listed, quote, series } from "./wording.ts";

const HOW = ["added", "modified", "removed"] as const;

const Settings = z.strictObject({
  paths: oneOrMore(Glob).describe(
    "Paths or globs, parameters allowed; one changed file that matches is enough. `!glob` leaves files out.",
  ),
  how: oneOrMore(z.enum(HOW))
    .default([...HOW])
    .describe(
      "What must have happened to the file; a renamed one is `removed` from its old path and `added` at its new one.",
    ),
});
type Settings = z.output<typeof Settings>;

/** The pull request touches what it has to touch, such as the configuration of the deployment. */
export const changed = defineRequirement({
  kind: "changed",
  about: "The pull request changes a file at one of these paths.",
  settings: z.union([oneOrMore(Glob).transform((paths) => Settings.parse({ paths })), Settings]),
  needs: ["files"],
  describe: (settings) => `${eventOf(settings)} at ${series(settings.paths.map(quote), "or")}`,
  judge: (settings, facts, judging: Judging) => {
    const filled = filledGlobs(settings.paths, { kind: "changed", snapshot: facts, judging });
    if (!filled.ok) return filled.outcome;
    const isMeant = globs(filled.paths);
    const found = facts.files
      .flatMap(happened)
      .filter(({ path, how }) => settings.how.includes(how) && isMeant(path))
      .map(({ path }) => path);
    return found.length === 0 ? untouched(settings, filled.paths, facts.author?.login) : touched(found, settings);
  },
});

interface Happened {
  readonly path: string;
  readonly how: (typeof HOW)[number];
}

const happened = ({ path, previous, change }: ChangedFile): readonly Happened[] => {
  if (change !== "renamed") return [{ path, how: change }];
  return [{ path, how: "added" }, ...(previous === undefined ? [] : [{ path: previous, how: "removed" as const }])];
};

const eventOf = ({ how }: Settings): string =>
  how.length === HOW.length ? "a changed file" : `a file ${listed(how, "or")}`;

const touched = (found: readonly string[], { how }: Settings): Outcome =>
  met(
    `The pull request ${how.length === HOW.length ? "changes" : "has"} ${counted(found.length, "such file")}: ${listed(found.slice(0, 6).map(quote))}.`,
    found.slice(0, 20).map((path) => ({ text: path })),
  );

const untouched = (settings: Settings, paths: readonly string[], login: string | undefined): Outcome =>
  unmet({
    code: "changed/none",
    reason: `The pull request has no ${eventOf(settings).slice(2)} at ${listed(paths.map(quote), "or")}.`,
    remedy: `Make that change in this pull request${settings.how.length === HOW.length ? "" : ` (${listed(settings.how, "or")})`}.`,
    short: "change missing",
    actors: [{ kind: "author", login }],
  });
