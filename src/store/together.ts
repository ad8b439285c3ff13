/**
 * Does one piece of work for everything that was asked for meanwhile: while one is under way the next gathers, so that a crowd costs little
 * more than one alone, and nobody waits longer than for two. When the work fails for several, it is tried for each of them alone, so
 * that one that can't be done takes no other with it.
 */
export function together<Item, Done>(
  work: (items: readonly Item[]) => Promise<readonly Done[]>,
  most: number,
): (item: Item) => Promise<Done> {
  const waiting: Asked<Item, Done>[] = [];
  let isBusy = false;
  const go = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) await settle(waiting.splice(0, most), work);
    isBusy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isBusy) void go();
    });
}

interface Asked<Item, Done> {
  readonly item: Item;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

async function settle<Item, Done>(
  asked: readonly Asked<Item, Done>[],
  work: (items: readonly Item[]) => Promise<readonly Done[]>,
): Promise<void> {
  try {
    const done = await work(asked.map(({ item }) => item));
    if (done.length !== asked.length) throw new Error(`${done.length} answers to ${asked.length} questions`);
    for (const [index, answer] of done.entries()) asked[index]?.resolve(answer);
  } catch (error) {
    if (asked.length === 1) return asked[0]?.reject(error);
    for (const one of asked) await settle([one], work);
  }
}
