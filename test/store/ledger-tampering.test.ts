import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { checkChains, checkTable } from "../../src/store/audit.ts";
import { openDatabase, type Database } from "../../src/store/database.ts";
import { createLedger } from "../../src/store/ledger.ts";
import { migrate } from "../../src/store/migrate.ts";
import { fc } from "../properties.ts";
import type { Databases } from "./databases.ts";
import { kinds, silent } from "./databases.ts";

/** A database takes a while to start where all cores are busy. */

/** Everything a superuser can do to one entry, once the triggers and the rules are off; `2` is the second of four. */
const TAMPERING: readonly { readonly title: string; readonly by: string; readonly finds: readonly string[] }[] = [
  { title: "what was done", by: `update ledger set entry = '{"act":"waive"}' where sequence = 2`, finds: ["edited 2"] },
  {
    title: "a digit of the entry",
    by: `update ledger set entry = entry || '{"n": 2.0}' where sequence = 2`,
    finds: ["edited 2"],
  },
  { title: "when", by: `update ledger set at = at + interval '1 microsecond' where sequence = 2`, finds: ["edited 2"] },
  { title: "when it was recorded", by: `update ledger set recorded_at = null where sequence = 2`, finds: ["edited 2"] },
  { title: "the key", by: `update ledger set key = 'other' where sequence = 2`, finds: ["edited 2"] },
  { title: "the id", by: `update ledger set id = 99 where sequence = 2`, finds: ["edited 2"] },
  { title: "the delivery", by: `update ledger set delivery_guid = null where sequence = 2`, finds: ["edited 2"] },
  {
    title: "the subject",
    by: `update ledger set subject_key = 'repo:1/pull:9' where sequence = 2`,
    finds: ["edited 2"],
  },
  { title: "the hash", by: `update ledger set hash = repeat('0', 64) where sequence = 2`, finds: ["edited 2"] },
  { title: "the link", by: `update ledger set previous_hash = '' where sequence = 2`, finds: ["reordered 2"] },
  {
    title: "an entry and its hash",
    by: `update ledger set entry = '{}' where sequence = 2;
      update ledger set hash = encode(sha256(convert_to(ledger_record(ledger), 'UTF8')), 'hex') where sequence = 2`,
    finds: ["edited 2"],
  },
  {
    title: "the last entry and its hash",
    by: `update ledger set entry = '{}' where sequence = 4;
      update ledger set hash = encode(sha256(convert_to(ledger_record(ledger), 'UTF8')), 'hex') where sequence = 4`,
    finds: ["head 4"],
  },
  { title: "an entry gone from the middle", by: `delete from ledger where sequence = 2`, finds: ["deleted 2"] },
  { title: "an entry gone from the end", by: `delete from ledger where sequence = 4`, finds: ["deleted 4"] },
  {
    title: "every entry of a subject gone",
    by: `delete from ledger where subject_key = 'repo:1/pull:2'`,
    finds: ["deleted 3"],
  },
  { title: "every entry gone", by: `delete from ledger`, finds: ["deleted 1"] },
  {
    title: "an entry gone and the rest moved up",
    by: `delete from ledger where sequence = 2; update ledger set sequence = sequence - 1 where sequence > 2`,
    finds: ["edited 2", "edited 3", "deleted 4"],
  },
  {
    title: "two entries swapped",
    by: `update ledger set sequence = 5 - sequence where sequence in (2, 3)`,
    finds: ["reordered 2", "reordered 3"],
  },
  {
    title: "an entry twice",
    by: `insert into ledger (subject_key, key, at, entry, chain, sequence, previous_hash, hash)
      select subject_key, key, at, entry, chain, sequence, previous_hash, hash from ledger where sequence = 2`,
    finds: ["inserted 2", "edited 2"],
  },
  {
    title: "a forged entry at the end",
    by: `insert into ledger (subject_key, key, at, entry, chain, sequence, previous_hash, hash)
      select subject_key, 'forged', at, entry, chain, 5, hash, repeat('a', 64) from ledger where sequence = 4`,
    finds: ["edited 5", "inserted 5"],
  },
  {
    title: "an entry of no chain",
    by: `insert into ledger (subject_key, key, at, entry, previous_hash, hash) values ('repo:1/pull:1', 'forged', now(), '{}', '', '')`,
    finds: ["loose"],
  },
  {
    title: "an entry moved to another chain",
    by: `update ledger set chain = 'repo:2', subject_key = 'repo:2/pull:1' where sequence = 4`,
    finds: ["deleted 4", "repo:2 deleted 1", "repo:2 edited 4"],
  },
  { title: "the head gone", by: `delete from ledger_heads`, finds: ["head 4"] },
  {
    title: "the head set back",
    by: `update ledger_heads set sequence = 3, hash = (select hash from ledger where sequence = 3)`,
    finds: ["inserted 4"],
  },
  { title: "a trigger that is off", by: `alter table ledger disable trigger ledger_append_only`, finds: ["trigger"] },
  { title: "a trigger that is gone", by: `drop trigger ledger_append on ledger`, finds: ["trigger"] },
];

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;
  let database: Database;

  beforeAll(async () => {
    databases = await start();
    database = await openDatabase({ ...(await databases.create()), log: silent });
    await migrate(database.db);
    const ledger = createLedger(database.db);
    await ledger.append("repo:1/pull:1", [entry("one"), entry("two")]);
    await ledger.append("repo:1/pull:2", [entry("one")]);
    await ledger.append("repo:1/pull:1", [entry("three")]);
  });

  afterAll(async () => {
    await database.close();
    await databases.stop();
  });

  /** Everything that `audit verify` would say while the tampering lasts; nothing of it stays. */
  const findings = async (...tampering: readonly string[]): Promise<readonly string[]> => {
    const trx = await database.db.startTransaction().execute();
    try {
      for (const statement of [...OPENED, ...tampering, ...closedAfter(tampering)])
        await sql.raw(statement).execute(trx);
      const chains = await checkChains(trx, {});
      const table = await checkTable(trx);
      return [
        ...chains.flatMap(({ chain, findings: found }) =>
          found.map(({ code, sequence }) => `${chain === "repo:1" ? "" : `${chain} `}${code} ${sequence}`),
        ),
        ...table.map((sentence) => (sentence.includes("belongs to no chain") ? "loose" : "trigger")),
      ];
    } finally {
      await trx.rollback().execute();
    }
  };

  test("nothing is found where nothing was done", async () => {
    expect(await findings("select 1")).toEqual([]);
  });

  test("a chain that was computed anew, head and all, shows only by a hash that was kept elsewhere", async () => {
    const kept = (await checkChains(database.db, {})).map(({ last }) => last?.hash ?? "");
    expect(await findings(REWRITTEN)).toEqual([]);
    const trx = await database.db.startTransaction().execute();
    for (const statement of [...OPENED, REWRITTEN]) await sql.raw(statement).execute(trx);
    const checked = await checkChains(trx, { expected: kept });
    await trx.rollback().execute();
    expect(checked).toMatchObject([{ entries: 4, held: [] }]);
    expect(await checkChains(database.db, { expected: kept })).toMatchObject([{ entries: 4, held: kept }]);
  });

  test("any other value in any column of any entry is found", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(...VALUES),
        fc.nat(9),
        async (place, value, drawn) => {
          const [column, expression] = value(drawn);
          const found = await findings(`update ledger set ${column} = ${expression} where sequence = ${place}`);
          expect(found).not.toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(TAMPERING)("$title is found", async ({ by, finds }) => {
    const found = await findings(...by.split(";"));
    expect(found.slice(0, finds.length)).toEqual(finds);
  });
});

