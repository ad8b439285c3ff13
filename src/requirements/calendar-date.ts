/** A day of the calendar as people write it, `2026-03-01`; such texts compare as the days do. */
export type CalendarDate = string;

/** What looks like a date in a text, and whether the calendar has such a day: it has no 30th of February. */
export interface DateFound {
  readonly text: string;
  readonly date: CalendarDate | undefined;
}

/** Every date in a text, in order. Only ISO 8601 says the same everywhere, so that `03/04/2026` is none. */
export const datesIn = (text: string): readonly DateFound[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}-])\d{4}-\d{2}-\d{2}(?![\p{N}-])/gu)].map(([found]) => ({
    text: found,
    date: isDay(found) ? found : undefined,
  }));

const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** When a day begins where it begins first, which is fourteen hours before UTC: https://en.wikipedia.org/wiki/UTC%2B14:00. */
export const startOf = (date: CalendarDate): Date => new Date(Date.parse(`${date}T00:00:00Z`) - EARLIEST_ZONE_MS);

const EARLIEST_ZONE_MS = 14 * 3_600_000;

/** Whether it is not that day yet anywhere on Earth. */
export const isFuture = (date: CalendarDate, now: Date): boolean => startOf(date) > now;
