import type { IANAZone } from "luxon";
import { dayOf, numberOf, yearOf } from "./day-numbers.ts";
import type { CalendarEvent } from "./event.ts";
import { daysRepeated, type DaySpan, type Years } from "./repeats.ts";
import { momentsOf, type Stamp } from "./stamp.ts";

/** Where and when to look. */
export interface Asked {
  readonly span: DaySpan;
  /** Of the window: what has no zone of its own is by its clock. */
  readonly zone: IANAZone;
  readonly years: Years;
}

/** When an event begins within a span of days, without what was taken out or replaced. */
export const occurrencesOf = (event: CalendarEvent, replaced: readonly Stamp[], asked: Asked): readonly Stamp[] => {
  const out = leftOut([...event.except, ...replaced], asked.zone);
  return [...byRule(event, asked), ...event.more.filter(({ day }) => isIn(day, asked.span))].filter(
    (stamp) => !out(stamp),
  );
};

const byRule = (event: CalendarEvent, { span, zone, years }: Asked): readonly Stamp[] => {
  const { start, rule, until } = event;
  if (rule === undefined) return isIn(start.day, span) ? [start] : [];
  const number = numberOf(start.day);
  const first = years(yearOf(number)).find((day) => day.number === number);
  if (first === undefined) return [];
  const last = until === undefined ? span.to : numberOf(until.day) + 1;
  return daysRepeated({ rule, first, until: last }, span, years)
    .map((day): Stamp => ({ ...start, day: dayOf(day) }))
    .filter((stamp) => until === undefined || isUpTo(stamp, until, zone));
};

const isIn = (day: string, { from, to }: DaySpan): boolean => from <= numberOf(day) && numberOf(day) <= to;

/** `UNTIL` is included; a day as a whole. */
const isUpTo = (stamp: Stamp, until: Stamp, zone: IANAZone): boolean =>
  stamp.kind === "day" || until.kind === "day"
    ? stamp.day <= until.day
    : momentsOf(stamp, zone).from <= momentsOf(until, zone).from;

/** A day takes out whatever begins on it; a time what begins at this moment, or the whole of a day that has no times. */
const leftOut = (stamps: readonly Stamp[], zone: IANAZone): ((stamp: Stamp) => boolean) => {
  if (stamps.length === 0) return () => false;
  const days = new Set(stamps.filter(({ kind }) => kind === "day").map(({ day }) => day));
  const times = stamps.filter(({ kind }) => kind === "time");
  const moments = new Set(times.map((stamp) => momentsOf(stamp, zone).from));
  const daysOfTimes = new Set(times.map(({ day }) => day));
  return (stamp) =>
    days.has(stamp.day) ||
    (stamp.kind === "day" ? daysOfTimes.has(stamp.day) : moments.has(momentsOf(stamp, zone).from));
};
