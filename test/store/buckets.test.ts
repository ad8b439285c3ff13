import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clearBuckets } from "../../src/store/buckets.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { kinds, silent, type Databases } from "./databases.ts";

/** Points that may be taken in an hour: it is not over before a test is, however busy the machine. */
const OPTIONS = { keyPrefix: "writes", points: 5, duration: 3600 };

/** How many of so many takes are let through, in each store. */
const taken = async (
  stores: readonly Store[],
  each: number,
  { key = "7", ...options }: Partial<typeof OPTIONS> & { readonly key?: string } = {},
): Promise<readonly number[]> =>
  Promise.all(
    stores.map(async ({ buckets }) => {
      const bucket = buckets({ ...OPTIONS, ...options });
      const tries = await Promise.allSettled(Array.from({ length: each }, () => bucket.consume(key)));
      return tries.filter(({ status }) => status === "fulfilled").length;
    }),
  );

describe.each(kinds)("on $kind", ({ kind, start }) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await start();
  });
  afterAll(() => databases.stop());

  test("a bucket lets through what it holds, and others are others", async () => {
    const store = await openStore({ ...(await databases.create()), log: silent });
    expect(await taken([store], 8)).toEqual([5]);
    expect(await taken([store], 4, { key: "8" })).toEqual([4]);
    expect(await taken([store], 4, { ...OPTIONS, keyPrefix: "others" })).toEqual([4]);
    await store.close();
  });

  test("points that were looked for ahead are no more than it holds, and there for who comes", async () => {
    const store = await openStore({ ...(await databases.create()), log: silent });
    const bucket = store.buckets(OPTIONS);
    for (let time = 0; time < 7; time += 1) await bucket.ahead("7");
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => bucket.consume("7")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    await expect(bucket.ahead("7")).resolves.toBeUndefined();
    await store.close();
  });

  test("what is left is told, and nothing is taken by asking", async () => {
    const store = await openStore({ ...(await databases.create()), log: silent });
    const bucket = store.buckets(OPTIONS);
    expect(await bucket.left("7")).toEqual({ share: 1, fullInMs: 0 });
    for (let time = 0; time < 5; time += 1) await bucket.consume("7");
    for (let time = 0; time < 3; time += 1) {
      const { share, fullInMs } = await bucket.left("7");
      expect(share).toBe(0);
      expect(fullInMs).toBeGreaterThan(0);
    }
    expect((await bucket.left("8")).share).toBe(1);
    await store.close();
  });

  (kind === "PostgreSQL" ? test : test.skip)("replicas share it", async () => {
    const place = await databases.create();
    const stores = [await openStore({ ...place, log: silent }), await openStore({ ...place, log: silent })];
    const [one = 0, other = 0] = await taken(stores, 4);
    expect(one + other).toBe(5);
    for (const store of stores) await store.close();
  });

  (kind === "PostgreSQL" ? test : test.skip)(
    "replicas that take many points at once give out no more than it holds, and almost all",
    async () => {
      const place = await databases.create();
      const stores = [await openStore({ ...place, log: silent }), await openStore({ ...place, log: silent })];
      const points = 200;
      const [one = 0, other = 0] = await taken(stores, points, { points });
      expect(one + other).toBeLessThanOrEqual(points);
      expect(one + other).toBeGreaterThan(points * 0.85);
      expect(await taken(stores, 1, { points })).toEqual([0, 0]);
      for (const store of stores) await store.close();
    },
  );

  (kind === "PostgreSQL" ? test : test.skip)("what ran out is forgotten", async () => {
    const place = await databases.create();
    const store = await openStore({ ...place, log: silent });
    await store.buckets(OPTIONS).consume("7");
    const database = await openDatabase({ ...place, log: silent });
    const rows = async () => (await database.pool?.query("select key from write_limits"))?.rows;
    await clearBuckets(database);
    expect(await rows()).toEqual([{ key: "writes:7" }]);
    await database.pool?.query("update write_limits set expire = 1");
    await clearBuckets(database);
    expect(await rows()).toEqual([]);
    await database.close();
    await store.close();
  });
});
