import { IANAZone } from "luxon";
import { edgesBetween } from "./calendar-edges.ts";
import { spanOf } from "./freeze-span.ts";
import { apart, timeAt, type ClosedTime } from "./holidays/closed-times.ts";
import { isCalendarPath, type Freeze, type Timetable } from "./schedule.ts";
import { dayAfter, dayBefore, minutesOf, wallTime, weekday, type CalendarDay, type WallTime } from "./wall-time.ts";

/** How a window stands at one moment, and when that changes next. */
export type Opening =
  | {
      readonly state: "open";
      /** When it shuts; absent when it does not within `HORIZON_DAYS`. */
      readonly until: Date | undefined;
    }
  | { readonly state: "shut"; readonly why: Shut; readonly opensAt: Date }
  /** It does not open within `HORIZON_DAYS`. */
  | { readonly state: "never"; readonly why: Shut };

/** What keeps a window shut. */
export type Shut =
  | { readonly by: "freeze"; readonly name: string }
  /** `name` is what a calendar calls the day. */
  | { readonly by: "holiday"; readonly day: CalendarDay; readonly name?: string }
  /** An event of a calendar that lasts for a time. */
  | { readonly by: "event"; readonly name: string }
  | { readonly by: "weekend" }
  | { readonly by: "hours" };

/** How far ahead is looked, in days: far enough for every yearly freeze. */
export const HORIZON_DAYS = 400;

/**
 * Whether a window is open, freezes considered, by the clock on the wall of its time zone: an hour that is skipped in spring is in no
 * window, and one that comes twice in autumn is in it twice. Throws for a window whose calendars were not read: nobody can tell then.
 */
export const opening = (window: Timetable, freezes: readonly Freeze[], now: Date): Opening => {
  const schedule = scheduleOf(window, { freezes, now: now.getTime() });
  const why = shutBy(schedule, now.getTime());
  const change = nextChange(schedule, now.getTime(), why === undefined);
  if (why === undefined) return { state: "open", until: change };
  return change === undefined ? { state: "never", why } : { state: "shut", why, opensAt: change };
};

interface Range {
  /** Minutes since midnight, the first that is open. */
  readonly from: number;
  /** The first that is not; before `from` where the range runs past midnight. */
  readonly to: number;
}

interface Schedule {
  readonly zone: IANAZone;
  readonly days: ReadonlySet<number>;
  readonly ranges: readonly Range[];
  /** With what calendars call them. */
  readonly holidays: ReadonlyMap<CalendarDay, string>;
  readonly events: readonly ClosedTime[];
  readonly notBeforeWeekend: boolean;
  readonly freezes: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

const scheduleOf = (
  window: Timetable,
  { freezes, now }: { readonly freezes: readonly Freeze[]; readonly now: number },
): Schedule => {
  const { calendars = [], unread = window.holidays.filter(isCalendarPath) } = window;
  if (unread.length > 0) throw new RangeError(`The calendars ${unread.join(", ")} were not read.`);
  const zone = IANAZone.create(window.timezone);
  const closed = calendars.map((calendar) => calendar.near(now, zone));
  return {
    zone,
    days: new Set(window.days.flatMap(weekdays)),
    ranges: window.hours.map((hours) => ({ from: minutesOf(hours.slice(0, 5)), to: minutesOf(hours.slice(6)) })),
    holidays: new Map([
      ...window.holidays.map((day) => [day, ""] as const),
      ...closed.flatMap(({ days }) => [...days]),
    ]),
    events: apart(closed.flatMap(({ times }) => times)),
    notBeforeWeekend: window.not_before_weekend,
    freezes: freezes.map((freeze) => ({ name: freeze.name, ...spanOf(freeze) })),
  };
};

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Days of the week, Monday is 1; `fri-mon` goes over the weekend. */
const weekdays = (days: string): readonly number[] => {
  const [first = "", last = first] = days.split("-");
  const from = WEEK.indexOf(first);
  const length = ((WEEK.indexOf(last) - from + WEEK.length) % WEEK.length) + 1;
  return Array.from({ length }, (_, index) => ((from + index) % WEEK.length) + 1);
};

const shutBy = (schedule: Schedule, at: number): Shut | undefined => {
  const freeze = schedule.freezes.find(({ from, to }) => from <= at && at < to);
  if (freeze !== undefined) return { by: "freeze", name: freeze.name };
  const event = timeAt(schedule.events, at);
  const time = wallTime(schedule.zone, at);
  const dayOff = offBy(schedule, time.day);
  if (dayOff !== undefined) return dayOff;
  if (event !== undefined) return { by: "event", name: event.name };
  return isWithin(schedule, time) ? undefined : { by: "hours" };
};

/** What keeps a whole day shut. */
const offBy = ({ holidays, notBeforeWeekend }: Schedule, day: CalendarDay): Shut | undefined => {
  if (holidays.has(day)) return holidayOn(day, holidays);
  if (!notBeforeWeekend) return undefined;
  const next = dayAfter(day);
  if (weekday(day) >= FRIDAY) return { by: "weekend" };
  return holidays.has(next) ? holidayOn(next, holidays) : undefined;
};

const holidayOn = (day: CalendarDay, holidays: Schedule["holidays"]): Shut => {
  const name = holidays.get(day) ?? "";
  return { by: "holiday", day, ...(name === "" ? {} : { name }) };
};

const FRIDAY = 5;

const isWithin = (schedule: Schedule, { day, minute }: WallTime): boolean =>
  schedule.ranges.some(({ from, to }) => {
    if (from < to) return from <= minute && minute < to && schedule.days.has(weekday(day));
    if (from <= minute) return schedule.days.has(weekday(day));
    const begun = dayBefore(day);
    return minute < to && schedule.days.has(weekday(begun)) && offBy(schedule, begun) === undefined;
  });

const DAY_MS = 86_400_000;
const BATCH_DAYS = 8;

/** The first edge after which the state is another; between edges it never changes. */
const nextChange = (schedule: Schedule, now: number, isOpen: boolean): Date | undefined => {
  const { zone, ranges, freezes, events } = schedule;
  const minutes = [0, ...ranges.flatMap(({ from, to }) => [from, to])];
  const moments = [...freezes, ...events].flatMap(({ from, to }) => [from, to]);
  for (let days = 0; days < HORIZON_DAYS; days += BATCH_DAYS) {
    const span = { from: now + days * DAY_MS, to: now + (days + BATCH_DAYS) * DAY_MS };
    const edges = edgesBetween(span, { zone, minutes, moments });
    const change = edges.find((edge) => (shutBy(schedule, edge) === undefined) !== isOpen);
    if (change !== undefined) return new Date(change);
  }
  return undefined;
};
