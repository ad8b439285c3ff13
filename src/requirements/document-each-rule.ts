import { z } from "zod";
import { PartFieldRule } from "./document-rules.ts";
import { isSound, oneOrMore, Text } from "./settings.ts";

const Log = z.strictObject({
  under: oneOrMore(Text).describe("The heading of the log, or its accepted spellings."),
  date: oneOrMore(Text).describe(
    "The column with the date on which the part was completed, or its accepted spellings.",
  ),
  planned: oneOrMore(Text)
    .optional()
    .describe(
      "The column with the date by which the part should be complete, or its accepted spellings; then every part must have a row.",
    ),
});

/** Parts that occur several times, such as phases, and what each of them must have. */
export const EachRule = z
  .strictObject({
    heading: Text.describe("The headings of the parts: `Phase *` is every heading that begins with “Phase”."),
    under: oneOrMore(Text)
      .optional()
      .describe("The heading under which the parts stand, or its accepted spellings; without it, anywhere."),
    min: z.int().min(0).default(1).describe("How many parts there must be at least."),
    sections: z
      .array(oneOrMore(Text))
      .default([])
      .describe("Sub-headings that each part must have, filled in; open boxes are enough, for work that is planned."),
    fields: z.array(PartFieldRule).default([]).describe("Fields that each part must have, as in `fields` of the file."),
    complete_when: z
      .record(Text, oneOrMore(Text))
      .optional()
      .describe(
        "The field that says that a part is complete: `{ Status: Complete }`. Then every box in it must be ticked, and the log must agree.",
      ),
    log: Log.optional().describe(
      "A table whose rows begin with the names of the parts: those that are complete have their date in it, the others have none.",
    ),
  })
  .refine(({ log, complete_when }) => log === undefined || complete_when !== undefined, {
    error: "`log` needs to know when a part is complete: add `complete_when: { Status: Complete }`.",
    path: ["log"],
    when: isSound,
  });
export type EachRule = z.output<typeof EachRule>;
