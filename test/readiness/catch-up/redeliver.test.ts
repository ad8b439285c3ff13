import { expect, test } from "@jest/globals";
import type { Attempt, Marks, Missed, MissedDeliveries } from "../../../src/readiness/catch-up/ports.ts";
import { redeliver } from "../../../src/readiness/catch-up/redeliver.ts";

const NOW = new Date("2026-03-06T16:00:00Z");
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const DAYS = 24 * 60;

/** GitHub's log, newest first, in pages of two. */
const logOf = (attempts: readonly Attempt[], { gone = [] }: { readonly gone?: readonly number[] } = {}) => {
  const asked: number[] = [];
  const pages: number[] = [];
  return {
    asked,
    pages,
    page: async (cursor: string | undefined) => {
      const start = Number(cursor ?? 0);
      pages.push(start);
      const next = start + 2 < attempts.length ? String(start + 2) : undefined;
      return { attempts: attempts.slice(start, start + 2), next };
    },
    redeliver: async (id: number) => {
      asked.push(id);
      return gone.includes(id) ? ("gone" as const) : ("asked" as const);
    },
  };
};

const marksOf = (lookedAt?: Date): Marks & { readonly kept: Map<string, Date> } => {
  const kept = new Map<string, Date>(lookedAt === undefined ? [] : [["deliveries", lookedAt]]);
  return { kept, get: async (name) => kept.get(name), set: async (name, at) => void kept.set(name, at) };
};

/** What the store keeps; `held` are GUIDs that the inbox has. */
const missedOf = (
  start: readonly Missed[] = [],
  held: readonly string[] = [],
): MissedDeliveries & { rows: Map<string, Missed> } => {
  const rows = new Map(start.map((one) => [one.guid, one]));
  const without = (guids: readonly string[]) => guids.forEach((guid) => rows.delete(guid));
  return {
    rows,
    note: async (failed, arrived) => {
      without(arrived);
      for (const { id: attemptId, guid, at: happenedAt } of failed)
        rows.set(guid, { guid, happenedAt, asked: 0, ...rows.get(guid), attemptId });
    },
    open: async (oldest) => {
      without(held);
      const old = [...rows.values()].filter(({ happenedAt }) => happenedAt < oldest).map(({ guid }) => guid);
      without(old);
      const missed = [...rows.values()].toSorted((one, other) => one.happenedAt.getTime() - other.happenedAt.getTime());
      return { missed, givenUp: old.length };
    },
    asked: async (guid, askedAt) => {
      const row = rows.get(guid);
      if (row !== undefined) rows.set(guid, { ...row, asked: row.asked + 1, askedAt });
    },
    drop: async (guid) => without([guid]),
    expected: async () => rows.size,
  };
};

const failed = (guid: string, id: number, at: Date): Attempt => ({ guid, id, at, isDelivered: false });
const taken = (guid: string, id: number, at: Date): Attempt => ({ guid, id, at, isDelivered: true });

const look = (
  deliveryLog: ReturnType<typeof logOf>,
  { marks = marksOf(), missed = missedOf() }: { readonly marks?: Marks; readonly missed?: MissedDeliveries } = {},
  signal = new AbortController().signal,
) => redeliver({ deliveryLog, marks, missed, now: () => NOW, log: { info: () => undefined } }, signal);

test("what failed is asked for oldest first, by its newest attempt, and nothing twice", async () => {
  const log = logOf([
    failed("b", 5, ago(10)),
    taken("c", 4, ago(20)),
    failed("a", 3, ago(30)),
    failed("c", 2, ago(40)),
    failed("b", 1, ago(60)),
  ]);
  const parts = { marks: marksOf(), missed: missedOf() };
  expect(await look(log, parts)).toEqual({ isIncomplete: false });
  expect(log.asked).toEqual([5, 3]);
  await look(log, parts);
  expect(log.asked).toEqual([5, 3]);
});

test("what the inbox holds is not asked for, though GitHub had no answer in time", async () => {
  const log = logOf([failed("a", 1, ago(1))]);
  await look(log, { missed: missedOf([], ["a"]) });
  expect(log.asked).toEqual([]);
});

