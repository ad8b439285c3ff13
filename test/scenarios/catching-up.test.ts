import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { hasPostgres, startPostgres } from "../store/postgres.ts";
import { callsOf, checkOf, openShop, opensPull, tickedIn } from "./shop.ts";
import { startGatehouse, startWorld, type World } from "./world.ts";

/** What is lost on an ordinary day is found again, for little, and never at the cost of what happens now. */

const MINUTE_MS = 60_000;

let world: World;
let dataDir: string;

/** Everything was looked through once, and nothing is due. */
const atRest = async (...repos: readonly RepoScenario[]): Promise<void> => {
  for (const repo of repos) await opensPull(repo);
  await world.settle();
  await minutesPass(31);
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-catching-up-"));
  world = await startWorld({ dataDir, github: { now: new Date("2026-03-02T09:00:00Z") }, catchUp: true });
}, 3_600_000);
afterEach(() => world.github.assertClean());
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Ten minutes at once where many pass: shorter than an absence. */
const minutesPass = async (count: number): Promise<void> => {
  for (let left = count; left > 0; left -= 10) {
    world.github.advance(Math.min(left, 10) * MINUTE_MS);
    await world.settle();
  }
};

/** Something happens of which no event arrives, and none is in GitHub's log. */
const unseen = async (act: () => Promise<unknown>): Promise<void> => {
  world.github.deliverTo(undefined);
  await act();
  world.github.losesDeliveries(({ statusCode }) => statusCode === 0);
  world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
};

describe("on an ordinary day", () => {
  test("hours in which nothing happens cost a few calls, and no turn", async () => {
    const shops = [openShop(world.github), openShop(world.github)];
    await atRest(...shops);
    world.github.resetCalls();
    await minutesPass(120);
    const calls = callsOf(world.github);
    expect(new Set(calls)).toEqual(
      new Set([
        "GET /app/hook/deliveries",
        "GET /app/installations",
        "GET /installation/repositories",
        "GET /rate_limit",
        "Sweep",
      ]),
    );
    expect(calls.filter((call) => call === "Sweep").length).toBeLessThanOrEqual(2 * 6);
    expect(world.github.writes()).toEqual([]);
  }, 3_600_000);

  test("a push of which GitHub lost the event is judged within an hour, and a delivery that failed within minutes", async () => {
    const shop = openShop(world.github);
    await atRest(shop);
    const [pull] = shop.pulls;
    if (pull === undefined) throw new Error("there is a pull request");
    await unseen(() => pull.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } }));
    expect(checkOf(pull)).toBe("none");
    await minutesPass(50);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    world.github.deliverTo(undefined);
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    world.github.deliverTo(`${world.gatehouse.url}/api/github/webhooks`);
    await minutesPass(10);
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
    expect(tickedIn(pull)).toEqual(["staging"]);
  }, 3_600_000);

  test("pull requests of a repository that is added are judged, and those of one without a config cost one query", async () => {
    const { github } = world;
    const shop = openShop(github, { installed: false });
    const bare = github.repo(`${shop.state.owner.login}/bare`);
    const pull = await opensPull(shop);
    for (let index = 0; index < 5; index += 1) await opensPull(bare, { files: { [`${index}.ts`]: "" } });
    github.resetCalls();
    await shop.installs({ by: "octo-founder" });
    await bare.installs({ by: "octo-founder" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    const reads = github.calls.filter(({ operation }) => operation === "Snapshot");
    expect(reads.filter(({ body }) => JSON.stringify(body).includes('"name":"bare"'))).toEqual([]);
  }, 3_600_000);
});

describe("after an absence", () => {
  test("nothing is looked through while less than half of the hour's calls is left, but what happens now is judged", async () => {
    const shop = openShop(world.github);
    const quiet = await opensPull(shop);
    const busy = await opensPull(shop, { files: { "src/busy.ts": "export {};\n" } });
    await world.settle();
    await world.away();
    for (const pull of [quiet, busy]) await pull.edits({ by: "ada", title: "Another title" });
    await quiet.pushes({ by: "ada", files: { "src/more.ts": "export {};\n" } });
    world.github.losesDeliveries(({ statusCode }) => statusCode === 0);
    world.github.advance(20 * MINUTE_MS);
    await world.back();
    await world.gatehouse.idle();
    world.github.leavesRequests(2000);
    await quiet.pushes({ by: "ada", files: { "src/much-more.ts": "export {};\n" } });
    await busy.comments({ by: "ada", body: "/gate recheck" });
    await world.settle();
    expect(checkOf(busy)).toBe("action_required: 2 of 2 left: 2 ticks");
    await world.away();
    await unseenPush(quiet);
    world.github.advance(20 * MINUTE_MS);
    await world.back();
    await world.settle();
    expect(checkOf(quiet)).toBe("none");
    await minutesPass(70);
    expect(checkOf(quiet)).toBe("action_required: 2 of 2 left: 2 ticks");
  }, 3_600_000);
});

const unseenPush = async (pull: Awaited<ReturnType<typeof opensPull>>): Promise<void> => {
  await pull.pushes({ by: "ada", files: { "src/unseen.ts": "export {};\n" } });
  world.github.losesDeliveries(({ statusCode }) => statusCode === 0);
};

(hasPostgres ? describe : describe.skip)("two processes on one database", () => {
  test("look once, and ask for each delivery once", async () => {
    const server = await startPostgres();
    const databaseUrl = await server.createDatabase();
    const options = { github: { now: new Date("2026-03-02T09:00:00Z") }, databaseUrl, catchUp: true };
    const shared = await startWorld(options);
    const { github } = shared;
    const pull = await opensPull(openShop(github));
    await shared.settle();
    await shared.away();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    github.advance(20 * MINUTE_MS);
    github.resetCalls();
    await shared.back();
    const second = await startGatehouse(github, options);
    try {
      for (let minute = 0; minute < 3; minute += 1) {
        await shared.settle();
        await second.idle();
        github.advance(MINUTE_MS);
      }
      expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
      const asked = github.writes().filter(({ path }) => path.endsWith("/attempts"));
      expect(new Set(asked.map(({ path }) => path)).size).toBe(asked.length);
      expect(callsOf(github).filter((call) => call === "GET /app/installations")).toHaveLength(1);
      github.assertClean();
    } finally {
      await second.stop();
      await shared.stop();
      await server.stop();
    }
  }, 3_600_000);
});
