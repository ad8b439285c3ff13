import { IANAZone } from "luxon";
import type { Freeze } from "./schedule.ts";
import { dayAfter, minutesOf, momentsOf, type CalendarDay } from "./wall-time.ts";

/** The moments between which a freeze lasts, in milliseconds since 1970; the last is not part of it. A day counts as a whole. */
export const spanOf = ({ from, to, timezone }: Freeze): { readonly from: number; readonly to: number } => {
  const zone = IANAZone.create(timezone);
  const end =
    to.length === DAY_LENGTH ? { day: dayAfter(to), time: "" } : { day: to.slice(0, DAY_LENGTH), time: to.slice(11) };
  return {
    from: Math.min(...shownAt(zone, from.slice(0, DAY_LENGTH), from.slice(11))),
    to: Math.max(...shownAt(zone, end.day, end.time)),
  };
};

const DAY_LENGTH = 10;

/**
 * The moments at which a clock shows a time such as `18:00` or `18:00:30`, empty for midnight. A time that comes twice begins with the
 * first and ends with the second; one that is skipped is the moment of the leap.
 */
export const shownAt = (zone: IANAZone, day: CalendarDay, time: string): readonly number[] => {
  const minute = time === "" ? 0 : minutesOf(time);
  const second = Number(time.slice(6) || 0) * 1000;
  const moments = momentsOf(zone, day, minute).map((at) => at + second);
  return moments.length > 0 ? moments : [afterGap(zone, day, minute)];
};

/** In a gap the clock shows the next minute that exists; no gap is longer than a day. */
const afterGap = (zone: IANAZone, day: CalendarDay, minute: number): number => {
  for (let later = minute + 1; later < minute + 2 * MINUTES_A_DAY; later++) {
    const [at] = momentsOf(zone, day, later);
    if (at !== undefined) return at;
  }
  throw new RangeError(`${day} does not exist in ${zone.name}.`);
};

const MINUTES_A_DAY = 1440;
