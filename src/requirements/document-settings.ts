import { z } from "zod";
import { Glob } from "../evidence/patterns.ts";
import { EachRule } from "./document-each-rule.ts";
import { isNamed } from "./document-names.ts";
import { FieldRule, TableRule } from "./document-rules.ts";
import { Duration, isSound, oneOrMore, Text } from "./settings.ts";
import { quote } from "./wording.ts";

const SectionSettings = z.strictObject({
  heading: oneOrMore(Text).describe("The heading, or several accepted spellings of it."),
  min_words: z.int().min(1).optional().describe("How many words of its own the section must have at least."),
  contains: oneOrMore(Text).optional().describe("Texts that must occur in the section; case does not matter."),
  accept_none: z.boolean().default(false).describe("Whether “None” without a reason is an answer."),
});
export type SectionRule = z.output<typeof SectionSettings>;

const SectionRule = z.union([
  oneOrMore(Text).transform((heading) => SectionSettings.parse({ heading })),
  SectionSettings,
]);

const SignedSettings = z.strictObject({
  under: oneOrMore(Text).optional().describe("The heading under which the lines stand, or its accepted spellings."),
  lines: z.array(oneOrMore(Text)).min(1).describe("What the lines begin with, each with its accepted spellings."),
});
export type SignedRule = z.output<typeof SignedSettings>;

const SignedRule = z.union([
  z
    .array(oneOrMore(Text))
    .min(1)
    .transform((lines) => SignedSettings.parse({ lines })),
  SignedSettings,
]);

const Tasks = z.union([
  z.enum(["complete", "listed"]),
  z.strictObject({
    complete_under: oneOrMore(Text).describe("Headings under which there are boxes, every one of them ticked."),
  }),
]);

const Path = Glob.describe("Path or glob at the head; `{parameters}` of the procedure stand for their values.");

const Settings = z.strictObject({
  path: Path.describe("Path or glob of the file at the head; `{parameters}` of the procedure stand for their values."),
  sections: z
    .array(SectionRule)
    .default([])
    .describe(
      "Headings that must be there and filled in, each with its accepted spellings; without any, the whole file must be.",
    ),
  fields: z
    .array(FieldRule)
    .default([])
    .describe(
      "Fields that must be filled in: `**Owner:** ada`, or a table's row that begins with the name. A name alone, or with what its value must be: `{ name: Start date, is: date }`.",
    ),
  tables: z
    .array(TableRule)
    .default([])
    .describe(
      "Tables of which every row must be filled in; lines such as `**Risk:** …` under the heading serve as a row as well.",
    ),
  each: oneOrMore(EachRule)
    .default([])
    .describe("Parts that occur several times, such as the phases of a plan, and what each of them must have."),
  placeholders: z
    .literal("none")
    .optional()
    .describe("`none`: no prompt of a template, such as `[name]` or `TBD`, is left anywhere in the file."),
  min_words: z.int().min(1).optional().describe("How many words of its own the file must have at least."),
  changed: z.boolean().default(false).describe("Whether this pull request must have added or changed the file."),
  tasks: Tasks.optional().describe(
    "`complete`: every box in the file is ticked. `complete_under`: those under these headings are. `listed`: open boxes are enough for a section to be filled in, as in a checklist for later.",
  ),
  signed: SignedRule.optional().describe(
    "Who must have signed, in lines such as `Technical lead: Ada Lovelace - Date: 2026-03-01`: a name and a date that is not in the future.",
  ),
  template: Glob.optional().describe(
    "Path at the base branch of the template the file was copied from: its words don't count.",
  ),
  max_age: Duration.optional().describe("How long ago the file may have been changed last."),
});
export type DocumentSettings = z.output<typeof Settings>;

/** A comparison with a field that nobody asks for would never be made. */
const compared = ({ fields, each }: DocumentSettings, context: z.core.$RefinementCtx): void => {
  const lists = [
    { path: ["fields"], fields },
    ...each.map((one, index) => ({ path: ["each", index, "fields"], fields: one.fields })),
  ];
  for (const { path, fields: list } of lists)
    for (const { index, after } of uncompared(list)) {
      const message = `\`after\` names ${quote(after)}, which is no date among these fields; add \`{ name: ${after}, is: date }\`.`;
      context.addIssue({ code: "custom", path: [...path, index, "after"], message });
    }
};

const uncompared = (fields: readonly FieldRule[]) =>
  fields.flatMap(({ after }, index) => {
    if (after === undefined || fields.some(({ name, is }) => is === "date" && isNamed(name, after))) return [];
    return [{ index, after }];
  });

/** A path alone asks for a file that is filled in. */
export const DocumentSettings = z.union([
  Path.transform((path) => Settings.parse({ path })),
  Settings.superRefine(compared, { when: isSound }),
]);
