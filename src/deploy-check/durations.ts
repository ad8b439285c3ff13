const UNITS: Readonly<Record<string, number>> = { "": 1000, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90`, `90s`, `30m` or `2h`; undefined for anything else. */
export const durationOf = (text: string): number | undefined => {
  const [, count, unit = ""] = /^(\d{1,6})\s*([smh]?)$/.exec(text.trim()) ?? [];
  const scale = UNITS[unit];
  return count === undefined || scale === undefined ? undefined : Number(count) * scale;
};

/** A duration in words, to the minute where it is long: `45 s`, `30 min`, `2 h 5 min`. */
export const inWords = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
};
