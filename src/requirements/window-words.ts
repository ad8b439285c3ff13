import { isCalendarPath } from "../evidence/schedule.ts";
import type { WindowSettings } from "./window.ts";
import { quote, series } from "./wording.ts";

/** The words for a step that waits for a window; where the procedure brings one along, all of it. */
export const windowWords = (settings: WindowSettings): string => {
  const { name, environment } = settings;
  const named = `inside the window${name === undefined ? "" : ` ${quote(name)}`}${environment === undefined ? "" : ` for ${quote(environment)}`}`;
  const given = givenIn(settings);
  if (given === undefined) return named;
  return `${named} (${name === undefined ? "" : "unless the config says otherwise: "}${given})`;
};

const givenIn = ({ days, hours, timezone, ...more }: WindowSettings): string | undefined => {
  if (days === undefined || hours === undefined || timezone === undefined) return undefined;
  const { not_before_weekend: notBefore = false, holidays = [] } = more;
  return [
    `${series(days)}, ${series(hours)} ${timezone}`,
    ...(notBefore ? ["not at or before a weekend or holiday"] : []),
    ...(holidays.length === 0 ? [] : [`not on ${series(holidays.map(holidayWords), "or")}`]),
  ].join("; ");
};

const holidayWords = (holiday: string): string =>
  isCalendarPath(holiday) ? `what stands in ${quote(holiday)}` : holiday;
