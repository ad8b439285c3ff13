const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time span as people compare it, in milliseconds: `under a minute`, `35 minutes`, `5.5 hours`, `3 days`. */
export const spanWords = (ms: number): string => {
  if (ms < MINUTE) return "under a minute";
  if (ms < 1.5 * HOUR) return count(Math.round(ms / MINUTE), "minute");
  return ms < 2 * DAY ? count(tenths(ms / HOUR), "hour") : count(tenths(ms / DAY), "day");
};

/** Beyond ten, nobody compares tenths. */
const tenths = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? "" : "s"}`;
