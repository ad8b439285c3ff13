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

/** Levenshtein distance, one row at a time. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 0; at < one.length; at += 1) row = nextRow(row, one.charAt(at), { other, first: at + 1 });
  return row[other.length] ?? Number.POSITIVE_INFINITY;
};

const nextRow = (
  above: readonly number[],
  letter: string,
  { other, first }: { other: string; first: number },
): number[] => {
  const row = [first];
  for (let at = 0; at < other.length; at += 1) {
    const replaced = (above[at] ?? 0) + (other[at] === letter ? 0 : 1);
    row.push(Math.min(replaced, (above[at + 1] ?? 0) + 1, (row[at] ?? 0) + 1));
  }
  return row;
};
