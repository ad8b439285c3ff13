/** When something happened, and the comment that told it, where one did. */
export interface Moment {
  /** ISO 8601; undefined for what is no act of anybody. */
  readonly at: string | undefined;
  /** Comments are numbered in the order in which they were made. */
  readonly comment?: string | undefined;
}

/**
 * Oldest first. GitHub's times have no fractions, and deliveries come in any order: within one second comments go by their ids, and
 * everything else stays in the order of arrival.
 */
export const inSequence = <Item>(items: readonly Item[], momentOf: (item: Item) => Moment): readonly Item[] => {
  const seconds = new Map<number, Item[]>();
  for (const item of items) {
    const time = timeOf(momentOf(item));
    const known = seconds.get(time);
    if (known === undefined) seconds.set(time, [item]);
    else known.push(item);
  }
  return [...seconds]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, second]) => (second.length === 1 ? second : byComment(second, momentOf)));
};

/** Whether one happened after the other, as far as that can be told. */
export const isAfter = (one: Moment, other: Moment): boolean => {
  const apart = timeOf(one) - timeOf(other);
  if (apart !== 0 || one.comment === undefined || other.comment === undefined) return apart > 0;
  return Number(one.comment) > Number(other.comment);
};

const timeOf = ({ at }: Moment): number => (at === undefined ? 0 : Date.parse(at));

/** Those of comments change places among themselves. */
const byComment = <Item>(second: readonly Item[], momentOf: (item: Item) => Moment): readonly Item[] => {
  const numbered = second
    .filter((item) => momentOf(item).comment !== undefined)
    .toSorted((one, other) => Number(momentOf(one).comment) - Number(momentOf(other).comment))
    .values();
  return second.map((item) => (momentOf(item).comment === undefined ? item : (numbered.next().value ?? item)));
};
