import { z } from "zod";
import { FORMS } from "./document-forms.ts";
import { isSound, oneOrMore, Text } from "./settings.ts";

const valueShape = {
  name: oneOrMore(Text).describe("The name, or several accepted spellings of it."),
  is: z
    .enum(FORMS)
    .optional()
    .describe(
      "What the value must be: `date` (2026-03-01), `duration` (3 days), `number`, `url` (a link, to a file as well), `issue` (#12), `person`, or `branch`, one that exists.",
    ),
  one_of: z
    .array(Text)
    .min(1)
    .optional()
    .describe("The values it can have; a line that still lists several of them is not filled in."),
  min: z.number().optional().describe("The number must be at least this; goes with `is: number`."),
  max: z.number().optional().describe("The number must be at most this; goes with `is: number`."),
};

const ValueSettings = z.strictObject(valueShape);
/** What stands beside a name, and what it must be. */
export type ValueRule = z.output<typeof ValueSettings>;

const PartFieldSettings = z.strictObject({
  ...valueShape,
  after: Text.optional().describe("Name of another of these fields, a date that this one must not be before."),
});

const FieldSettings = PartFieldSettings.extend({
  under: oneOrMore(Text).optional().describe("The heading under which the field stands, or its accepted spellings."),
});
export type FieldRule = z.output<typeof FieldSettings>;

const consistent = (
  { is, one_of, min, max, after }: Omit<FieldRule, "name" | "under">,
  context: z.core.$RefinementCtx,
): void => {
  const isBounded = min !== undefined || max !== undefined;
  const problems = [
    ...(is !== undefined && one_of !== undefined ? ["Say either `is` or `one_of`."] : []),
    ...(isBounded && is !== "number" ? ["`min` and `max` bound a number: say `is: number` as well."] : []),
    ...((min ?? 0) > (max ?? Infinity) ? ["`min` is more than `max`; swap them."] : []),
    ...(after !== undefined && is !== "date" ? ["`after` compares dates: say `is: date` as well."] : []),
  ];
  for (const message of problems) context.addIssue({ code: "custom", message });
};

const ColumnRule = z.union([
  oneOrMore(Text).transform((name) => ValueSettings.parse({ name })),
  ValueSettings.superRefine(consistent, { when: isSound }),
]);

/** A field: its name, its accepted spellings, or all that is asked of it. */
export const FieldRule = z.union([
  oneOrMore(Text).transform((name) => FieldSettings.parse({ name })),
  FieldSettings.superRefine(consistent, { when: isSound }),
]);

/** A field of a part that occurs several times, which can stand nowhere else. */
export const PartFieldRule = z.union([
  oneOrMore(Text).transform((name) => PartFieldSettings.parse({ name })),
  PartFieldSettings.superRefine(consistent, { when: isSound }),
]);

export const TableRule = z
  .strictObject({
    under: oneOrMore(Text).optional().describe("The heading under which the table stands, or its accepted spellings."),
    columns: z
      .array(ColumnRule)
      .default([])
      .describe(
        "Columns that must be there, in any order, and filled in in every row: a name, or with what the cells must be, as in `fields`. Without any, every column.",
      ),
    row: Text.optional().describe(
      "Only the row with this cell is looked at, and it must be there; `{parameters}` stand for their values.",
    ),
    min_rows: z.int().min(0).default(1).describe("How many rows there must be at least."),
  })
  .refine(({ under, columns }) => under !== undefined || columns.length > 0, {
    error: "Say which table: `under` its heading, by its `columns`, or both.",
    when: isSound,
  });
export type TableRule = z.output<typeof TableRule>;
