import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { databaseMigrate } from "../../../src/cli/commands/database-migrate.ts";
import type { Shell } from "../../../src/cli/shell.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { silent } from "../../store/databases.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../../store/postgres.ts";

/** A database takes a while to start where all cores are busy. */

const shell = (env: Record<string, string>): Shell => ({
  cwd: ".",
  stdin: process.stdin,
  write: () => undefined,
  complain: () => undefined,
  colour: false,
  now: () => new Date(0),
  env,
});

test("both addresses are needed", async () => {
  const env = { DATABASE_URL: "postgresql://localhost/x" };
  await expect(databaseMigrate({ format: "text" }, shell(env))).rejects.toThrow(
    "DATABASE_MIGRATION_URL to the owner of the tables",
  );
});

(hasPostgres ? describe : describe.skip)("on PostgreSQL", () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(async () => server.stop());

  test("after it the server starts as a user of few rights", async () => {
    const owner = await server.createDatabase();
    const client = new pg.Client({ connectionString: owner });
    await client.connect();
    // A server that is not ours keeps the roles of the runs before, and numbers of processes come again.
    const role = `serving_${randomUUID().replaceAll("-", "")}`;
    await client.query(`create role ${role} login password 'secret'`);
    await client.end();
    const serving = new URL(owner);
    serving.username = role;
    serving.password = "secret";
    const env = { DATABASE_URL: serving.href, DATABASE_MIGRATION_URL: owner };
    expect(await databaseMigrate({ format: "text" }, shell(env))).toMatchObject({ exit: 0 });
    const store = await openStore({ databaseUrl: serving.href, log: silent });
    await store.close();
    await expect(databaseMigrate({ format: "text" }, shell({ ...env, DATABASE_URL: owner }))).rejects.toThrow(
      "user of its own",
    );
  });
});
