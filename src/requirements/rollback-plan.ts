import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import { defineRequirement } from "./define.ts";
import { REHEARSED } from "./plan-rehearsal.ts";
import { planWords } from "./plan-words.ts";
import { planInDescription, planInFile, reasonsForData } from "./plan-routes.ts";
import { outcomeOf } from "./routes.ts";
import { Duration, oneOrMore, Text } from "./settings.ts";
import { capital, listed, quote } from "./wording.ts";

const HEADINGS = [
  "Rollback plan",
  "Rollback",
  "Roll-back plan",
  "Roll back",
  "Rollback strategy",
  "Rollback procedure",
  "Rollback steps",
  "Back-out plan",
  "Backout plan",
  "Revert plan",
  "How to roll back",
];
const MIGRATIONS = [
  "**/migrations/**",
  "**/migration/**",
  "**/migrate/**",
  "**/*.sql",
  "**/schema.prisma",
  "db/schema.rb",
];

const Settings = z.strictObject({
  section: z
    .union([z.literal(false), oneOrMore(Text)])
    .default(HEADINGS)
    .describe("Accepted headings of the plan in the description; `false`: it can't stand there."),
  path: Glob.optional().describe(
    "Path of a file at the head that holds the plan; `{parameters}` of the procedure stand for their values.",
  ),
  sections: z
    .array(oneOrMore(Text))
    .default([])
    .describe(
      "Parts that the plan must have, such as `Trigger conditions` and `Rollback steps`, each with its accepted spellings: a sub-heading or a label, filled in. Without any, a short honest plan is enough.",
    ),
  stricter_for: z
    .union([z.literal(false), oneOrMore(Glob)])
    .default(MIGRATIONS)
    .describe("Paths whose change makes it necessary to say what happens to the data; `false`: none."),
  numeric_triggers: z
    .boolean()
    .default(false)
    .describe(
      "Whether the triggers, below a heading or behind a label such as `Trigger conditions`, must name a number with its unit: `error rate above 2 %`.",
    ),
  rehearsed_within: Duration.optional().describe(
    "How long ago the plan may have been rehearsed last; it says so in a field, `**Rehearsed:** 2026-03-01`, or in a sentence.",
  ),
  rehearsed: oneOrMore(Text)
    .default(REHEARSED)
    .describe("What the field with the day of the rehearsal is called, or what stands before the day in a sentence."),
});
export type RollbackPlanSettings = z.output<typeof Settings>;

/** How to get back, written down before it is needed. */
export const rollbackPlan = defineRequirement({
  kind: "rollback_plan",
  about:
    "A rollback plan is filled in, in the description or as a file; where data changes, it says what happens to it.",
  settings: Settings,
  needs: ["templates"],
  alsoNeeds: ({ stricter_for }) => (stricter_for === false ? [] : ["files"]),
  documents: ({ path }) => (path === undefined ? [] : [path]),
  describe: planWords,
  judge: (settings, facts, judging) => {
    const of = { settings, facts, judging, changesData: reasonsForData(settings, facts.files ?? []) };
    return outcomeOf([planInDescription(of), ...planInFile(of)], {
      code: "rollback-plan",
      flawed: ({ code, reason }) => ({
        reason,
        short: SHORT.get(code) ?? "rollback plan incomplete",
        ...(code === "parameter" ? { unknown: true } : {}),
      }),
      absent: () => ({ ...missing(settings), short: "rollback plan missing" }),
      author: facts.author?.login,
    });
  },
});

const SHORT = new Map([
  ["unfilled", "rollback plan unfilled"],
  ["not-rehearsed", "rollback not rehearsed"],
]);

const missing = ({ section, path }: RollbackPlanSettings): { reason: string; remedy: string } => {
  const heading = section === false ? undefined : section[0];
  const ways = [
    ...(heading === undefined ? [] : [`add the heading ${quote(`## ${heading}`)} to the description`]),
    ...(path === undefined ? [] : [`add the file ${quote(path)}`]),
  ];
  const remedy = listed(ways, "or");
  return {
    reason: "There is no rollback plan.",
    remedy:
      ways.length === 0
        ? "Have the procedure say where the rollback plan is."
        : `${capital(remedy)}, and say when to go back and how.`,
  };
};
