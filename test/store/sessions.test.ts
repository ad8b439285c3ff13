import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { clearSessions, createSessions } from "../../src/store/sessions.ts";
import { kinds, silent, type Databases } from "./databases.ts";

const NOW = new Date("2026-03-06T09:00:00.000Z");
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const session = (idHash: string, { created = 0, seen = 0 } = {}) => ({
  idHash,
  userId: 90_071_992_547,
  login: "ada",
  sealed: "sealed",
  createdAt: hoursAgo(created),
  seenAt: hoursAgo(seen),
});

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let database: Database;

  beforeAll(async () => {
    databases = await start();
    database = await openDatabase({ ...(await databases.create()), log: silent });
    await migrate(database.db);
  });

  afterAll(async () => {
    await database.close();
    await databases.stop();
  });

  test("a session is found as it was made until it is removed", async () => {
    const sessions = createSessions(database.db);
    await sessions.create(session("a"));
    await sessions.seen("a", hoursAgo(-1));
    expect(await sessions.find("a")).toEqual({ ...session("a"), seenAt: hoursAgo(-1), renewingUntil: undefined });
    expect(await sessions.find("b")).toBeUndefined();
    expect([await sessions.remove("a"), await sessions.remove("a")]).toEqual([true, false]);
    expect(await sessions.find("a")).toBeUndefined();
  });

  test("whose it is may be called otherwise by now", async () => {
    const sessions = createSessions(database.db);
    await sessions.create(session("g"));
    await sessions.named("g", "adah");
    expect(await sessions.find("g")).toMatchObject({ login: "adah", sealed: "sealed" });
  });

  test("all sessions of a person end together, and nobody else's", async () => {
    const sessions = createSessions(database.db);
    for (const one of [session("d"), session("e"), { ...session("f"), userId: 2 }]) await sessions.create(one);
    await sessions.removeAllOf(session("d").userId);
    const left = await Promise.all(["d", "e", "f"].map(async (id) => (await sessions.find(id))?.idHash));
    expect(left).toEqual([undefined, undefined, "f"]);
  });

  test("one at a time renews, until it is done or its time is over", async () => {
    const sessions = createSessions(database.db);
    await sessions.create(session("c"));
    const claim = (now: Date) => sessions.claimRenewal("c", { now, until: new Date(now.getTime() + 30_000) });
    const claims = await Promise.all([claim(NOW), claim(NOW), claim(NOW)]);
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await claim(new Date(NOW.getTime() + 29_000))).toBe(false);
    expect(await claim(new Date(NOW.getTime() + 30_000))).toBe(true);
    await sessions.renewed("c", "sealed anew");
    expect(await sessions.find("c")).toMatchObject({ sealed: "sealed anew", renewingUntil: undefined });
    expect(await claim(NOW)).toBe(true);
    expect(await sessions.claimRenewal("nobody's", { now: NOW, until: NOW })).toBe(false);
  });

  test("what nobody can use any more is cleared away", async () => {
    const sessions = createSessions(database.db);
    const ages = {
      good: { created: 13 * 24, seen: 7 },
      idle: { created: 9, seen: 9 },
      old: { created: 15 * 24, seen: 0 },
    };
    for (const [name, age] of Object.entries(ages)) await sessions.create(session(name, age));
    await clearSessions(database.db, NOW);
    const left = await Promise.all(Object.keys(ages).map(async (name) => (await sessions.find(name))?.idHash));
    expect(left).toEqual(["good", undefined, undefined]);
  });
});
