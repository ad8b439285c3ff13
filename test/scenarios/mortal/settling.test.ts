import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { FRIDAY } from "../../demo/prepare.ts";
import { kinds, type Databases } from "../../store/databases.ts";
import { checkOf, openShop, opensPull } from "../shop.ts";
import { within } from "./within.ts";
import { startMortalWorld } from "./world.ts";

/** Processes that die fifty times a minute use up what may be written in one, by the real time, which no story goes by. */

const postgres = kinds.find(({ kind }) => kind === "PostgreSQL");

/** How long nothing may be created any more: longer than what `idle` waits for. */
const HELD_BACK_MS = 8000;

/** What any installation may create in a minute is used up. */
const useUp = async (databaseUrl: string, buckets: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const upsert = `insert into write_limits (key, points, expire) select key, 1000, $2 from unnest($1::text[]) as key
    on conflict (key) do update set points = excluded.points, expire = excluded.expire`;
  await client.query(upsert, [buckets, Date.now() + HELD_BACK_MS]);
  await client.end();
};

(postgres === undefined ? describe.skip : describe)("it is not settled", () => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await (postgres ?? { start: () => Promise.reject(new Error("no PostgreSQL")) }).start();
  });
  afterAll(() => databases.stop());

  test("as long as a write waits for room below GitHub's limits", async () => {
    const { databaseUrl = "" } = await databases.create();
    const world = await startMortalWorld({ now: FRIDAY, place: { databaseUrl }, bear: within });
    try {
      const repo = openShop(world.github);
      await world.settle();
      world.kill();
      await useUp(databaseUrl, [`creations-minute:${world.github.installation(repo.state.owner.login).id}`]);
      const pull = await opensPull(repo);
      await world.settle();
      expect(checkOf(pull)).not.toBe("none");
    } finally {
      await world.stop();
    }
  });
});
