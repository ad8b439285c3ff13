import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { pullKey } from "../../src/readiness/change.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silent } from "../store/databases.ts";
import { checkOf, openShop, opensPull } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** What a process of another release left in the inbox, while processes are replaced one by one. */

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  world = await startWorld({ dataDir });
});
afterEach(() => world.github.assertClean());
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("a pull request of which only another release could tell is looked at all the same", async () => {
  const repo = openShop(world.github);
  await world.settle();
  await world.away();
  const pull = await opensPull(repo);
  const { id, owner, name } = repo.state;
  const store = await openStore({ dataDir, log: silent });
  await store.deliveries.accept({
    guid: "of-tomorrow",
    event: "pull_request",
    installationId: repo.installationId ?? 0,
    repositoryId: id,
    owner: owner.login,
    name,
    payload: [{ shape: "of tomorrow" }],
    receivedAt: world.github.now(),
    subjects: [pullKey(id, pull.number)],
  });
  await store.close();
  await world.back();
  await world.settle();
  expect(checkOf(pull)).toMatch(/^action_required/u);
});
