import type { IANAZone } from "luxon";

/** A day as `2026-11-20`. */
export type CalendarDay = string;

/** What calendar and clock on the wall of a time zone show. */
export interface WallTime {
  readonly day: CalendarDay;
  /** Whole minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The wall time of a moment, in milliseconds since 1970. */
export const wallTime = (zone: IANAZone, at: number): WallTime => {
  const shown = new Date(at + zone.offset(at) * MINUTE_MS).toISOString();
  return { day: shown.slice(0, 10), minute: minutesOf(shown.slice(11, 16)) };
};

/** The moments at which a clock shows a minute of a day: none in the gap of spring, two in the overlap of autumn. */
export const momentsOf = (zone: IANAZone, day: CalendarDay, minute: number): readonly number[] => {
  const shown = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  const offsets = new Set([zone.offset(shown - DAY_MS), zone.offset(shown + DAY_MS)]);
  return [...offsets]
    .map((offset) => ({ offset, at: shown - offset * MINUTE_MS }))
    .flatMap(({ offset, at }) => (zone.offset(at) === offset ? [at] : []));
};

/** `09:30` as minutes since midnight; `24:00` is 1440. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const dayAfter = (day: CalendarDay): CalendarDay => shifted(day, DAY_MS);

export const dayBefore = (day: CalendarDay): CalendarDay => shifted(day, -DAY_MS);

/** Monday is 1, Sunday 7. */
export const weekday = (day: CalendarDay): number => new Date(day).getUTCDay() || 7;

const shifted = (day: CalendarDay, by: number): CalendarDay =>
  new Date(Date.parse(day) + by).toISOString().slice(0, 10);
