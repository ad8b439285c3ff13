/** Chance that is the same for the same seed. */
export interface Random {
  /** Whole numbers from zero up to, not including. */
  readonly below: (end: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly one: <Item>(of: readonly [Item, ...Item[]]) => Item;
  readonly shuffled: <Item>(items: readonly Item[]) => Item[];
}

export const random = (seed: number): Random => {
  const next = mulberry32(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (probability) => next() < probability,
    one: (of) => of[below(of.length)] ?? of[0],
    shuffled: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ item }) => item),
  };
};

/** A small generator of good enough chance: https://github.com/cprosche/mulberry32 */
const mulberry32 = (seed: number): (() => number) => {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
