import { IANAZone } from "luxon";
import { z } from "zod";

/** When something is allowed: the words of windows and freezes, in config and in procedures alike. */

export const Timezone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), {
    error: ({ input }) =>
      `\`${String(input)}\` is no time zone; expected an IANA name such as \`Europe/Berlin\` or \`UTC\`.`,
  })
  .describe("IANA time zone, such as `Europe/Berlin`.");

const DAY = "(mon|tue|wed|thu|fri|sat|sun)";
export const Days = z
  .string()
  .regex(
    new RegExp(`^${DAY}(-${DAY})?$`, "u"),
    "Days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a range such as `mon-thu`.",
  );

const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d`;
export const Hours = z
  .string()
  .regex(new RegExp(`^${TIME}-(${TIME}|24:00)$`, "u"), 'Hours are two times of the day, such as "09:00-16:00".')
  .refine((hours) => hours.slice(0, 5) !== hours.slice(6), {
    error: ({ input }) => `"${String(input)}" begins and ends at the same time; for the whole day write "00:00-24:00".`,
    when: ({ issues }) => issues.length === 0,
  });

/** A day of the calendar, such as `2026-12-25`. */
export const Day = z.string().refine((text) => isMoment(text) && text.length === 10, {
  error: ({ input }) => `\`${String(input)}\` is no day; expected \`2026-12-25\`.`,
});

/** What a window says; a `window` requirement gives the same words in place. */
export const windowShape = {
  days: z.array(Days).min(1).describe("Days of the week, single or as ranges: `[mon-thu, sat]`."),
  hours: z
    .union([Hours.transform((one): string[] => [one]), z.array(Hours).min(1)])
    .describe(
      'Times of the day: "09:00-16:00", or a list of such. "22:00-02:00" runs on into the next day, and belongs to the day on which it begins.',
    ),
  timezone: Timezone,
  not_before_weekend: z
    .boolean()
    .default(false)
    .describe(
      "Shut at weekends (Saturday and Sunday), and on the whole day before a weekend or a holiday. Default: `false`.",
    ),
  holidays: z.array(Day).default([]).describe("Days on which it is shut, such as `2026-12-25`."),
};

export const Window = z.strictObject(windowShape).describe("Recurring times at which something is allowed.");
export type Window = z.output<typeof Window>;

const Moment = z.string().refine(isMoment, {
  error: ({ input }) =>
    `\`${String(input)}\` is no date; expected \`2026-12-20\`, or with a time \`2026-12-20T18:00\`.`,
});

export const freezeShape = {
  name: z.string().min(1).describe("What people read when it holds something back."),
  from: Moment.describe("First day, or moment, of the freeze."),
  to: Moment.describe("Last day, or the moment it ends; a day counts as a whole."),
  timezone: Timezone,
  environments: z.array(z.string().min(1)).min(1).exactOptional().describe("Only these environments. Default: all."),
};

/** A freeze as requirements see it: what it lets through is settled before. */
export type Freeze = z.output<z.ZodObject<typeof freezeShape>>;

export const endsAfterItBegins = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  from.slice(0, to.length) <= to;

export const ENDS_TOO_EARLY = {
  path: ["to"],
  error: "The freeze ends before it begins; `to` must not be before `from`.",
};

function isMoment(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/u.test(text)) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = new Date(`${text.slice(0, 10)}T${text.slice(11) || "00:00"}Z`);
  return !Number.isNaN(time.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}
