import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import { openDatabase } from "../../src/store/database.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "./postgres.ts";
import { silent } from "./databases.ts";

(hasPostgres ? describe : describe.skip)("on PostgreSQL", () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server.stop());

  test("a connection that is lost while it is in use fails what uses it, and not the process", async () => {
    const database = await openDatabase({ databaseUrl: await server.createDatabase(), log: silent });
    const { db } = database;
    const cut = db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
      await sql`select 1`.execute(transaction);
    });
    await expect(cut).rejects.toHaveProperty("message");
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await database.close();
  });
});
