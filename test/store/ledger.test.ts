import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { checkChains, checkTable, readChain } from "../../src/store/audit.ts";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { createLedger } from "../../src/store/ledger.ts";
import { migrate, MIGRATIONS } from "../../src/store/migrate.ts";
import type { Databases } from "./databases.ts";
import { kinds, silent } from "./databases.ts";

/** A database takes a while to start where all cores are busy. */

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

  const append = async (subject: string, ...keys: string[]) =>
    await createLedger(database.db).append(subject, keys.map(entry));

  const check = async (chain: string) => await checkChains(database.db, { chain });

  test("entries of a repository are one chain, whatever their subject; an act that is told again adds nothing", async () => {
    await append("repo:1/pull:1", "one", "two");
    await append("repo:1/pull:2", "one");
    await append("repo:1/pull:1", "two", "three", "one", "three");
    await append("repo:2/pull:1", "one");
    const rows = await readChain(database.db, "repo:1");
    expect(rows.map(({ sequence, subjectKey, entry: act }) => [sequence, subjectKey, act])).toEqual([
      [1, "repo:1/pull:1", { did: "one" }],
      [2, "repo:1/pull:1", { did: "two" }],
      [3, "repo:1/pull:2", { did: "one" }],
      [4, "repo:1/pull:1", { did: "three" }],
    ]);
    expect(rows[0]).toMatchObject({ at: "2026-05-01T00:00:00.000000Z", delivery: "guid", previousHash: "" });
    expect(rows[3]?.previousHash).toBe(rows[2]?.hash);
    expect(await readChain(database.db, "repo:1", ["repo:1/pull:2"])).toEqual([rows[2]]);
    expect(await check("repo:1")).toMatchObject([{ entries: 4, findings: [], last: { sequence: 4 } }]);
    expect(await checkTable(database.db)).toEqual([]);
  });

  test("appends at the same time stay one chain", async () => {
    const subjects = Array.from({ length: 8 }, (_, index) => `repo:3/pull:${index}`);
    const acts = Array.from({ length: 10 }, (_, index) => `act ${index}`);
    const ids = await Promise.all(
      acts.flatMap((act) => subjects.map((subject) => append(subject, act, "again", `${act} more`))),
    );
    expect(ids.every((three) => new Set(three).size === 3)).toBe(true);
    expect(await check("repo:3")).toMatchObject([{ entries: 8 * 21, findings: [], last: { sequence: 8 * 21 } }]);
    const of = await createLedger(database.db).of("repo:3/pull:0");
    expect(of).toHaveLength(21);
  });

  test("a chain of several pages is read whole, and a kept hash is found in it", async () => {
    await append("repo:4/pull:1", ...Array.from({ length: 2345 }, (_, index) => `act ${index}`));
    const rows = await readChain(database.db, "repo:4");
    expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 2345 }, (_, index) => index + 1));
    const expected = [rows[1500]?.hash ?? "", "0".repeat(64)];
    expect(await checkChains(database.db, { chain: "repo:4", expected })).toMatchObject([
      { entries: 2345, findings: [], held: [expected[0]] },
    ]);
  });

  test.each([
    ["an update", "update ledger set key = 'other'"],
    ["a deletion", "delete from ledger"],
    ["emptying", "truncate ledger"],
    ["deleting a head", "delete from ledger_heads"],
    ["emptying the heads", "truncate ledger_heads"],
  ])("%s is refused even to the owner", async (_, statement) => {
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow("the ledger is append-only");
  });

  test("who inserts by hand can't choose the place in the chain", async () => {
    await append("repo:5/pull:1", "one");
    await sql`insert into ledger (subject_key, key, at, entry, chain, sequence, previous_hash, hash)
      values ('repo:5/pull:1', 'forged', now(), '{}', 'repo:1', 1, 'x', 'y')`.execute(database.db);
    expect(await check("repo:5")).toMatchObject([{ entries: 2, findings: [] }]);
  });

  test("the text that is hashed is what anyone can hash again", async () => {
    const odd = {
      text: 'emoji 😀, NUL \0, "quotes", \\u0000, \u{2028}',
      number: 1.5e-9,
      nested: { b: [1, null], a: true },
    };
    await createLedger(database.db).append("repo:6/pull:1", [{ ...entry("odd"), entry: odd }]);
    expect(await check("repo:6")).toMatchObject([{ entries: 1, findings: [] }]);
  });

  test("entries of the release before are chained by the migration, and stay protected", async () => {
    const old = await openDatabase({ ...(await databases.create()), log: silent });
    try {
      await migrate(old.db, { "0001-first": MIGRATIONS["0001-first"] });
      for (const [subject, key] of [
        ["repo:1/pull:1", "a"],
        ["repo:2/pull:1", "a"],
        ["repo:1/pull:2", "b"],
      ])
        await sql`insert into ledger (subject_key, key, at, entry) values (${subject}, ${key}, now(), '{"act":"tick"}')`.execute(
          old.db,
        );
      await migrate(old.db);
      await createLedger(old.db).append("repo:1/pull:1", [entry("a"), entry("c")]);
      expect(await checkChains(old.db, {})).toMatchObject([
        { chain: "repo:1", entries: 3, findings: [], last: { sequence: 3 } },
        { chain: "repo:2", entries: 1, findings: [] },
      ]);
      expect(await checkTable(old.db)).toEqual([]);
      await expect(sql`delete from ledger`.execute(old.db)).rejects.toThrow("append-only");
      await expect(migrate(old.db, { "0001-first": MIGRATIONS["0001-first"] })).resolves.toBeUndefined();
    } finally {
      await old.close();
    }
  });
});

function entry(key: string) {
  return { key, at: new Date("2026-05-01T00:00:00Z"), deliveryGuid: "guid", entry: { did: key } };
}
