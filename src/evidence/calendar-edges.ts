import type { IANAZone } from "luxon";
import { dayAfter, dayBefore, momentsOf, wallTime, type CalendarDay } from "./wall-time.ts";

/** Moments in milliseconds since 1970; the first is left out, the last is not. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What can have an edge. */
interface Edged {
  readonly zone: IANAZone;
  /** Minutes since midnight, on every day. */
  readonly minutes: readonly number[];
  /** Moments of their own. */
  readonly moments: readonly number[];
}

/** Every moment of the span at which something may begin or end, in order: times of the day, and the clock's own leaps. */
export const edgesBetween = (span: Span, { zone, minutes, moments }: Edged): readonly number[] => {
  const daily = daysOf(span, zone).flatMap((day) => minutes.flatMap((minute) => momentsOf(zone, day, minute)));
  const edges = new Set([...daily, ...moments, ...leapsIn(span, zone)]);
  return [...edges].filter((edge) => span.from < edge && edge <= span.to).toSorted((one, other) => one - other);
};

const daysOf = ({ from, to }: Span, zone: IANAZone): readonly CalendarDay[] => {
  const last = dayAfter(wallTime(zone, to).day);
  const days = [dayBefore(wallTime(zone, from).day)];
  for (let day = days[0] ?? last; day < last; day = dayAfter(day)) days.push(dayAfter(day));
  return days;
};

const HOUR_MS = 3_600_000;

/** Moments at which the zone's offset changes. */
const leapsIn = ({ from, to }: Span, zone: IANAZone): readonly number[] => {
  const leaps: number[] = [];
  for (let at = from; at < to; at += 6 * HOUR_MS)
    if (zone.offset(at) !== zone.offset(at + 6 * HOUR_MS)) leaps.push(leapBetween(at, at + 6 * HOUR_MS, zone));
  return leaps;
};

/** The first millisecond with the later offset. */
const leapBetween = (before: number, after: number, zone: IANAZone): number => {
  if (after - before <= 1) return after;
  const middle = Math.floor((before + after) / 2);
  return zone.offset(middle) === zone.offset(before)
    ? leapBetween(middle, after, zone)
    : leapBetween(before, middle, zone);
};
