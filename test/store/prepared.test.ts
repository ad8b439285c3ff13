import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import pg from "pg";
import { PreparingClient } from "../../src/store/prepared.ts";
import { kinds, type Databases } from "./databases.ts";

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

(postgres === undefined ? describe.skip : describe)("statements that PostgreSQL prepares", () => {
  let databases: Databases | undefined;
  let client: pg.Client;
  let other: pg.Client;
  let address = "";

  beforeAll(async () => {
    databases = await postgres?.start();
  });
  afterAll(() => databases?.stop());

  beforeEach(async () => {
    const { databaseUrl = "" } = (await databases?.create()) ?? {};
    address = databaseUrl;
    client = new PreparingClient(databaseUrl);
    other = new pg.Client(databaseUrl);
    await Promise.all([client.connect(), other.connect()]);
    await other.query("create table numbers (number int primary key)");
    await other.query("insert into numbers values (1), (2)");
  });
  afterEach(() => Promise.all([client.end(), other.end()]));

  /** How often each was used by this connection. */
  const prepared = async (): Promise<readonly unknown[]> =>
    (
      await client.query(
        "select statement, generic_plans + custom_plans as uses from pg_prepared_statements order by 1",
      )
    ).rows;

  test("are read once, whatever the values", async () => {
    const asked = "select number from numbers where number = $1";
    expect((await client.query(asked, [1])).rows).toEqual([{ number: 1 }]);
    expect((await client.query(asked, [2])).rows).toEqual([{ number: 2 }]);
    expect(await prepared()).toEqual([{ statement: asked, uses: "2" }]);
  });

  test("are told to who asks by a callback, as a pool does", async () => {
    const rows = await new Promise((resolve, reject) => {
      client.query("select number from numbers where number < $1", [2], (error: Error | null, result) =>
        error === null ? resolve(result.rows) : reject(error),
      );
    });
    expect(rows).toEqual([{ number: 1 }]);
    expect(await prepared()).toHaveLength(1);
  });

  test.each([
    ["select 1 as one", []],
    ["select * from numbers where number = $1", [1]],
    ['select "numbers".* from numbers where number = $1', [1]],
    ["update numbers set number = $1 where number = 2 returning *", [7]],
  ])("are not those of which columns may come and go, or that have no values: %s", async (asked, values) => {
    await client.query(asked, values);
    await other.query("alter table numbers add column name text");
    await client.query(asked, values);
    expect(await prepared()).toEqual([]);
  });

  test("answer as before when a table gets a column", async () => {
    const asked = "select number, count(*) as times from numbers where number = $1 group by number";
    await client.query(asked, [1]);
    await other.query("alter table numbers add column name text");
    expect((await client.query(asked, [1])).rows).toEqual([{ number: 1, times: "1" }]);
  });

  test("fail once, not for ever, when a column becomes another", async () => {
    const asked = "select number from numbers where number >= $1";
    await client.query(asked, [2]);
    await other.query("alter table numbers alter column number type bigint");
    await expect(client.query(asked, [2])).rejects.toThrow("cached plan must not change result type");
    expect((await client.query(asked, [2])).rows).toEqual([{ number: "2" }]);
  });

  test("fail once, not for ever, for who asks a pool, as the queue does", async () => {
    const pool = new pg.Pool({ connectionString: address, Client: PreparingClient, max: 1 });
    const asked = "with found as (select * from numbers where number >= $1) select * from found";
    expect((await pool.query(asked, [2])).rows).toEqual([{ number: 2 }]);
    await other.query("alter table numbers add column name text");
    await expect(pool.query(asked, [2])).rejects.toThrow("cached plan must not change result type");
    expect((await pool.query(asked, [2])).rows).toEqual([{ number: 2, name: null }]);
    await pool.end();
  });

  test("are read anew when a connection has lost them", async () => {
    const asked = "select number from numbers where number = $1 and number > 0";
    await client.query(asked, [2]);
    await client.query("deallocate all");
    await expect(client.query(asked, [2])).rejects.toThrow("does not exist");
    expect((await client.query(asked, [2])).rows).toEqual([{ number: 2 }]);
  });

  test("are called by what they say: behind a pooler a name might have come from another process", async () => {
    const asked = "select number from numbers where number = $1 or number = 0";
    await client.query("select number from numbers where number = $1 or number = -1", [1]);
    await client.query(asked, [1]);
    const { rows } = await client.query("select name from pg_prepared_statements where statement = $1", [asked]);
    const digest = createHash("sha256").update(asked).digest("hex").slice(0, 32);
    expect(rows).toEqual([{ name: expect.stringMatching(new RegExp(`^gatehouse-\\d+-${digest}$`, "u")) }]);
  });

  test("are not held by each connection without end", async () => {
    for (let length = 1; length <= 400; length += 1)
      await client.query(`select number from numbers where number in (${"$1,".repeat(length)} 7)`, [1]);
    expect((await prepared()).length).toBeLessThanOrEqual(300);
    expect((await client.query("select number from numbers where number <> $1", [1])).rows).toEqual([{ number: 2 }]);
  });
});
