import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "kysely";
import pg from "pg";
import { openDatabase } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openQueue } from "../../src/store/queue.ts";
import { recover, releaseAbandoned } from "../../src/store/recovery.ts";
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

  test("is free soon, too, where a slow turn was to come back to it, and no sooner while that lives", async () => {
    if (kind !== "PostgreSQL") return;
    const place = await databases.create();
    const database = await openDatabase({ ...place, log: silent });
    await migrate(database.db);
    const queue = await openQueue(database, silent);
    const at = new Date(Date.now() + 45_000);
    for (const key of ["repo:1/pull:1", "repo:1/pull:2"])
      await queue.postpone("evaluate", { key, attempts: 0 }, { at, why: "slow" });
    await queue.postpone("evaluate", { key: "repo:1/pull:3", attempts: 1 }, { at, why: "again" });
    const other = new pg.Client({ connectionString: place.databaseUrl });
    await other.connect();
    await other.query("select pg_advisory_lock($1, hashtext($2))", [LOCK_SPACE, "repo:1/pull:2"]);
    const released = await releaseAbandoned(database, 2);
    const { rows } = await sql<{ key: string }>`
      select data ->> 'key' as key from pgboss.job where name = 'evaluate' and start_after <= now()`.execute(
      database.db,
    );
    await other.end();
    await queue.stop();
    await database.close();
    expect([released, rows]).toEqual([1, [{ key: "repo:1/pull:1" }]]);
  });
});
