import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { openDatabase } from "../../src/store/database.ts";
import { MIGRATIONS, migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { deferred, silent } from "./databases.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "./postgres.ts";

/** Several processes on one PostgreSQL: they start together, and one dies while another lives. */

const TYPESCRIPT = [
  "--disable-warning=ExperimentalWarning",
  "--import",
  join(import.meta.dirname, "../../scripts/typescript.js"),
];

const start = (name: string, ...given: readonly string[]) => {
  const child = spawn(process.execPath, [...TYPESCRIPT, join(import.meta.dirname, name), ...given], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  return {
    exited: once(child, "exit"),
    says: async (word: string): Promise<void> => {
      while (!said.includes(word)) await once(lines, "line");
    },
    go: () => child.stdin.write("go\n"),
    kill: () => child.kill("SIGKILL"),
  };
};

let server: TestPostgres;

beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(async () => {
  if (hasPostgres) await server.stop();
});

const onPostgres = hasPostgres ? describe : describe.skip;

onPostgres("several processes that start at once", () => {
  const older = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 5));

  test.each([
    ["an empty database", {}],
    ["the tables of an earlier release", older],
  ])("bring %s up to date, and each of them works", async (_what, before) => {
    const databaseUrl = await server.createDatabase();
    const database = await openDatabase({ databaseUrl, log: silent });
    if (Object.keys(before).length > 0) await migrate(database.db, before);
    await database.close();
    const guids = ["one", "two", "three", "four"];
    const children = guids.map((guid) => start("starting-child.ts", databaseUrl, guid));
    await Promise.all(children.map((child) => child.says("loaded")));
    for (const child of children) child.go();
    const codes = await Promise.all(children.map(async ({ exited }) => (await exited)[0]));
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows: migrated } = await client.query<{ name: string }>("select name from kysely_migration order by name");
    const { rows: kept } = await client.query<{ guid: string }>("select guid from deliveries");
    await client.end();
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(migrated.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
    expect(new Set(kept.map(({ guid }) => guid))).toEqual(new Set(guids));
  });
});

onPostgres("the turn of a process that was killed", () => {
  test.each([
    // What is done beside the rest keeps its place, however long this process takes until it kills the other.
    { when: "when it has begun", word: "busy", held: "repo:1/aside:config:1", gaveBack: [1] },
    // What waits is asked for anew by whoever starts, so nothing has to be given back.
    { when: "when it has left its place", word: "slow", held: "repo:1/pull:1", gaveBack: expect.any(Array) },
  ])("$when is taken by one that lives, without anybody starting anew", async ({ word, held, gaveBack }) => {
    const databaseUrl = await server.createDatabase();
    const dying = start("holding-child.ts", databaseUrl, held);
    await dying.says(word);
    const store = await openStore({ databaseUrl, log: silent });
    const taken = deferred();
    const tookOver: number[] = [];
    const take = async (key: string): Promise<void> => {
      if (key === held) taken.resolve();
    };
    await store.jobs.work(
      { evaluate: take, repository: async () => undefined, wake: async () => undefined, aside: take },
      { tookOver: (jobs) => tookOver.push(jobs) },
    );
    dying.kill();
    await dying.exited;
    await taken.promise;
    await store.close();
    expect(tookOver).toEqual(gaveBack);
  });
});
