import { expect, test } from "@jest/globals";
import { together } from "../../src/store/together.ts";

/** Work whose end the test decides, and what it was given each time. */
const steered = (refuses: (item: string) => boolean = () => false) => {
  const given: (readonly string[])[] = [];
  let pending: (() => void)[] = [];
  const work = async (items: readonly string[]): Promise<readonly string[]> => {
    given.push(items);
    await new Promise<void>((resolve) => pending.push(resolve));
    if (items.some(refuses)) throw new Error(`refused: ${items.join(" ")}`);
    return items.map((item) => item.toUpperCase());
  };
  const finish = async (): Promise<void> => {
    while (pending.length > 0) {
      const ends = pending;
      pending = [];
      for (const end of ends) end();
      await new Promise(setImmediate);
    }
  };
  return { given, work, finish };
};

test("what is asked for while something is under way is done together, in the order of asking, each with its own answer", async () => {
  const { given, work, finish } = steered();
  const ask = together(work, 100);
  const answers = Promise.all(["a", "b", "c", "d"].map(ask));
  await finish();
  expect(await answers).toEqual(["A", "B", "C", "D"]);
  expect(given).toEqual([["a"], ["b", "c", "d"]]);
});

test("not more at once than is allowed", async () => {
  const { given, work, finish } = steered();
  const ask = together(work, 2);
  const answers = Promise.all(["a", "b", "c", "d", "e"].map(ask));
  await finish();
  expect(await answers).toEqual(["A", "B", "C", "D", "E"]);
  expect(given).toEqual([["a"], ["b", "c"], ["d", "e"]]);
});

test("one that can't be done takes no other with it", async () => {
  const { given, work, finish } = steered((item) => item === "bad");
  const ask = together(work, 100);
  const answers = Promise.allSettled(["a", "b", "bad", "c"].map(ask));
  await finish();
  expect((await answers).map((one) => (one.status === "fulfilled" ? one.value : String(one.reason)))).toEqual([
    "A",
    "B",
    "Error: refused: bad",
    "C",
  ]);
  expect(given).toEqual([["a"], ["b", "bad", "c"], ["b"], ["bad"], ["c"]]);
});

test("after a failure the next is done as ever", async () => {
  const { work, finish } = steered((item) => item === "bad");
  const ask = together(work, 100);
  const refused = ask("bad").catch(String);
  await finish();
  expect(await refused).toBe("Error: refused: bad");
  const later = ask("a");
  await finish();
  expect(await later).toBe("A");
});

test("work that forgets an answer leaves nobody waiting", async () => {
  const ask = together(async () => [], 100);
  await expect(ask("a")).rejects.toThrow("0 answers to 1 questions");
});
