import { z } from "zod";
import type { RawProperty } from "./content.ts";
import { CalendarFlaw, shown } from "./flaw.ts";

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1)]).exactOptional();

const within = (most: number) =>
  z
    .int()
    .min(-most)
    .max(most)
    .refine((value) => value !== 0);

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** `-1MO` is the last Monday; Monday is 1, Sunday 7. */
const Weekday = z
  .string()
  .regex(/^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/u)
  .transform((text) => ({
    weekday: WEEKDAYS.findIndex((name) => text.endsWith(name)) + 1,
    nth: Number(text.slice(0, -2)),
  }));

/** RFC 7265 has names here; the parser counts from Sunday, which is 1. */
const WeekStart = z
  .union([
    z.enum(WEEKDAYS).transform((name) => WEEKDAYS.indexOf(name) + 1),
    z
      .int()
      .min(1)
      .max(7)
      .transform((day) => ((day + 5) % 7) + 1),
  ])
  .default(1);

const MOST_TIMES = 1000;

const RuleForm = z.strictObject({
  freq: z.enum(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]),
  interval: z.int().min(1).max(MOST_TIMES).default(1),
  count: z.int().min(1).max(MOST_TIMES).exactOptional(),
  until: z.string().exactOptional(),
  wkst: WeekStart,
  bymonth: listOf(z.int().min(1).max(12)),
  bymonthday: listOf(within(31)),
  byyearday: listOf(within(366)),
  byday: listOf(Weekday),
  bysetpos: listOf(within(366)),
});

/** How an event repeats: every `interval` years, months, weeks or days, on the days that all `by…` allow. */
export type Rule = z.output<typeof RuleForm>;

/** Reads an `RRULE` that repeats by days; throws `CalendarFlaw` for every other. */
export const readRule = ({ values: [value], line }: RawProperty): Rule => {
  const read = RuleForm.safeParse(value);
  if (read.success && isSensible(read.data)) return read.data;
  const part = read.success ? "BYDAY" : partOf(read.error);
  throw new CalendarFlaw(
    line,
    `The rule of repetition is not understood${part === "" ? "" : ` at ${shown(part)}`}. Expected \`FREQ\` with \`YEARLY\`, \`MONTHLY\`, \`WEEKLY\` or \`DAILY\`, and none of \`BYHOUR\`, \`BYMINUTE\`, \`BYSECOND\` and \`BYWEEKNO\`; \`COUNT\` and \`INTERVAL\` up to ${MOST_TIMES}. Write the days of the coming years one by one instead.`,
  );
};

/** `2MO` has a meaning in a month or a year only. */
const isSensible = ({ freq, byday = [] }: Rule): boolean =>
  freq === "YEARLY" || freq === "MONTHLY" || byday.every(({ nth }) => nth === 0);

const partOf = ({ issues: [issue] }: z.ZodError): string => {
  const part = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0];
  return part === undefined ? "" : String(part).toUpperCase();
};
