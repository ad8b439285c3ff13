import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { DirectoryInUse, lockDirectory } from "../../src/store/directory-lock.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { Store } from "../../src/store/open-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Databases } from "./databases.ts";
import { deferred, delivery, kinds, silent } from "./databases.ts";
import { hasPostgres } from "./postgres.ts";

const child = join(import.meta.dirname, "accepting-child.ts");
const typescript = join(import.meta.dirname, "../../scripts/typescript.js");

/** Runs the child until it has acknowledged that many deliveries, kills it, and answers everything it acknowledged. */
async function killedAfter(count: number, place: { dataDir?: string; databaseUrl?: string }): Promise<string[]> {
  const given = [place.dataDir ?? "", ...(place.databaseUrl === undefined ? [] : [place.databaseUrl])];
  const running = spawn(process.execPath, ["--import", typescript, child, ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(running, "exit");
  const accepted: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    const [word, guid = ""] = line.split(" ");
    if (word === "accepted") accepted.push(guid);
    if (accepted.length === count) running.kill("SIGKILL");
  }
  await exited;
  if (place.databaseUrl !== undefined) await gone(place.databaseUrl);
  return accepted;
}

/** Resolves when PostgreSQL has done what it was told by processes that are gone: until then it may still keep something. */
async function gone(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (let others = true; others;) {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    others = rowCount !== 0;
  }
  await client.end();
}

async function drain(store: Store): Promise<string[]> {
  const done: string[] = [];
  await store.jobs.work({
    evaluate: async (key) => {
      const guids = (await store.deliveries.pending(key)).map(({ guid }) => guid);
      await store.deliveries.done(guids, key);
      done.push(...guids);
    },
    repository: async () => undefined,
    wake: async () => undefined,
    aside: async () => undefined,
  });
  await store.jobs.idle();
  return done;
}

describe.each(kinds)("on $kind", ({ start }) => {
  let databases: Databases;

  beforeAll(async () => {
    databases = await start();
  });

  afterAll(async () => {
    await databases.stop();
  });

  test("no acknowledged delivery is lost at kill -9, and the next process does what is left", async () => {
    const place = await databases.create();
    const accepted = [...(await killedAfter(40, place)), ...(await killedAfter(40, place))];
    const store = await openStore({ ...place, log: silent });
    await drain(store);
    const left = await Promise.all(
      Array.from({ length: 7 }, (_, number) => store.deliveries.pending(`repo:1/pull:${number}`)),
    );
    expect(left.flat()).toEqual([]);
    const again = await Promise.all(accepted.map((guid) => store.deliveries.accept(delivery({ guid, subjects: [] }))));
    expect(accepted.length).toBeGreaterThanOrEqual(80);
    expect(again).toEqual(accepted.map(() => ({ accepted: false })));
    await store.close();
  });

  test("the ledger refuses change and removal", async () => {
    const place = await databases.create();
    const store = await openStore({ ...place, log: silent });
    await store.ledger.append("repo:1/pull:1", [{ key: "one", at: new Date(0), entry: {} }]);
    await store.close();
    const database = await openDatabase({ ...place, log: silent });
    const attempts = [
      () => database.db.updateTable("ledger").set({ entry: "{}" }).execute(),
      () => database.db.deleteFrom("ledger").execute(),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow("the ledger is append-only");
    await database.close();
  });
});

describe("a data directory", () => {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-lock-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("is for one process: a second one is refused and told what to do", async () => {
    const dataDir = join(root, "shared");
    const lock = await lockDirectory(dataDir);
    await expect(openStore({ dataDir, log: silent })).rejects.toThrow(DirectoryInUse);
    await expect(openStore({ dataDir, log: silent })).rejects.toThrow(
      /shared is in use by another Gatehouse process.*DATABASE_URL/,
    );
    await lock.release();
  });

  test("is free again as soon as its owner is killed, however deep it lies", async () => {
    const dataDir = join(root, "d".repeat(120), "e".repeat(120));
    const owner = spawn(
      process.execPath,
      ["--import", typescript, join(import.meta.dirname, "locking-child.ts"), dataDir],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const exited = once(owner, "exit");
    await once(owner.stdout, "data");
    await expect(lockDirectory(dataDir)).rejects.toThrow(DirectoryInUse);
    owner.kill("SIGKILL");
    await exited;
    const lock = await lockDirectory(dataDir);
    await expect(lockDirectory(dataDir)).rejects.toThrow(DirectoryInUse);
    await lock.release();
    await (await lockDirectory(dataDir)).release();
  });
});

(hasPostgres ? describe : describe.skip)("several replicas on PostgreSQL", () => {
  let databases: Databases;
  const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

  beforeAll(async () => {
    if (postgres === undefined) throw new Error("no PostgreSQL");
    databases = await postgres.start();
  });

  afterAll(async () => {
    await databases.stop();
  });

  test("may start at once on an empty database", async () => {
    const place = await databases.create();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ ...place, log: silent })));
    await Promise.all(stores.map((store) => store.ping()));
    await Promise.all(stores.map((store) => store.close()));
  });

  test("never work on one subject at once, also when runs fail, and do everything", async () => {
    const place = await databases.create();
    const stores = await Promise.all([1, 2].map(() => openStore({ ...place, log: silent })));
    const running = new Set<string>();
    const overlaps: string[] = [];
    let runs = 0;
    for (const store of stores) {
      await store.jobs.work({
        evaluate: async (key) => {
          if (running.has(key)) overlaps.push(key);
          running.add(key);
          try {
            runs += 1;
            const guids = (await store.deliveries.pending(key)).map(({ guid }) => guid);
            if (runs % 3 === 0) throw new Error("every third fails");
            await store.deliveries.done(guids, key);
          } finally {
            running.delete(key);
          }
        },
        repository: async () => undefined,
        wake: async () => undefined,
        aside: async () => undefined,
      });
    }
    const keys = Array.from({ length: 6 }, (_, index) => `repo:1/pull:${index}`);
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(
        stores.map((store, index) =>
          store.deliveries.accept(delivery({ subjects: [keys[(round + index) % 6] ?? ""] })),
        ),
      );
    }
    const left = async (): Promise<number> =>
      (await Promise.all(keys.map(async (key) => (await stores[0]?.deliveries.pending(key)) ?? []))).flat().length;
    while ((await left()) > 0) await stores[0]?.jobs.idle();
    await Promise.all(stores.map((store) => store.close()));
    expect(overlaps).toEqual([]);
    expect(runs).toBeGreaterThan(6);
  });

  test("a subject that another process holds is tried again until it is free", async () => {
    const place = await databases.create();
    const store = await openStore({ ...place, log: silent });
    const other = new pg.Client({ connectionString: place.databaseUrl });
    await other.connect();
    const key = "repo:1/pull:1";
    await other.query("select pg_advisory_lock($1, hashtext($2))", [0x67617465, key]);
    const ran = deferred();
    const warned = deferred();
    const log = Object.assign(Object.create(silent), { warn: () => warned.resolve() });
    const watched = await openStore({ ...place, log });
    await watched.jobs.work({
      evaluate: async () => ran.resolve(),
      repository: async () => undefined,
      wake: async () => undefined,
      aside: async () => undefined,
    });
    await store.jobs.enqueue(key);
    await warned.promise;
    await other.end();
    await ran.promise;
    await Promise.all([store.close(), watched.close()]);
  });

  test("runs are told when the connection that holds their locks is lost", async () => {
    const place = await databases.create();
    const store = await openStore({ ...place, log: silent });
    const started = deferred();
    const told = deferred();
    let runs = 0;
    await store.jobs.work({
      evaluate: async (_, signal) => {
        runs += 1;
        if (runs > 1) return;
        signal.addEventListener("abort", told.resolve);
        started.resolve();
        await told.promise;
        throw new Error("stopped because the hold was lost");
      },
      repository: async () => undefined,
      wake: async () => undefined,
      aside: async () => undefined,
    });
    await store.jobs.enqueue("repo:1/pull:1");
    await started.promise;
    const admin = new pg.Client({ connectionString: place.databaseUrl });
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = $1
        and database = (select oid from pg_database where datname = current_database())`,
      [0x67617465],
    );
    await told.promise;
    await admin.end();
    await store.jobs.idle();
    expect(runs).toBe(2);
    await store.close();
  });
});