/** The first entry says something else, and everything after it was made to fit. */
const REWRITTEN = `do $$
  declare
    link ledger;
    before text := '';
  begin
    update ledger set entry = '{}' where sequence = 1;
    for link in select * from ledger order by sequence loop
      link.previous_hash := before;
      before := encode(sha256(convert_to(ledger_record(link), 'UTF8')), 'hex');
      update ledger set previous_hash = link.previous_hash, hash = before where id = link.id;
    end loop;
    update ledger_heads set hash = before;
  end
$$`;

/** For each column a value that is none of the entries' own. */
const VALUES: readonly ((drawn: number) => readonly [string, string])[] = [
  (drawn) => ["id", `${1000 + drawn}`],
  (drawn) => ["subject_key", `'repo:1/pull:${10 + drawn}'`],
  (drawn) => ["key", `'other ${drawn}'`],
  (drawn) => ["at", `at + interval '${drawn + 1} microseconds'`],
  (drawn) => ["delivery_guid", `'guid-${drawn}'`],
  (drawn) => ["entry", `entry || '{"n":${drawn}}'`],
  (drawn) => ["chain", `'repo:${10 + drawn}'`],
  (drawn) => ["sequence", `sequence - ${1 + drawn}`],
  (drawn) => ["sequence", `sequence + ${1 + drawn}`],
  (drawn) => ["recorded_at", `recorded_at - interval '${drawn + 1} microseconds'`],
  (drawn) => ["previous_hash", `'${drawn}' || previous_hash`],
  (drawn) => ["hash", `'${drawn}' || hash`],
];

/** A superuser's way in: triggers off, rules gone. */
const OPENED: readonly string[] = [
  "alter table ledger disable trigger all",
  "alter table ledger_heads disable trigger all",
  "alter table ledger alter column id set generated by default",
  "alter table ledger drop constraint ledger_sequence",
  "alter table ledger drop constraint ledger_subject_key_key_key",
  "alter table ledger alter column chain drop not null, alter column sequence drop not null",
];

/** Covers the tracks, unless the tracks are the tampering. */
const closedAfter = (tampering: readonly string[]): readonly string[] =>
  tampering.join("").includes("trigger")
    ? []
    : ["alter table ledger enable trigger all", "alter table ledger_heads enable trigger all"];

function entry(key: string) {
  return { key, at: new Date("2026-05-01T00:00:00Z"), deliveryGuid: "guid", entry: { did: key } };
}
