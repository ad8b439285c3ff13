import { z } from "zod";
import { Glob, Re2 } from "../evidence/patterns.ts";
import { isSound, Text } from "./settings.ts";
import { quote } from "./wording.ts";

/** A percentage, as tools for coverage and the like write it. */
export const PERCENTAGE = String.raw`([+-]?[0-9]+(?:[.,][0-9]+)*) ?%`;

export const MetricSettings = z
  .strictObject({
    check: Text.optional().describe(
      "Name of the check run in whose output the number stands. It must not have failed.",
    ),
    app: Text.optional().describe(
      "Slug of the App that must have reported the check, such as `codecov`; others are not looked at.",
    ),
    statuses: z
      .boolean()
      .default(false)
      .describe(
        "Commit statuses of that name count as well. Everybody with write permission can set one, with any number in it.",
      ),
    file: Glob.optional().describe(
      "File at the head in which the number stands, parameters allowed. Of a glob, every file must meet the bound.",
    ),
    pointer: z
      .string()
      .regex(/^(\/([^~/]|~[01])*)+$/u, "A JSON pointer (RFC 6901) begins with `/`, such as `/total/lines/pct`.")
      .optional()
      .describe("JSON pointer (RFC 6901) to the number in `file`, which is JSON then."),
    pattern: Re2.optional().describe(
      "RE2 pattern: the first group of its first match is the number, or the whole match where it has no group. Default, without `pointer`: the first percentage.",
    ),
    min: z.number().optional().describe("The number must be at least this."),
    max: z.number().optional().describe("The number must be at most this."),
  })
  .superRefine(
    (given, context) => {
      for (const message of problemsOf(given)) context.addIssue({ code: "custom", message });
    },
    { when: isSound },
  );
export type MetricSettings = z.output<typeof MetricSettings>;

type Given = Readonly<Record<"check" | "app" | "file" | "pointer" | "pattern", string | undefined>> &
  Readonly<Record<"statuses", boolean>> &
  Readonly<Record<"min" | "max", number | undefined>>;

const problemsOf = (given: Partial<Given>): readonly string[] => [
  ...((given.check === undefined) === (given.file === undefined) ? ["Say either `check` or `file`."] : []),
  ...reporterProblems(given),
  ...numberProblems(given),
];

const reporterProblems = ({ check, app, statuses = false }: Partial<Given>): readonly string[] => [
  ...(check === undefined && (app !== undefined || statuses)
    ? ["`app` and `statuses` say whose `check` counts; a `file` has neither."]
    : []),
  ...(app !== undefined && statuses ? ["No App stands behind a commit status: say either `app` or `statuses`."] : []),
];

const numberProblems = ({ check, pointer, pattern, min, max }: Partial<Given>): readonly string[] => [
  ...(pointer !== undefined && check !== undefined
    ? ["A `pointer` leads into a `file`; a check has a `pattern`."]
    : []),
  ...(pointer !== undefined && pattern !== undefined ? ["Say either `pointer` or `pattern`."] : []),
  ...(min === undefined && max === undefined ? ["Say `min`, `max` or both."] : []),
  ...((min ?? -Infinity) > (max ?? Infinity) ? ["`min` is more than `max`; swap them."] : []),
];

/** "at least 90", "at most 5", "between 1 and 5". */
export const boundOf = ({ min, max }: MetricSettings): string => {
  if (min === undefined) return `at most ${max ?? ""}`;
  return max === undefined ? `at least ${min}` : `between ${min} and ${max}`;
};

/** What is looked for, as a clause: "a percentage". */
export const soughtIn = ({ pointer, pattern }: MetricSettings): string => {
  if (pointer !== undefined) return `a number at ${quote(pointer)}`;
  return pattern === undefined ? "a percentage" : `a number where ${quote(pattern)} matches`;
};
