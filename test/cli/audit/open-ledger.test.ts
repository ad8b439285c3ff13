import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLedger } from "../../../src/cli/audit/open-ledger.ts";
import { checkChains } from "../../../src/store/audit.ts";
import { openDatabase } from "../../../src/store/database.ts";
import { migrate, MIGRATIONS } from "../../../src/store/migrate.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { silent } from "../../store/databases.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "../../store/postgres.ts";

/** A database takes a while to start where all cores are busy. */

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-open-ledger-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const look = async (env: Record<string, string>) =>
  await withLedger({ env, cwd: folder }, async ({ db }) => (await checkChains(db, {})).length);

test("with the embedded database and the server running it says what to do", async () => {
  const store = await openStore({ dataDir: join(folder, "busy"), log: silent });
  await expect(look({ DATA_DIR: "busy" })).rejects.toThrow(
    /busy is in use by a running Gatehouse.*Stop the server, run this again.*DATABASE_URL/,
  );
  await store.close();
  await expect(look({ DATA_DIR: "busy" })).resolves.toBe(0);
});

test("where there is no database none is made", async () => {
  await expect(look({ DATA_DIR: "nowhere" })).rejects.toThrow(
    /There is no database in .*nowhere\. Set DATABASE_URL or/,
  );
  await expect(look({})).rejects.toThrow(/There is no database in .*\.gatehouse\/data/);
});

test("the ledger of an earlier release has no hashes yet", async () => {
  const old = await openDatabase({ dataDir: join(folder, "old"), log: silent });
  await migrate(old.db, { "0001-first": MIGRATIONS["0001-first"] });
  await old.close();
  await expect(look({ DATA_DIR: "old" })).rejects.toThrow("Start the server of this release on it once");
});

test.each([
  { env: { DATABASE_URL: "mysql://localhost/x" }, says: "DATABASE_URL: expected an address such as postgresql://" },
  { env: { DATABASE_URL: "postgresql://u:hush@127.0.0.1:1/x" }, says: "ECONNREFUSED" },
])("$env", async ({ env, says }) => {
  const message = await look(env).then(String, String);
  expect(message).toContain(says);
  expect(message).not.toContain("hush");
});

(hasPostgres ? describe : describe.skip)("on PostgreSQL", () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(async () => server.stop());

  test("a command reads while the server runs", async () => {
    const databaseUrl = await server.createDatabase();
    const store = await openStore({ databaseUrl, log: silent });
    await store.ledger.append("repo:1/pull:1", [{ key: "one", at: new Date(0), entry: {} }]);
    await expect(look({ DATABASE_URL: databaseUrl })).resolves.toBe(1);
    await store.close();
  });
});
