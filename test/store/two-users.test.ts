import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { checkChains } from "../../src/store/audit.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openStore } from "../../src/store/open-store.ts";
import { prepareForTwoUsers } from "../../src/store/two-users.ts";
import { delivery, silent } from "./databases.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "./postgres.ts";

/** A database takes a while to start where all cores are busy. */

const whereThereIsPostgres = hasPostgres ? describe : describe.skip;

whereThereIsPostgres("an owner of the tables and a user of the application", () => {
  let server: TestPostgres;
  let roles = 0;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(async () => server.stop());

  /** A database that belongs to a user of few rights, and another such user. */
  const fresh = async () => {
    roles += 1;
    const superuser = await server.createDatabase();
    const [owner, app] = [`owner_${process.pid}_${roles}`, `app-${process.pid}-${roles}`];
    const name = new URL(superuser).pathname.slice(1);
    await run(
      superuser,
      `create role ${owner} login password 'secret'`,
      `create role "${app}" login password 'secret'`,
      `alter database ${name} owner to ${owner}`,
      `alter schema public owner to ${owner}`,
    );
    return { superuser, owner, app, migrationUrl: as(superuser, owner), databaseUrl: as(superuser, app) };
  };

  test("the whole store works for the application's user, and the database refuses it every change of the ledger", async () => {
    const { databaseUrl, migrationUrl } = await fresh();
    const store = await openStore({ databaseUrl, migrationUrl, log: silent });
    try {
      const ran: string[] = [];
      await store.jobs.work({
        evaluate: async (key) => {
          ran.push(key);
          const pending = await store.deliveries.pending(key);
          await store.ledger.append(
            key,
            pending.map(({ guid }) => entry(guid)),
          );
          await store.deliveries.done(
            pending.map(({ guid }) => guid),
            key,
          );
        },
        repository: nothing,
        wake: nothing,
        aside: nothing,
      });
      const one = delivery({ subjects: ["repo:1/pull:1"] });
      await store.deliveries.accept(one);
      await store.jobs.idle();
      expect(ran).toEqual(["repo:1/pull:1"]);
      expect(await store.ledger.of("repo:1/pull:1")).toMatchObject([{ key: one.guid }]);
      expect(await store.deliveries.forget(new Date())).toBe(1);
    } finally {
      await store.close();
    }
    for (const statement of FORBIDDEN) {
      await expect(run(databaseUrl, statement)).rejects.toThrow(/permission denied|must be owner|cannot insert/);
    }
    await expect(intact(databaseUrl)).resolves.toBe(true);
  });

  test("the application needs the owner at its start only where something is to be migrated", async () => {
    const users = await fresh();
    await expect(openStore({ databaseUrl: users.databaseUrl, log: silent })).rejects.toThrow("could not be migrated");
    await Promise.all([1, 2, 3, 4].map(async () => await prepareForTwoUsers({ ...users, log: silent })));
    await prepareForTwoUsers({ ...users, log: silent });
    const store = await openStore({ databaseUrl: users.databaseUrl, log: silent });
    await store.ledger.append("repo:1/pull:1", [entry("one")]);
    await store.close();
  });

  test("a database of one user is handed over to two with what is in it", async () => {
    const { superuser, owner, app, migrationUrl, databaseUrl } = await fresh();
    const alone = await openStore({ databaseUrl: migrationUrl, log: silent });
    await alone.ledger.append("repo:1/pull:1", [entry("one")]);
    await alone.deliveries.accept(delivery({ subjects: ["repo:1/pull:1"] }));
    await alone.close();
    await expect(prepareForTwoUsers({ databaseUrl, migrationUrl, log: silent })).rejects.toThrow(
      `grant "${app}" to ${owner}`,
    );
    await run(superuser, `grant "${app}" to ${owner}`);
    const store = await openStore({ databaseUrl, migrationUrl, log: silent });
    expect(await store.deliveries.pending("repo:1/pull:1")).toHaveLength(1);
    await store.ledger.append("repo:1/pull:1", [entry("two")]);
    expect(await store.ledger.of("repo:1/pull:1")).toHaveLength(2);
    await store.close();
    await expect(intact(databaseUrl)).resolves.toBe(true);
  });

  test.each<{ title: string; tie: (owner: string, app: string) => string; url?: "migrationUrl"; says: string }>([
    { title: "one and the same", tie: () => "select 1", url: "migrationUrl", says: "is or may act as owner_" },
    { title: "a superuser", tie: (_, app) => `alter role "${app}" superuser`, says: "is a superuser" },
    {
      title: "a member of the owner",
      tie: (owner, app) => `grant ${owner} to "${app}"`,
      says: "is or may act as owner_",
    },
  ])("a user that is $title is refused", async ({ tie, url, says }) => {
    const users = await fresh();
    await run(users.superuser, tie(users.owner, users.app));
    const databaseUrl = users[url ?? "databaseUrl"];
    await expect(prepareForTwoUsers({ ...users, databaseUrl, log: silent })).rejects.toThrow(says);
  });
});

const as = (url: string, user: string): string => {
  const given = new URL(url);
  given.username = user;
  given.password = "secret";
  return given.href;
};

const run = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

const entry = (key: string) => ({ key, at: new Date("2026-05-01T00:00:00Z"), entry: { did: key } });

const intact = async (databaseUrl: string): Promise<boolean> => {
  const database = await openDatabase({ databaseUrl, log: silent });
  try {
    return (await checkChains(database.db, {})).every(({ entries, findings }) => entries > 0 && findings.length === 0);
  } finally {
    await database.close();
  }
};

const nothing = async (): Promise<void> => undefined;

const FORBIDDEN: readonly string[] = [
  "update ledger set entry = '{}'",
  "update ledger set hash = ''",
  "delete from ledger",
  "truncate ledger",
  "insert into ledger (subject_key, key, at, entry, hash) values ('repo:1/pull:1', 'x', now(), '{}', '')",
  "insert into ledger (id, subject_key, key, at, entry) overriding system value values (1, 'repo:1/pull:1', 'x', now(), '{}')",
  "alter table ledger add column more text",
  "alter table ledger disable trigger ledger_append_only",
  "alter table ledger rename to old_ledger",
  "drop trigger ledger_append on ledger",
  "drop trigger ledger_append_only on ledger",
  "create trigger mine before insert on ledger for each row execute function suppress_redundant_updates_trigger()",
  "create rule mine as on insert to ledger do instead nothing",
  "drop table ledger",
  "drop function ledger_append() cascade",
  "create or replace function ledger_append() returns trigger language plpgsql as 'begin return null; end'",
  "select ledger_record(ledger) from ledger",
  "select ledger_chained(ledger) from ledger",
  "insert into ledger_heads (chain, sequence, hash) values ('repo:9', 1, '')",
  "update ledger_heads set sequence = 0, hash = ''",
  "delete from ledger_heads",
  "truncate ledger_heads",
  "delete from kysely_migration",
  "set session_replication_role = replica",
];
