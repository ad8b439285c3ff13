import { expect, test } from "@jest/globals";
import { createStreams } from "../../../../src/web/pages/live/streams.ts";
import { createWatching } from "../../../../src/web/pages/live/watching.ts";

/** Versions that the test sets, and every question that was asked for them. */
const versionsOf = (known: Record<string, string>) => {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    of: (keys: readonly string[]) => {
      asked.push(keys);
      if (known["fails"] !== undefined) return Promise.reject(new Error(known["fails"]));
      return Promise.resolve(new Map(keys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]]]))));
    },
  };
};

const watching = (known: Record<string, string>) => {
  const versions = versionsOf(known);
  const warned: string[] = [];
  const parts = { versions, everyMs: 1, warn: (_: object, message: string) => void warned.push(message) };
  return { versions, warned, ...createWatching(parts) };
};

/** Resolves with the first version that is the one that is waited for. */
const until = (watch: (listener: (version: string | undefined) => void) => () => void, wanted: string | undefined) =>
  new Promise<() => void>((resolve) => {
    const end = watch((version) => {
      if (version === wanted) resolve(end);
    });
  });

test("one question is asked for all that is watched, each key once, and none while nobody watches", async () => {
  const known: Record<string, string> = { a: "1", b: "1" };
  const all = watching(known);
  const ends = [all.watch("a", () => undefined), all.watch("a", () => undefined)];
  ends.push(await until((listener) => all.watch("b", listener), "1"));
  expect(all.versions.asked.at(-1)).toEqual(["a", "b"]);
  expect(all.count()).toBe(3);
  known["b"] = "2";
  ends.push(await until((listener) => all.watch("b", listener), "2"));
  for (const end of ends) end();
  expect(all.count()).toBe(0);
  const questions = all.versions.asked.length;
  (await until((listener) => all.watch("a", listener), "1"))();
  expect(all.versions.asked.slice(questions).every((keys) => keys.join() !== "a,b")).toBe(true);
});

test("what is gone is told as such, and a database that is away is waited for", async () => {
  const known: Record<string, string> = { fails: "away" };
  const all = watching(known);
  const gone = until((listener) => all.watch("a", listener), undefined);
  while (all.warned.length === 0) await new Promise(setImmediate);
  delete known["fails"];
  (await gone)();
  expect(all.warned[0]).toBe("what somebody watches could not be looked at");
});

test("a session has at most eight streams; one that is given back, even twice, is one for another", () => {
  const streams = createStreams();
  const taken = Array.from({ length: 8 }, () => streams.take("s"));
  expect(taken.every((one) => one !== undefined)).toBe(true);
  expect(streams.take("s")).toBeUndefined();
  expect(streams.take("other")).toBeDefined();
  taken[0]?.();
  taken[0]?.();
  expect(streams.take("s")).toBeDefined();
  expect(streams.take("s")).toBeUndefined();
});

test("all sessions together have at most a thousand", () => {
  const streams = createStreams();
  const taken = Array.from({ length: 1001 }, (_, index) => streams.take(`s${index}`));
  expect(taken.filter((one) => one === undefined).length).toBe(1);
});
