import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { openStore } from "../../src/store/open-store.ts";
import type { Tables } from "../../src/store/schema.ts";
import { createStandings } from "../../src/store/standings.ts";
import { createVersions } from "../../src/store/versions.ts";
import { createWaits } from "../../src/store/waits.ts";
import { silent } from "./databases.ts";
import { hasPostgres, startPostgres, type TestPostgres } from "./postgres.ts";

const whereThereIsPostgres = hasPostgres ? describe : describe.skip;

const NOW = new Date("2026-03-06T16:00:00Z");
const MONTH_AGO = new Date(NOW.getTime() - 30 * 24 * 3600 * 1000);

/** What a large organisation leaves behind: 200 repositories, of which a viewer can read some. */
const FILLINGS = [
  `insert into standings select 'repo:' || id % 200 || '/pull:' || id, id % 3, id % 200, 'acme', 'shop', 'pull_request', id, 'Basket', '', 'dev',
    'open', false, 'abc', 'main', now(), '{}', '{}', array['dev' || id % 500], id % 9, case when id % 50 = 0 then timestamptz '2026-03-01' end,
    id % 10 = 0, null, now(), timestamptz '2026-03-06' - id * interval '10 minutes'
    from generate_series(1, 60000) as id`,
  `update standings set verdict = '{"mode": "enforce", "findings": [{"severity": "error"}]}' where repository_id in (5, 9)`,
  `insert into waits select 'repo:' || id % 200 || '/pull:1', id % 3, id % 200, 1, 'release', 'qa' || id % 30, 'QA', array['role:qa'],
    timestamptz '2026-03-06' - id * interval '2 minutes' - interval '1 hour', timestamptz '2026-03-06' - id * interval '2 minutes', 'met', null
    from generate_series(1, 150000) as id`,
  `insert into ledger (subject_key, key, at, entry) select 'repo:' || id % 200 || '/pull:1', id::text, timestamptz '2026-03-06' - id * interval '20 minutes',
    jsonb_build_object('act', case when id % 40 = 0 then 'waive' else 'tick' end) from generate_series(1, 20000) as id`,
  `insert into subjects (key, kind, installation_id, repository_id, owner, name, number, state, memory)
    select key, kind, installation_id, repository_id, owner, name, number, state, '{"stands": "x"}' from standings`,
  `insert into deliveries (guid, event, payload, received_at) select id::text, 'status', '[]', now() from generate_series(1, 60000) as id`,
  `insert into delivery_subjects select id, 'repo:' || id % 200 || '/pull:' || id, case when id % 100 > 0 then now() end from deliveries`,
  "analyze",
];

whereThereIsPostgres("in tables of a large organisation", () => {
  let server: TestPostgres;
  let pool: pg.Pool;
  let db: Kysely<Tables>;
  let asked: { readonly text: string; readonly values: readonly unknown[] }[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    const databaseUrl = await server.createDatabase();
    await (await openStore({ databaseUrl, log: silent })).close();
    pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    pool.on("error", () => undefined);
    db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool }),
      log: ({ query }) => void asked.push({ text: query.sql, values: query.parameters }),
    });
    for (const filling of FILLINGS) await sql.raw(filling).execute(db);
  });

  afterAll(async () => {
    await db.destroy();
    await server.stop();
  });

  const repositories = [3, 5, 8];
  const standings = () => createStandings(db);
  const waits = () => createWaits(db);

  test.each<readonly [name: string, ask: () => Promise<unknown>]>([
    ["one by its key", () => standings().get("repo:3/pull:3")],
    ["one by its number", () => standings().ofNumber(3, 203)],
    ["those of a repository", () => standings().inRepository(3)],
    ["what waits for a person", () => standings().awaiting(repositories, "dev3")],
    ["what broken config holds", () => standings().heldByConfig(repositories)],
    ["whether anything changed of it", () => createVersions(db).of(["turn:dev3", "turn:dev8"])],
    ["what is overdue", () => standings().overdue(repositories, NOW)],
    ["the times of a subject", () => standings().timesOf("repo:3/pull:3")],
    ["a closing", () => standings().close("repo:3/pull:3", NOW)],
    ["a new name", () => standings().renamed(3, { owner: "acme", name: "shop", installationId: 1 })],
    ["a repository that left", () => standings().left(0, [9])],
    ["how long steps waited", () => waits().bySteps(repositories, MONTH_AGO)],
    ["how long people were awaited", () => waits().byPeople(repositories, MONTH_AGO)],
    ["how long steps waited in each week", () => waits().byStepsAndWeeks(repositories, MONTH_AGO)],
    ["how long people were awaited in each week", () => waits().byPeopleAndWeeks(repositories, MONTH_AGO)],
    ["how long until ready", () => waits().byWeeks(repositories, MONTH_AGO)],
    ["who is awaited now", () => waits().now(repositories)],
    ["what was let through", () => waits().exceptions(repositories, MONTH_AGO)],
    ["how often it was", () => waits().exceptionsByWeeks(repositories, MONTH_AGO)],
  ])("%s is found without reading a table from end to end", async (_name, ask) => {
    asked = [];
    await ask();
    const plans: string[] = [];
    for (const { text, values } of asked.filter((one) => !/^(?:begin|commit|explain)/iu.test(one.text))) {
      const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, [...values]);
      plans.push(...rows.map((row) => row["QUERY PLAN"]));
    }
    expect(plans.length).toBeGreaterThan(0);
    expect(
      plans.filter((line) => /Seq Scan on (?:standings|waits|ledger|subjects|delivery_subjects)\b/u.test(line)),
    ).toEqual([]);
  });
});
