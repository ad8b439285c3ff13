import { expect, test } from "@jest/globals";
import { inTurn } from "../../src/readiness/in-turn.ts";
import type { PendingDelivery } from "../../src/readiness/known.ts";

const failed = async (): Promise<void> => undefined;

/** An inbox in which there is more each time that somebody looks, as far as it goes. */
const inboxWith = (...counts: readonly number[]) => {
  let looks = 0;
  const done: (readonly string[])[] = [];
  const pending = async (): Promise<readonly PendingDelivery[]> => {
    const length = counts[Math.min(looks, counts.length - 1)] ?? 0;
    looks += 1;
    return Array.from({ length }, (_, index) => ({ guid: `${index}`, payload: [], attempts: 0 }));
  };
  return {
    deliveries: { pending, failed, done: async (guids: readonly string[]) => void done.push(guids) },
    looks: () => looks,
    done,
  };
};

test.each([
  { what: "one is worked off at once", counts: [1, 2], worked: 1, looks: 1 },
  { what: "two are, too: an opened pull request tells of itself twice", counts: [2, 3], worked: 2, looks: 1 },
  { what: "a crowd is waited for until no more come", counts: [3, 5, 9, 9, 12], worked: 9, looks: 4 },
  { what: "a crowd that is complete is waited for once", counts: [4, 4, 5], worked: 4, looks: 2 },
  { what: "nobody waits for ever", counts: [3, 4, 5, 6, 7, 8, 9, 10], worked: 8, looks: 6 },
])("$what", async ({ counts, worked, looks }) => {
  const inbox = inboxWith(...counts);
  const seen: number[] = [];
  await inTurn(inbox.deliveries, "repo:1/pull:1", async (pending) => void seen.push(pending.length));
  expect(seen).toEqual([worked]);
  expect(inbox.looks()).toBe(looks);
  expect(inbox.done.map(({ length }) => length)).toEqual([worked]);
});

test("where nothing waits nothing is done", async () => {
  const inbox = inboxWith(0);
  await inTurn(inbox.deliveries, "repo:1/pull:1", () => Promise.reject(new Error("there is nothing to do")));
  expect(inbox.done).toEqual([]);
});
