/** Does the work for each item, so many at the same time, and keeps the order. The first one is done alone: the others learn from it. */
export const inTurns = async <Item, Result>(
  items: readonly Item[],
  { atOnce, work }: { readonly atOnce: number; readonly work: (item: Item) => Promise<Result> },
): Promise<readonly Result[]> => {
  const results = new Map<number, Result>();
  const waiting = items.map((item, index) => ({ item, index }));
  const next = async (): Promise<void> => {
    const one = waiting.shift();
    if (one === undefined) return;
    results.set(one.index, await work(one.item));
  };
  const worker = async (): Promise<void> => {
    while (waiting.length > 0) await next();
  };
  await next();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return [...results].toSorted(([one], [other]) => one - other).map(([, result]) => result);
};
