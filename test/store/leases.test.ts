import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { leasing, type Bucket } from "../../src/store/leases.ts";

const POINTS = 100;
const SECONDS = 60;

/** The shared bucket, which counts how often it is asked. */
const shared = () => {
  const bucket = new RateLimiterMemory({ points: POINTS, duration: SECONDS });
  const asked: number[] = [];
  const consume = async (key: string | number, points = 1) => {
    asked.push(points);
    return bucket.consume(key, points);
  };
  return { asked, consume };
};

const taken = async (bucket: Bucket, times: number, key = "7"): Promise<number> => {
  const tries = await Promise.allSettled(Array.from({ length: times }, () => bucket.consume(key)));
  return tries.filter(({ status }) => status === "fulfilled").length;
};

const away = () => Promise.reject(new Error("the database is away"));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe("points that are taken ahead", () => {
  test("are asked for a few at a time, and all of them given out", async () => {
    const { asked, consume } = shared();
    expect(await taken(leasing({ consume }), POINTS + 20)).toBe(POINTS);
    expect(asked.length).toBeLessThan(POINTS / 2);
    expect(asked.slice(0, 2)).toEqual([1, 3]);
  });

  test("are given out without asking once they are there", async () => {
    const { asked, consume } = shared();
    const bucket = leasing({ consume });
    await bucket.ahead("7");
    expect(asked).toEqual([1]);
    await bucket.consume("7");
    await bucket.ahead("7");
    await bucket.ahead("7");
    expect(asked).toEqual([1, 3]);
    await bucket.consume("7");
    expect(asked).toEqual([1, 3]);
  });

  test("are looked for before the last is gone", async () => {
    const { asked, consume } = shared();
    const bucket = leasing({ consume });
    await taken(bucket, 1);
    await taken(bucket, 2);
    expect(asked).toEqual([1, 3, 3]);
  });

  test("are worth nothing once the bucket is full again", async () => {
    const { asked, consume } = shared();
    const bucket = leasing({ consume });
    await taken(bucket, 2);
    jest.setSystemTime(Date.now() + SECONDS * 1000);
    await jest.advanceTimersByTimeAsync(SECONDS * 1000);
    expect(await taken(bucket, POINTS + 20)).toBe(POINTS);
    expect(asked.slice(2, 3)).toEqual([1]);
  });

  test("of one key are none of another", async () => {
    const { consume } = shared();
    const bucket = leasing({ consume });
    expect(await taken(bucket, POINTS + 1)).toBe(POINTS);
    expect(await taken(bucket, 1, "8")).toBe(1);
  });

  test("that can't be had are no trouble until somebody needs one", async () => {
    const bucket = leasing({ consume: away });
    await expect(bucket.ahead("7")).resolves.toBeUndefined();
    await expect(bucket.consume("7")).rejects.toThrow("the database is away");
  });
});
