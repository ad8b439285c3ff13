import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { openStore, type Store } from "../../src/store/open-store.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { kinds, silent, type Databases } from "../store/databases.ts";
import { BOXES, CONFIG, PEOPLE, PROCEDURE, checkOf, configOf, openShop, opensPull, type ShopOptions } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** What pages can show after each turn, without asking GitHub. */

const AFTER = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging }
  - id: after
    title: After production
    starts: { deployed: production }
    due: 24h
    steps:
      - { id: errors, title: No new errors, require: { tick: { by: qa } } }
`;

const HOUR = 3_600_000;

/** Each look has to wait for the embedded database's process to end; that both databases keep the same is the store's to show. */
describe.each(kinds.slice(-1))("on $kind", ({ start }) => {
  let databases: Databases;
  let world: World;
  let where: Awaited<ReturnType<Databases["create"]>>;

  beforeAll(async () => {
    databases = await start();
    where = await databases.create();
    world = await startWorld(where);
  });

  afterAll(async () => {
    await world.stop();
    await databases.stop();
  });

  const asking = async <Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> => {
    await world.settle();
    return askingNow(ask);
  };

  /** The embedded database has one user at a time. */
  const askingNow = async <Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> => {
    if (where.databaseUrl === undefined) await world.away();
    const store = await openStore({ ...where, log: silent });
    try {
      return await ask(store);
    } finally {
      await store.close();
      if (where.databaseUrl === undefined) await world.back();
    }
  };

  const standingOf = ({ state, number }: PullScenario) =>
    asking((store) => store.standings.ofNumber(state.repo.id, number));

  const opened = async (options: ShopOptions = {}) => {
    const repo = openShop(world.github, options);
    const pull = await opensPull(repo);
    await world.settle();
    return { repo, pull, id: repo.state.id };
  };

  test("a pull request stands as its check says, and waits for those who can do something", async () => {
    const { repo, pull, id } = await opened();
    const standing = await standingOf(pull);
    expect(standing).toMatchObject({
      repositoryId: id,
      kind: "pull_request",
      title: "Basket",
      author: "ada",
      state: "open",
      headSha: pull.headSha,
      base: "main",
      toDo: 2,
      followed: true,
      outdated: false,
      owner: repo.state.owner.login,
      verdict: { gates: [{ gate: "merge", state: "awaiting", left: 2 }] },
    });
    expect(Object.keys(standing?.since ?? {}).toSorted()).toEqual(["merge", "release/alerts", "release/staging"]);
    const waiting = (login: string) => asking((store) => store.standings.awaiting([id], login));
    expect(await waiting("Quinn")).toHaveLength(1);
    expect(await waiting("ada")).toHaveLength(1);
    expect(await waiting("max")).toEqual([]);
  });

  test("a wait ends with who ended it, and what did not change stays as it was", async () => {
    const { pull, id } = await opened();
    const before = await standingOf(pull);
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    const after = await standingOf(pull);
    expect(after?.toDo).toBe(1);
    expect(after?.since["release/alerts"]).toEqual(before?.since["release/alerts"]);
    expect(Number(after?.since["release/staging"])).toBeGreaterThan(Number(before?.since["release/staging"]));
    await pull.rerequests({ by: "ada", check: "gatehouse" });
    const again = await standingOf(pull);
    expect(again?.changedAt).toEqual(after?.changedAt);
    expect(Number(again?.judgedAt)).toBeGreaterThan(Number(after?.judgedAt));
    const since = new Date(0);
    const { steps, people, ready } = await asking(async ({ waits }) => ({
      steps: await waits.bySteps([id], since),
      people: await waits.byPeople([id], since),
      ready: await waits.byWeeks([id], since),
    }));
    expect(steps).toMatchObject([{ procedure: "release", step: "staging", title: "Tried on staging", count: 1 }]);
    expect(people).toMatchObject([{ on: "role:qa", count: 1 }]);
    expect(ready).toEqual([]);
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    expect(await asking(({ waits }) => waits.byWeeks([id], since))).toMatchObject([{ count: 1 }]);
    expect(await standingOf(pull)).toMatchObject({ toDo: 0, verdict: { gates: [{ state: "open" }] } });
  });

  test("a closed pull request waits for nobody, and stands as before when it is opened again", async () => {
    const { pull, id } = await opened();
    const before = await standingOf(pull);
    await pull.closes({ by: "ada" });
    expect(await standingOf(pull)).toMatchObject({ state: "closed", followed: false });
    expect(await asking(({ standings }) => standings.awaiting([id], "quinn"))).toEqual([]);
    await pull.reopens({ by: "ada" });
    const after = await standingOf(pull);
    expect(after).toMatchObject({ state: "open", followed: true, toDo: 2 });
    expect(Number(after?.since["merge"])).toBeGreaterThan(Number(before?.since["merge"]));
  });

  test("a merged one is followed as long as something comes after, and is overdue when that is late", async () => {
    const { repo, pull, id } = await opened({ procedure: AFTER });
    await pull.ticks({ by: "ada", step: "Tried on staging" });
    await world.settle();
    const sha = await pull.merges({ by: "ada" });
    expect(await standingOf(pull)).toMatchObject({ state: "merged", followed: true });
    await repo.deploys({ environment: "production", sha });
    await world.settle();
    const overdue = (at: number) => asking(({ standings }) => standings.overdue([id], new Date(at)));
    const deployedAt = world.github.now().getTime();
    expect(await overdue(deployedAt + 23 * HOUR)).toEqual([]);
    expect(await overdue(deployedAt + 25 * HOUR)).toMatchObject([{ number: pull.number, toDo: 1 }]);
    expect(await asking(({ standings }) => standings.awaiting([id], "quinn"))).toHaveLength(1);
    await pull.comments({ by: "quinn", body: "/gate tick errors" });
    expect(await standingOf(pull)).toMatchObject({ state: "merged", followed: false, toDo: 0 });
    expect(await overdue(deployedAt + 25 * HOUR)).toEqual([]);
  });

  test("one that nothing comes after is over with its merge", async () => {
    const { pull } = await opened();
    await pull.merges({ by: "ada" });
    expect(await standingOf(pull)).toMatchObject({ state: "merged", followed: false });
  });

  test("one that would break config or procedures is not ready whatever its steps say, and waits for its author", async () => {
    const repo = openShop(world.github);
    const pull = await opensPull(repo, { files: { [PROCEDURE]: BOXES.replace("blocks: merge", "blocks: nothing") } });
    await world.settle();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    const standing = await standingOf(pull);
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(standing).toMatchObject({ headSha: pull.headSha, toDo: 1, verdict: { gates: [{ left: 0 }], findings: [] } });
    expect(standing?.proposed).toMatchObject([{ severity: "error", file: PROCEDURE, line: 6 }]);
    const { id } = repo.state;
    const waiting = (login: string) => asking((store) => store.standings.awaiting([id], login));
    expect([(await waiting("ada")).length, (await waiting("quinn")).length]).toEqual([1, 0]);
    expect(await asking(({ waits }) => waits.now([id]))).toMatchObject([{ on: "author", steps: 1 }]);
    expect(await asking(({ waits }) => waits.byWeeks([id], new Date(0)))).toEqual([]);
    await pull.pushes({ by: "ada", files: { [PROCEDURE]: BOXES } });
    const mended = await standingOf(pull);
    expect(mended).toMatchObject({ proposed: [], toDo: 0 });
    expect(mended?.since["config"]).toBeUndefined();
    expect(await asking(({ waits }) => waits.byWeeks([id], new Date(0)))).toMatchObject([{ count: 1 }]);
    expect(await waiting("ada")).toEqual([]);
  });

  test("one that brings a first config stands as its check says, until it brings none", async () => {
    const repo = openShop(world.github);
    await repo.push({ by: "ada", delete: [CONFIG] });
    await world.settle();
    const pull = await opensPull(repo, { files: { [CONFIG]: `${configOf()}nonsense: true\n` } });
    const standing = await standingOf(pull);
    expect(checkOf(pull)).toBe("failure: Configuration error");
    expect(standing?.proposed).toMatchObject([{ severity: "error", file: CONFIG }]);
    await pull.edits({ by: "ada", title: "A first config" });
    expect(await standingOf(pull)).toMatchObject({ title: "A first config" });
    await pull.pushes({ by: "ada", files: { [CONFIG]: configOf() } });
    expect(await standingOf(pull)).toMatchObject({ proposed: [], followed: true });
    await pull.pushes({ by: "ada", delete: [CONFIG] });
    expect(await standingOf(pull)).toBeUndefined();
  });

  test("where the config goes, what stood goes with it", async () => {
    const { repo, pull } = await opened();
    expect(await standingOf(pull)).toBeDefined();
    await repo.push({ by: "ada", delete: [CONFIG] });
    expect(await standingOf(pull)).toBeUndefined();
  });

  test("a repository's new name is told, and nothing of one that is out of sight", async () => {
    const { repo, pull } = await opened();
    await repo.renames({ by: "ada", to: "store" });
    expect(await standingOf(pull)).toMatchObject({ name: "store" });
    await repo.uninstalls();
    expect(await standingOf(pull)).toBeUndefined();
    await repo.installs();
    await pull.edits({ by: "ada", body: "Once more." });
    expect(await standingOf(pull)).toMatchObject({ name: "store", toDo: 2 });
  });

  test("what can't be determined any more is not current, until it can be again", async () => {
    const { pull, id } = await opened();
    world.github.fail({ match: /graphql/, status: 502, next: 1000 });
    await pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
    const key = `repo:${id}/pull:${pull.number}`;
    const isUndetermined = ({ standings }: Store): Promise<void> =>
      until(async () => (await standings.get(key))?.undeterminedSince !== undefined, "pages say so");
    await askingNow(isUndetermined);
    expect(checkOf(pull)).toBe("failure: Could not be determined");
    expect(await askingNow(({ standings }) => standings.get(key))).toMatchObject({ outdated: true });
    world.github.clearFaults();
    await pull.edits({ by: "ada", body: "Changed again" });
    await world.settle();
    expect(await standingOf(pull)).toMatchObject({ toDo: 2, undeterminedSince: undefined, outdated: false });
  });

  test("what was said on GitHub and could not be kept is kept by the next try, once", async () => {
    if (where.databaseUrl === undefined) return;
    const { pull, id } = await opened();
    const database = new pg.Client({ connectionString: where.databaseUrl });
    await database.connect();
    await database.query(
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
      create trigger fail before insert on waits for each row execute function fail()`,
    );
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await until(() => checkOf(pull) === "action_required: 1 of 2 left: 1 tick", "the check says so");
    expect(await askingNow(({ standings }) => standings.ofNumber(id, pull.number))).toMatchObject({ toDo: 2 });
    await database.query("drop trigger fail on waits; drop function fail()");
    await database.end();
    await pull.labels({ by: "ada", add: ["looks-again"] });
    expect(await standingOf(pull)).toMatchObject({ toDo: 1 });
    expect(await asking(({ waits }) => waits.bySteps([id], new Date(0)))).toMatchObject([
      { step: "staging", count: 1 },
    ]);
    expect(pull.commentsOf()).toHaveLength(2);
  });

  test("who joins a team is awaited for its roles, and who leaves it no more", async () => {
    world.github.org("teamed", { teams: { testers: ["quinn"] } });
    const config = configOf().replace("[quinn, quentin]", '["@teamed/testers"]');
    const repo = world.github.repo("teamed/shop", {
      collaborators: PEOPLE,
      installed: true,
      files: { "README.md": "# Shop\n", [CONFIG]: config, [PROCEDURE]: BOXES },
    });
    await opensPull(repo);
    const awaited = async () =>
      (
        await asking(({ standings }) =>
          Promise.all(["quinn", "quentin"].map((login) => standings.awaiting([repo.state.id], login))),
        )
      ).map((found) => found.length);
    expect(await awaited()).toEqual([1, 0]);
    await world.github.changesTeam({ org: "teamed", team: "testers", add: "quentin" });
    expect(await awaited()).toEqual([1, 1]);
    await world.github.changesTeam({ org: "teamed", team: "testers", remove: "quinn" });
    expect(await awaited()).toEqual([0, 1]);
  });

  test("an issue stands as well", async () => {
    const repo = openShop(world.github, {
      procedure: AFTER.replace("title: Release", "title: Release\nsubject: issue").replace(/ {2}- id: after[^]*/u, ""),
    });
    const issue = await repo.opensIssue({ by: "ada", title: "Launch" });
    const found = await asking((store) => store.standings.ofNumber(repo.state.id, issue.number));
    expect(found).toMatchObject({ kind: "issue", title: "Launch", state: "open", base: undefined });
  });
});
