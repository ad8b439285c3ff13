import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryLater } from "../../src/readiness/retry-later.ts";
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
  const later: Date[] = [];
  for (let index = 0; index < asked; index += 1)
    void limits.write(1, { creates }).then(
      () => (count += 1),
      (error: unknown) => later.push(error instanceof RetryLater ? error.at : new Date(Number.NaN)),
    );
  await jest.advanceTimersByTimeAsync(afterMs);
  return { count, later };
};

describe("writes of one installation", () => {
  test.each([
    { what: "creations up to the limit of a minute go at once", asked: 80, creates: true, count: 80 },
    { what: "further creations are put off", asked: 100, creates: true, count: 80 },
    { what: "updates are no creations", asked: 160, creates: false, count: 160 },
    { what: "but cost points as well", asked: 200, creates: false, count: 160 },
  ])("$what", async ({ asked, creates, count }) => {
    const now = Date.now();
    const done = await letThrough(asked, { creates });
    expect(done.count).toBe(count);
    expect(done.later).toHaveLength(asked - count);
    for (const at of done.later) expect(at.getTime() - now).toBeLessThanOrEqual(60_000);
  });

  test("go on when the minute is over", async () => {
    await letThrough(100, { creates: true, afterMs: 60_000 });
    expect((await letThrough(80, { creates: true })).count).toBe(80);
  });

  test("wait where they are when it is only a moment", async () => {
    await letThrough(80, { creates: true, afterMs: 59_000 });
    expect((await letThrough(1, { creates: true, afterMs: 1500 })).count).toBe(1);
  });

  test("hold up no other installation", async () => {
    await letThrough(200, { creates: true });
    let isThrough = false;
    void limits.write(2, { creates: true }).then(() => (isThrough = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(isThrough).toBe(true);
  });
});
