import { DateTime } from "luxon";
import { minute } from "./wording.ts";

/** A moment by the clock on the wall of a time zone, far enough away that its weekday helps: `Mon 9 Mar 2026, 09:00 (Europe/Berlin)`. */
export const weekdayIn = (at: Date, timeZone: string): string =>
  `${DateTime.fromJSDate(at, { zone: timeZone }).setLocale("en-US").toFormat("ccc d LLL yyyy, HH:mm")} ${labelOf(timeZone)}`;

/** A moment by the time zone that the config speaks in; where it has none, by UTC: `2026-03-09 08:00 UTC`. */
export const momentIn = (at: Date, timeZone: string | undefined): string =>
  timeZone === undefined ? minute(at) : weekdayIn(at, timeZone);

/** How a time zone stands behind a moment. */
export const labelOf = (timeZone: string): string => (timeZone === "UTC" ? "UTC" : `(${timeZone})`);
