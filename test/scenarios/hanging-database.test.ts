import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { hasPostgres, startPostgres, type TestPostgres } from "../store/postgres.ts";
import { layWire, type Wire } from "./mortal/wire.ts";
import { checkOf, openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** The way to the database is there, and nothing comes back on it. */

let server: TestPostgres;
let wire: Wire;
let world: World;

beforeAll(async () => {
  if (!hasPostgres) return;
  server = await startPostgres();
  wire = await layWire(await server.createDatabase());
  world = await startWorld({ databaseUrl: wire.databaseUrl, statementMs: 10_000 });
});
afterAll(async () => {
  if (!hasPostgres) return;
  await world.stop();
  wire.cut();
  await server.stop();
});

const onPostgres = hasPostgres ? describe : describe.skip;

onPostgres("a database that hangs", () => {
  test("is told of, refuses what it can't keep, and is worked with again when it answers", async () => {
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    const before = checkOf(pull);
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    wire.hang();
    const begin = world.github.deliveries.length;
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    await world.github.settled();
    expect(world.github.deliveries.slice(begin).map(({ statusCode }) => statusCode)).toEqual([503]);
    const ready = await fetch(`${world.gatehouse.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      expect.objectContaining({ ready: false, database: expect.objectContaining({ state: "away" }) }),
    ]);
    expect((await fetch(`${world.gatehouse.url}/healthz`)).status).toBe(200);
    wire.goOn();
    for (const { guid } of world.github.deliveries.filter(({ statusCode }) => statusCode === 503))
      await world.github.redeliver(guid);
    await world.settle();
    expect(checkOf(pull)).not.toBe(before);
    expect(checkOf(pull)).toMatch(/^success/);
    await until(async () => (await fetch(`${world.gatehouse.url}/readyz`)).status === 200, "it is ready");
  });
});
