/** Of figures in any order; not a number when there are none. */
export const percentile = (figures: readonly number[], share: number): number => {
  const ordered = figures.toSorted((one, other) => one - other);
  return ordered[Math.max(0, Math.ceil(ordered.length * share) - 1)] ?? Number.NaN;
};

export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

/** When something began and ended, in milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The longest chain of spans of which each begins when the one before it has ended: what can't be had by doing more at once. */
export const longestChain = (spans: readonly Span[]): number => {
  let links = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const { start, end } of spans.toSorted((one, other) => one.end - other.end)) {
    if (start < free) continue;
    links += 1;
    free = end;
  }
  return links;
};

/** How long at least one of the spans lasted. */
export const covered = (spans: readonly Span[]): number => {
  let total = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
};
