import type { CalendarDay } from "../wall-time.ts";

/** Days since 1970-01-01, so that they can be counted. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

export const numberOf = (day: CalendarDay): DayNumber => Date.parse(day) / DAY_MS;

export const dayOf = (number: DayNumber): CalendarDay => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** A day with everything that a rule of repetition may ask of it. */
export interface YearDay {
  readonly number: DayNumber;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** Of the month, from 1. */
  readonly date: number;
  /** Monday is 1, Sunday 7. */
  readonly weekday: number;
  /** Of the year, from 1. */
  readonly ofYear: number;
  readonly daysInMonth: number;
  readonly daysInYear: number;
}

/** All days of a year, in order. */
export const daysOfYear = (year: number): readonly YearDay[] => {
  const first = Date.UTC(year, 0, 1) / DAY_MS;
  const daysInYear = Date.UTC(year + 1, 0, 1) / DAY_MS - first;
  return Array.from({ length: daysInYear }, (_, index) => {
    const shown = new Date((first + index) * DAY_MS);
    const month = shown.getUTCMonth() + 1;
    return {
      number: first + index,
      year,
      month,
      date: shown.getUTCDate(),
      weekday: shown.getUTCDay() || 7,
      ofYear: index + 1,
      daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
      daysInYear,
    };
  });
};

export const yearOf = (number: DayNumber): number => new Date(number * DAY_MS).getUTCFullYear();
