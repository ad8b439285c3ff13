import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openShop, opensPull } from "./shop.ts";
import { trailOf } from "./trail.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gatehouse-trail-"));
  world = await startWorld({ dataDir });
});
afterAll(async () => {
  await world.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("the audit is told of a merge with which everything was over", async () => {
  const repo = openShop(world.github);
  const pull = await opensPull(repo);
  await world.settle();
  await pull.comments({ by: "quinn", body: "/gate tick staging\n/gate tick alerts" });
  await world.settle();
  const sha = await pull.merges({ by: "ada" });
  await world.settle();
  world.github.assertClean();
  await world.away();
  const trail = await trailOf({ github: world.github, dataDir, repo: repo.fullName, pull: pull.number });
  expect(trail.entries.map(({ act }) => act)).toEqual(["tick", "tick"]);
  expect(trail.subjects).toMatchObject([
    {
      state: "closed",
      seen: { mergedAt: expect.any(String), mergeSha: sha, runs: [{ procedure: "release", exit: "completed" }] },
    },
  ]);
});
