import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { setTimeout as delay } from "node:timers/promises";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { kinds, silent, type Databases } from "./databases.ts";
import { opened } from "./opened.ts";
import { newsOf } from "./standing-news.ts";

const AT = new Date("2026-03-06T16:00:00Z");
const REPOSITORY = 3_000_000_050;

const repository = (repositoryId: number, installationId: number) => ({
  repositoryId,
  installationId,
  owner: "acme",
  name: "shop",
});

describe.each(kinds)("on $kind", ({ start }) => {
  const { store } = opened(start);

  const asked = async () =>
    (await store().catchUp.anew.due(AT)).map(({ repository: { repositoryId } }) => repositoryId);

  test("what left is not looked at anew, and what another installation has by now still is", async () => {
    const { ask, done } = store().catchUp.anew;
    for (const repositoryId of [1, 2, 3]) await ask(repository(repositoryId, 7), AT);
    await ask(repository(4, 8), AT);
    await store().standings.left(7, [1, 4]);
    expect(await asked()).toEqual([2, 3, 4]);
    await store().standings.left(7, undefined);
    expect(await asked()).toEqual([4]);
    await done({ repository: repository(4, 8), askedAt: AT });
  });

  test("what is looked at anew goes by its new name, for the installation that it has now", async () => {
    const { ask, due, done } = store().catchUp.anew;
    await ask(repository(5, 7), AT);
    await store().standings.renamed(5, { owner: "acme", name: "market", installationId: undefined });
    expect(await due(AT)).toMatchObject([{ repository: { ...repository(5, 7), name: "market" } }]);
    await store().standings.renamed(5, { owner: "other", name: "market", installationId: 9 });
    expect(await due(AT)).toMatchObject([{ repository: { ...repository(5, 9), owner: "other", name: "market" } }]);
    await done({ repository: repository(5, 9), askedAt: AT });
  });
});

/** PGlite has one connection, so nothing waits there. */
describe.each(kinds.filter(({ kind }) => kind === "PostgreSQL"))("several at once on $kind", ({ start }) => {
  let databases: Databases;
  let store: Store;
  let other: pg.Client;
  let third: pg.Client;

  beforeAll(async () => {
    databases = await start();
    const { databaseUrl = "" } = await databases.create();
    const url = new URL(databaseUrl);
    url.searchParams.set("options", "-c deadlock_timeout=100ms");
    store = await openStore({ databaseUrl: url.href, log: silent });
    other = new pg.Client({ connectionString: databaseUrl });
    third = new pg.Client({ connectionString: databaseUrl });
    for (const client of [other, third]) {
      await client.connect();
      await client.query("set deadlock_timeout = '10min'");
    }
  });
  afterAll(async () => {
    await other.end();
    await third.end();
    await store.close();
    await databases.stop();
  });

  afterEach(async () => {
    for (const client of [other, third]) await client.query("rollback");
  });

  const shown = async (number: number): Promise<string> => {
    const news = newsOf(REPOSITORY, number);
    await store.subjects.upsert(news.standing);
    await store.subjects.remember(news.standing.key, { stands: "digest", kept: true }, news);
    return news.standing.key;
  };

  test.each([
    { what: "closed", change: (key: string) => store.standings.close(key, AT) },
    { what: "undetermined", change: (key: string) => store.standings.undetermined(key, AT) },
    { what: "forgotten", change: (key: string) => store.standings.forget(key) },
  ])("one that is $what while its repository leaves keeps nobody from that", async ({ change }) => {
    const key = await shown(1);
    await other.query("begin");
    await other.query("update subjects set memory = memory || '{\"seen\": true}' where key = $1", [key]);
    const changed = change(key);
    await waiting(other, 1);
    await other.query("set local lock_timeout = '500ms'");
    await other.query("update standings set title = 'Seen' where key = $1", [key]);
    await other.query("commit");
    await changed;
    expect((await store.subjects.get(key))?.memory).toEqual({ kept: true, seen: true });
  });

  test("whoever is refused because others hold what it needs tries again", async () => {
    const key = await shown(2);
    const unjudged = newsOf(REPOSITORY, 3).standing;
    await store.subjects.upsert(unjudged);
    await other.query("begin");
    await other.query("update standings set title = 'Held' where key = $1", [key]);
    await third.query("begin");
    await third.query("select from subjects where key = $1 for update", [unjudged.key]);
    const left = store.standings.left(7, [REPOSITORY]);
    await waiting(third, 1);
    // It holds the subject by now. PostgreSQL looks once at each wait who waits in a circle, so that the circle is closed by its own next wait.
    const held = other.query("update subjects set updated_at = now() where key = $1", [key]);
    await waiting(third, 2);
    await third.query("commit");
    await held;
    await other.query("commit");
    await left;
    expect(await store.standings.get(key)).toBeUndefined();
  });
});

const WAITING = `select distinct pid from pg_locks where not granted
  and pid in (select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))`;

/** Resolves when so many wait for others in this database. */
const waiting = async (asked: pg.Client, count: number): Promise<void> => {
  for (;;) {
    const { rowCount } = await asked.query(WAITING);
    if (rowCount === count) return;
    await delay(5);
  }
};
