import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createLimits, type Limits } from "../../src/github/limits.ts";

let limits: Limits;

beforeEach(() => {
  jest.useFakeTimers();
  limits = createLimits();
});

afterEach(() => {
  jest.useRealTimers();
});

/** How many of so many writes are let through once time has passed. */
const letThrough = async (asked: number, { creates, afterMs = 0 }: { creates: boolean; afterMs?: number }) => {
  let count = 0;
  for (let index = 0; index < asked; index += 1) void limits.write(1, { creates }).then(() => (count += 1));
  await jest.advanceTimersByTimeAsync(afterMs);
  return count;
};

describe("writes of one installation", () => {
  test.each([
    { what: "creations up to the limit of a minute go at once", asked: 80, creates: true, afterMs: 0, count: 80 },
    { what: "further creations wait for the minute to end", asked: 100, creates: true, afterMs: 59_000, count: 80 },
    { what: "and go on then", asked: 100, creates: true, afterMs: 61_000, count: 100 },
    { what: "updates are no creations", asked: 160, creates: false, afterMs: 0, count: 160 },
    { what: "but cost points as well", asked: 200, creates: false, afterMs: 59_000, count: 160 },
    { what: "creations stop at the limit of an hour", asked: 600, creates: true, afterMs: 50 * 60_000, count: 500 },
  ])("$what", async ({ asked, creates, afterMs, count }) => {
    expect(await letThrough(asked, { creates, afterMs })).toBe(count);
  });

  test("hold up no other installation", async () => {
    await letThrough(200, { creates: true });
    let isThrough = false;
    void limits.write(2, { creates: true }).then(() => (isThrough = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(isThrough).toBe(true);
  });
});
