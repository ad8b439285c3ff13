import { z } from "zod";
import { accepted, Re2 } from "../evidence/patterns.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement } from "./define.ts";
import { met, unmet } from "./outcome.ts";
import { capital, quote } from "./wording.ts";

const Settings = z.strictObject({
  of: z
    .enum(["title", "branch", "commits"])
    .default("title")
    .describe("What must match: the title, the name of the head branch, or the whole message of every commit."),
  matches: Re2.describe("The RE2 pattern; found anywhere unless it is anchored with `^` and `$`."),
});
type Settings = z.output<typeof Settings>;

/** A naming rule, such as conventional commits. */
export const pattern = defineRequirement({
  kind: "pattern",
  about: "The title, the branch or every commit message matches a pattern.",
  settings: z.union([Re2.transform((matches) => Settings.parse({ matches })), Settings]),
  needs: [],
  alsoNeeds: ({ of }) => (of === "commits" ? ["commits"] : []),
  describe: ({ of, matches }) => `${WHAT[of]} matches ${quote(matches)}`,
  judge: (settings, facts) => {
    const texts = textsOf(settings.of, facts);
    if (texts.length === 0) return noCommits;
    const strange = texts.find((text) => !accepted(settings.matches).test(text));
    return strange === undefined
      ? met(`${capital(WHAT[settings.of])} matches ${quote(settings.matches)}.`)
      : mismatch(settings, strange, facts);
  },
});

const WHAT = { title: "the title", branch: "the branch", commits: "every commit message" } as const;

const textsOf = (of: Settings["of"], facts: Snapshot): readonly string[] => {
  if (of === "title") return [facts.title];
  return of === "branch" ? [facts.head] : (facts.commits ?? []).map(({ message }) => message);
};

const mismatch = ({ of, matches }: Settings, text: string, facts: Snapshot) =>
  unmet({
    code: "pattern/mismatch",
    reason: `The ${NOUN[of]} ${quote(text.split("\n", 1).join(""))} does not match ${quote(matches)}.`,
    remedy: `${REMEDY[of]} so that it matches ${quote(matches)}.`,
    short: `${NOUN[of]} off pattern`,
    actors: [{ kind: "author", login: facts.author?.login }],
  });

const NOUN = { title: "title", branch: "branch name", commits: "commit message" } as const;
const REMEDY = {
  title: "Edit the title",
  branch: "Open the pull request from a branch that is named",
  commits: "Reword the commit",
} as const;

const noCommits = unmet({
  code: "pattern/no-commits",
  reason: "There is no commit whose message could match.",
  remedy: "Push a commit.",
  short: "no commits",
  actors: [],
  unknown: true,
});
