import { IANAZone } from "luxon";
import { z } from "zod";
import type { HolidayCalendar } from "./holidays/calendar.ts";
import { pathInRepository } from "./repository-path.ts";

/** When something is allowed: the words of windows and freezes, in config and in procedures alike. */

export const Timezone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), {
    error: ({ input }) =>
      `\`${String(input)}\` is no time zone; expected an IANA name such as \`Europe/Berlin\` or \`UTC\`.`,
    params: { expects: "time zone" },
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

/** Whether an entry of `holidays` is the path of an iCalendar file rather than a day. */
export const isCalendarPath = (holiday: string): boolean => /\.ics$/iu.test(holiday);

const Holiday = z.string().transform((text, context): string => {
  const read = isCalendarPath(text) ? pathInRepository(text) : Day.safeParse(text);
  if (typeof read === "string") return read;
  if ("success" in read && read.success) return read.data;
  context.addIssue({ code: "custom", message: "problem" in read ? read.problem : noHoliday(text) });
  return z.NEVER;
});

const noHoliday = (text: string): string =>
  `\`${text}\` is no day; expected \`2026-12-25\`, or the path of an iCalendar file such as \`.github/holidays.ics\`.`;

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
  holidays: z
    .array(Holiday)
    .default([])
    .describe(
      "When it is shut: days such as `2026-12-25`, and iCalendar files of the same repository such as `.github/holidays.ics`. Of such a file, events of whole days are holidays, and others shut the window for as long as they last.",
    ),
};

export const Window = z.strictObject(windowShape).describe("Recurring times at which something is allowed.");
export type Window = z.output<typeof Window>;

/** A window with the calendars that its `holidays` name, as they were read. */
export interface Timetable extends Window {
  readonly calendars?: readonly HolidayCalendar[];
  /** Those that could not be read: nobody can tell when the window is open. */
  readonly unread?: readonly string[];
}

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

/** A freeze that does not hold a subject, and a clause that says why. */
export interface ExemptFreeze {
  readonly freeze: Freeze;
  readonly by: "rule" | "people";
  readonly why: string;
}

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
