import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { hasPostgres, startPostgres, type TestPostgres } from "../../store/postgres.ts";
import { random } from "../random.ts";
import { startWorld, type World } from "../world.ts";
import { redelivered } from "./github-log.ts";
import { act, chancesFor, foundOn, meantOn, openPulls, type Watched } from "./people.ts";

/** The database goes away under load, or has no room: nothing is acknowledged then, and afterwards all is right without a restart of ours. */

let server: TestPostgres;
let world: World;
let pulls: readonly Watched[];
let databaseUrl: string;

beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  databaseUrl = await server.createDatabase();
  world = await startWorld({ databaseUrl });
  pulls = await openPulls(world.github, { shops: 2, pullsEach: 3 });
  await world.settle();
});
afterEach(async () => {
  await world.stop();
});

/** So many acts on each pull request. GitHub's times have no fractions, so no two of one pull request are in one second. */
const peopleAct = async (times: number): Promise<void> => {
  const chances = chancesFor(pulls, times);
  for (let time = 0; time < times; time += 1) {
    world.github.advance(1100);
    await Promise.all(pulls.map((watched) => act(watched, chances.get(watched) ?? random(1))));
  }
};

/** Answers to deliveries of people's acts since the log had so many entries. */
const answersSince = (begin: number): readonly number[] => [
  ...new Set(
    world.github.deliveries
      .slice(begin)
      .filter(
        ({ event, payload }) => event === "pull_request" || JSON.stringify(payload["comment"] ?? "").includes("gate"),
      )
      .map(({ statusCode }) => statusCode),
  ),
];

const endsRight = async (): Promise<void> => {
  await redelivered(world.github);
  await world.settle();
  world.github.advance(60_000);
  await world.settle();
  expect(pulls.map(foundOn)).toEqual(pulls.map(meantOn));
  world.github.assertClean();
};

const onPostgres = hasPostgres ? describe : describe.skip;

onPostgres("the database", () => {
  test.each(["in order", "crash"] as const)("is restarted under load and gone for a while (%s)", async (how) => {
    const { power } = server;
    if (power === undefined) return;
    const load = peopleAct(5);
    await power.off(how === "crash" ? how : undefined);
    await load;
    const begin = world.github.deliveries.length;
    await peopleAct(3);
    expect(answersSince(begin)).toEqual([503]);
    expect((await fetch(`${world.gatehouse.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${world.gatehouse.url}/healthz`)).status).toBe(200);
    await power.on();
    await peopleAct(3);
    await endsRight();
  });

  test.each(["deliveries", "delivery_subjects", "pgboss.job"])(
    "has no room in %s: refused, and not half-stored",
    async (table) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(`create function full_disk() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
      await client.query(
        `create trigger full_disk before insert on ${table} for each row execute function full_disk()`,
      );
      const begin = world.github.deliveries.length;
      await peopleAct(3);
      expect(answersSince(begin)).toEqual([503]);
      const refused = world.github.deliveries
        .slice(begin)
        .filter(({ statusCode }) => statusCode === 503)
        .map(({ guid }) => guid);
      const { rows } = await client.query("select guid from deliveries where guid = any($1)", [refused]);
      expect(rows).toEqual([]);
      await client.query(`drop trigger full_disk on ${table}`);
      await client.end();
      await endsRight();
    },
  );
});
