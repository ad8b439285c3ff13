import { DateTime, type IANAZone } from "luxon";
import type { CalendarDay } from "../wall-time.ts";
import { rawEvents } from "./content.ts";
import { apart, type ClosedTime } from "./closed-times.ts";
import { dayOf, numberOf } from "./day-numbers.ts";
import { readEvent, type CalendarEvent } from "./event.ts";
import { CalendarFlaw } from "./flaw.ts";
import { refuseTooMany } from "./limits.ts";
import { occurrencesOf, type Asked } from "./occurrences.ts";
import { rememberingYears } from "./repeats.ts";
import { momentsOf, type Stamp } from "./stamp.ts";

/** What a calendar shuts in the years around a moment. */
export interface Closed {
  /** Days that are off as a whole, with what they are called. */
  readonly days: ReadonlyMap<CalendarDay, string>;
  /** Times in milliseconds since 1970, in order and apart from each other; the last moment is not part of it. */
  readonly times: readonly ClosedTime[];
}

/** An iCalendar file that could be read. */
export interface HolidayCalendar {
  /** What it shuts from the year before a moment to two years after, by the clock of the window's zone. */
  readonly near: (moment: number, zone: IANAZone) => Closed;
}

/** Why a calendar can't be used; `line` is 1-based, `message` says what was expected and how to mend it. */
export interface CalendarProblem {
  readonly line: number;
  readonly message: string;
}

export type ReadCalendar =
  { readonly ok: true; readonly calendar: HolidayCalendar } | { readonly ok: false; readonly problem: CalendarProblem };

/** Reads an iCalendar file: whole days are holidays, other events shut windows for as long as they last. */
export const readCalendar = (text: string): ReadCalendar => {
  try {
    const events = rawEvents(text).map(readEvent);
    refuseTooMany(events);
    return { ok: true, calendar: calendarOf(events) };
  } catch (error) {
    if (!(error instanceof CalendarFlaw)) throw error;
    return { ok: false, problem: { line: error.line, message: error.message } };
  }
};

const calendarOf = (events: readonly CalendarEvent[]): HolidayCalendar => {
  const known = new Map<string, Closed>();
  const years = rememberingYears();
  return {
    near: (moment, zone) => {
      const year = new Date(moment).getUTCFullYear();
      const key = `${year} ${zone.name}`;
      const span = { from: numberOf(`${year - 1}-01-01`), to: numberOf(`${year + 2}-12-31`) };
      const closed = known.get(key) ?? closedBy(events, { span, zone, years });
      known.set(key, closed);
      return closed;
    },
  };
};

const closedBy = (events: readonly CalendarEvent[], asked: Asked): Closed => {
  const replaced = replacedIn(events);
  const dated = events
    .filter(({ cancelled }) => !cancelled)
    .flatMap((event) => {
      const others = event.replaces === undefined ? (replaced.get(event.uid ?? "") ?? []) : [];
      return occurrencesOf(event, others, earlier(asked)).map((stamp) => ({ event, stamp, name: event.name ?? "" }));
    });
  const days = dated.flatMap(({ event, stamp, name }) =>
    stamp.kind === "day" ? daysFrom(stamp.day, event).map((day) => [day, name] as const) : [],
  );
  const times = dated.flatMap(({ event, stamp, name }) =>
    stamp.kind === "time" ? [{ name, ...timesOf(event, stamp, asked.zone) }] : [],
  );
  return { days: new Map(days.toReversed()), times: apart(times) };
};

/** What begins before may last into it. */
const LONGEST_DAYS = 367;
const earlier = ({ span, ...asked }: Asked): Asked => ({ ...asked, span: { ...span, from: span.from - LONGEST_DAYS } });

/** Dates that another event of the same name takes the place of, also where it is cancelled. */
const replacedIn = (events: readonly CalendarEvent[]): ReadonlyMap<string, readonly Stamp[]> => {
  const replaced = new Map<string, Stamp[]>();
  for (const { uid = "", replaces } of events) {
    if (replaces === undefined) continue;
    const known = replaced.get(uid) ?? [];
    known.push(replaces);
    replaced.set(uid, known);
  }
  return replaced;
};

const daysFrom = (first: CalendarDay, { length }: CalendarEvent): readonly CalendarDay[] => {
  const number = numberOf(first);
  return length.kind === "days" ? Array.from({ length: length.days }, (_, index) => dayOf(number + index)) : [first];
};

/** A repeated event lasts exactly as long as the first (RFC 5545, 3.8.5.3); days of a `DURATION` are days by the clock. */
const timesOf = (
  event: CalendarEvent,
  stamp: Stamp,
  zone: IANAZone,
): { readonly from: number; readonly to: number } => {
  const { from, to } = momentsOf(stamp, zone);
  const { length, start } = event;
  if (length.kind === "until") {
    const lasts = momentsOf(length.end, zone).to - momentsOf(start, zone).from;
    return { from, to: Math.max(to, from + lasts) };
  }
  if (length.kind === "days") return { from, to };
  const by = stamp.kind === "time" ? (stamp.zone ?? zone) : zone;
  return { from, to: DateTime.fromMillis(to, { zone: by }).plus(length.duration).toMillis() };
};
