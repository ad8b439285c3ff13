/** The known word that was probably meant, or nothing when none is close. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > LONGEST) return undefined;
  const given = plain(word);
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(given, plain(candidate)) }))
    .filter(
      ({ candidate, distance: far }) => far <= Math.max(1, Math.floor(Math.max(given.length, candidate.length) / 3)),
    )
    .toSorted((one, other) => one.distance - other.distance);
  return best?.candidate;
};

/** " Did you mean `require`?", or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const best = nearest(word, known);
  return best === undefined ? "" : ` Did you mean \`${best}\`?`;
};

/** Words in a sentence: "`a`, `b` or `c`". */
export const oneOf = (words: readonly string[]): string => {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? "nothing";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
};

/** Longer words are no typing mistakes, and comparing them would cost. */
const LONGEST = 60;

const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/gu, "");

/** Edits between two words, two letters that changed places counting as one (optimal string alignment), row by row. */
const distance = (one: string, other: string): number => {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at += 1) {
    const next = nextRow(one, { at, other, row, before });
    before = row;
    row = next;
  }
  return row[other.length] ?? Number.POSITIVE_INFINITY;
};

interface Above {
  readonly at: number;
  readonly other: string;
  readonly row: readonly number[];
  readonly before: readonly number[];
}

const nextRow = (one: string, above: Above): number[] => {
  const { at, other, row } = above;
  const next = [at + 1];
  for (let to = 0; to < other.length; to += 1) {
    const replaced = (row[to] ?? 0) + (one[at] === other[to] ? 0 : 1);
    next.push(Math.min(replaced, swapped(one, to, above), (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1));
  }
  return next;
};

const swapped = (one: string, to: number, { at, other, before }: Above): number =>
  one[at] === other[to - 1] && one[at - 1] === other[to] ? (before[to - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY;