test("a look goes back to the last one and a little further, a first look as far as GitHub keeps deliveries", async () => {
  const attempts = [
    taken("d", 4, ago(1)),
    failed("c", 3, ago(14)),
    failed("b", 2, ago(16)),
    failed("a", 1, ago(4 * DAYS)),
  ];
  const later = logOf(attempts);
  const marks = marksOf(ago(5));
  await look(later, { marks });
  expect([later.asked, later.pages]).toEqual([[3], [0, 2]]);
  expect(await marks.get("deliveries")).toEqual(NOW);
  const first = logOf(attempts);
  await look(first);
  expect(first.asked).toEqual([2, 3]);
});

test.each([
  { asked: 1, minutes: 4, again: false },
  { asked: 1, minutes: 5, again: true },
  { asked: 2, minutes: 9, again: false },
  { asked: 2, minutes: 10, again: true },
  { asked: 3, minutes: 19, again: false },
  { asked: 9, minutes: 29, again: false },
  { asked: 9, minutes: 30, again: true },
])("asked $asked times, the last time $minutes minutes ago: again? $again", async ({ asked, minutes, again }) => {
  const log = logOf([]);
  const one: Missed = { guid: "a", attemptId: 7, happenedAt: ago(100), asked, askedAt: ago(minutes) };
  await look(log, { missed: missedOf([one]) });
  expect(log.asked).toEqual(again ? [7] : []);
});

test("what GitHub does not keep any more is forgotten; what was given up is told", async () => {
  const missed = missedOf([{ guid: "old", attemptId: 1, happenedAt: ago(3 * DAYS + 1), asked: 4, askedAt: ago(60) }]);
  const log = logOf([failed("a", 2, ago(2 * DAYS))], { gone: [2] });
  expect(await look(log, { missed })).toEqual({ isIncomplete: true });
  expect(missed.rows.size).toBe(0);
});

test("a look asks for a hundred and fifty at most, and the next ones for the rest", async () => {
  const attempts = Array.from({ length: 198 }, (_none, index) => failed(`g${index}`, index, ago(index + 1)));
  const parts = { marks: marksOf(), missed: missedOf() };
  const log = logOf(attempts);
  await look(log, parts);
  expect(log.asked).toHaveLength(150);
  await look(log, parts);
  expect(log.asked).toHaveLength(198);
  expect(new Set(log.asked).size).toBe(198);
});

test("a log too long to be read to its end is told, and what was read is asked for", async () => {
  const attempts = Array.from({ length: 300 }, (_none, index) =>
    (index === 0 ? failed : taken)(`g${index}`, index, ago(1)),
  );
  const log = logOf(attempts);
  expect(await look(log)).toEqual({ isIncomplete: true });
  expect(log.pages).toHaveLength(100);
  expect(log.asked).toEqual([0]);
});

test("whoever is told to stop asks for nothing more", async () => {
  const log = logOf([failed("a", 1, ago(1))]);
  await look(log, {}, AbortSignal.abort());
  expect(log.asked).toEqual([]);
});

test("one that GitHub refuses to send again keeps no other waiting, and is asked for ever more rarely", async () => {
  const log = logOf([failed("c", 3, ago(7)), failed("b", 2, ago(8)), failed("a", 1, ago(9))]);
  const refusing = async (id: number) => {
    if (id === 1) throw new Error("Unprocessable");
    return log.redeliver(id);
  };
  const missed = missedOf();
  await look({ ...log, redeliver: refusing }, { missed });
  expect(log.asked).toEqual([2, 3]);
  expect(missed.rows.get("a")).toMatchObject({ asked: 1, askedAt: NOW });
});

test("where GitHub refuses everything, it is left alone", async () => {
  const tried: number[] = [];
  const refusing = async (id: number): Promise<never> => {
    tried.push(id);
    throw new Error("Bad gateway");
  };
  const attempts = Array.from({ length: 20 }, (_, index) => failed(`g${index}`, index, ago(index + 1)));
  await expect(look({ ...logOf(attempts), redeliver: refusing })).rejects.toThrow("Bad gateway");
  expect(tried).toHaveLength(8);
});
