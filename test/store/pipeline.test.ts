import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { openPipeline, type Pipeline } from "../../src/store/pipeline.ts";
import { patienceOf } from "../../src/store/patience.ts";
import { kinds, silent, type Databases } from "./databases.ts";

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

const insert = (number: number) => ({ sql: "insert into numbers values ($1) returning number", parameters: [number] });

(postgres === undefined ? describe.skip : describe)("statements sent together to PostgreSQL", () => {
  let databases: Databases | undefined;
  let pipeline: Pipeline;
  let client: pg.Client;
  const numbers = async () => (await client.query("select number from numbers order by number")).rows;

  beforeAll(async () => {
    databases = await postgres?.start();
    const { databaseUrl = "" } = (await databases?.create()) ?? {};
    client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query("create table numbers (number int primary key)");
    pipeline = openPipeline({ databaseUrl, ...patienceOf(undefined) }, silent);
  });
  afterAll(async () => {
    await pipeline.close();
    await client.end();
    await databases?.stop();
  });

  test("give the rows of each, and are there for all", async () => {
    const answers = await pipeline.transaction([insert(1), { sql: "select 7 as seven", parameters: [] }, insert(2)]);
    expect(answers).toEqual([[{ number: 1 }], [{ seven: 7 }], [{ number: 2 }]]);
    expect(await numbers()).toEqual([{ number: 1 }, { number: 2 }]);
  });

  test("are all undone when one of them fails, and the next ones are not", async () => {
    await expect(pipeline.transaction([insert(3), insert(1), insert(4)])).rejects.toThrow("duplicate key");
    expect(await numbers()).toEqual([{ number: 1 }, { number: 2 }]);
    await pipeline.transaction([insert(5)]);
    expect(await numbers()).toEqual([{ number: 1 }, { number: 2 }, { number: 5 }]);
  });

  test("fail when the connection is lost, and go on with another", async () => {
    const ended = pipeline.transaction([
      insert(6),
      { sql: "select pg_terminate_backend(pg_backend_pid())", parameters: [] },
    ]);
    await expect(ended).rejects.toThrow(/terminat|EPIPE|ECONNRESET/u);
    await pipeline.transaction([insert(7)]);
    expect(await numbers()).toEqual([{ number: 1 }, { number: 2 }, { number: 5 }, { number: 7 }]);
  });
});
