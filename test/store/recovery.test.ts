import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openQueue } from "../../src/store/queue.ts";
import { recover } from "../../src/store/recovery.ts";
import { LOCK_SPACE } from "../../src/store/subject-guard.ts";
import { kinds, silent, type Databases } from "./databases.ts";

describe.each(kinds)("what was under way when a process died, on $kind", ({ kind, start }) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await start();
  });
  afterAll(() => databases.stop());

  test("is free at once for the next that starts, but for what another one is at", async () => {
    const place = await databases.create();
    const database = await openDatabase({ ...place, log: silent });
    await migrate(database.db);
    const queue = await openQueue(database, silent);
    await queue.send("evaluate", ["repo:1/pull:1", "repo:1/pull:2"]);
    await sql`update pgboss.job set state = 'active', started_on = now() where name = 'evaluate'`.execute(database.db);
    const other = kind === "PostgreSQL" ? new pg.Client({ connectionString: place.databaseUrl }) : undefined;
    await other?.connect();
    await other?.query("select pg_advisory_lock($1, hashtext($2))", [LOCK_SPACE, "repo:1/pull:2"]);

    await recover(database, queue);

    const { rows } = await sql<{ key: string; state: string }>`
      select data ->> 'key' as key, state::text as state from pgboss.job where name = 'evaluate' order by key`.execute(
      database.db,
    );
    await other?.end();
    await queue.stop();
    await database.close();
    expect(rows).toEqual([
      { key: "repo:1/pull:1", state: "retry" },
      { key: "repo:1/pull:2", state: other === undefined ? "retry" : "active" },
    ]);
  });
});
