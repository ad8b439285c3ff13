/** A time in which an event of a calendar shuts windows, in milliseconds since 1970; the last moment is not part of it. */
export interface ClosedTime {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** In order; times that overlap or touch become one, by the name of the first. */
export const apart = (times: readonly ClosedTime[]): readonly ClosedTime[] => {
  const joined: { name: string; from: number; to: number }[] = [];
  for (const time of times.filter(({ from, to }) => from < to).toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last === undefined || last.to < time.from) joined.push({ ...time });
    else last.to = Math.max(last.to, time.to);
  }
  return joined;
};

/** The time that a moment is in; `times` are in order and apart. */
export const timeAt = (times: readonly ClosedTime[], at: number): ClosedTime | undefined => {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle]?.from ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  const found = times[low];
  return found !== undefined && found.from <= at && at < found.to ? found : undefined;
};
