import { z } from "zod";
import { Glob, Re2 } from "../evidence/patterns.ts";
import { defineRequirement, type AnyKind } from "./define.ts";
import { undetermined, type Undetermined } from "./outcome.ts";
import { isSound, Text } from "./settings.ts";

/** The outcome of what can be written in a procedure before this version can judge it: it blocks, because it is not known to hold. */
export const notYet = (kind: string, what: string = kind): Undetermined =>
  undetermined({
    code: `${kind.replaceAll("_", "-")}/not-yet`,
    reason: `This version of Gatehouse can't judge \`${what}\` yet.`,
    remedy: `Take \`${what}\` out of the procedure, or update Gatehouse.`,
    short: `${what} not judged`,
  });

const later = <const Kind extends string, Settings extends z.ZodType>(kind: Kind, about: string, settings: Settings) =>
  defineRequirement({
    kind,
    about,
    settings,
    needs: [],
    describe: () => kind.replaceAll("_", " "),
    judge: () => notYet(kind),
  });

const Metric = z
  .strictObject({
    check: Text.optional().describe("Name of the check in whose output the number stands."),
    file: Glob.optional().describe("JSON file at the head in which the number stands."),
    pointer: z.string().startsWith("/").optional().describe("JSON pointer (RFC 6901) to the number in `file`."),
    pattern: Re2.optional().describe("RE2 pattern whose first group is the number in the check's output."),
    min: z.number().optional().describe("The number must be at least this."),
    max: z.number().optional().describe("The number must be at most this."),
  })
  .refine(({ check, file }) => (check === undefined) !== (file === undefined), {
    error: "Say either `check` or `file`.",
    when: isSound,
  })
  .refine(({ min, max }) => (min ?? max) !== undefined, { error: "Say `min`, `max` or both.", when: isSound });

const OtherProcedure = z.strictObject({
  id: Text.describe("Id of the other procedure."),
  of: z
    .enum(["subject", "issue"])
    .default("subject")
    .describe("Whether it must be complete for this pull request or for the issue it closes."),
});

const Option = z.strictObject({
  title: Text.describe("What people read and pick."),
  steps: z
    .array(z.record(z.string(), z.unknown()))
    .default([])
    .describe("Steps to be done when this option is picked."),
});

const Choice = z.strictObject({
  options: z
    .array(z.union([Text.transform((title) => Option.parse({ title })), Option]))
    .min(2)
    .describe("The options, of which exactly one is picked."),
});

/** Kinds whose words are settled and whose judging comes with a later version: one line each, moved to a file of its own then. */
export const laterKinds: readonly AnyKind[] = [
  later("metric", "A number found in a check's output or a file meets a bound.", Metric),
  later(
    "procedure",
    "Another procedure is complete.",
    z.union([Text.transform((id) => OtherProcedure.parse({ id })), OtherProcedure]),
  ),
  later("choice", "Exactly one option is picked and its own steps are done.", Choice),
];
