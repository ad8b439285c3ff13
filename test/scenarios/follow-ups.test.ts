import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { checkOf, openShop, opensPull } from "./shop.ts";
import { until } from "./until.ts";
import { startWorld, type World } from "./world.ts";

/** A follow-up issue is opened once, though Gatehouse ends between opening it and keeping that it did. */

let world: World | undefined;
let dataDir: string | undefined;

afterEach(async () => {
  await world?.stop();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

const CONFIG = `version: 1
roles:
  qa: [quinn]
  release-manager: [olga]
procedures:
  - ./procedures/release.yml
override: { roles: [release-manager] }
`;

test.each([
  ["it was made", { drop: true, applied: true }],
  ["it was not made", { drop: true }],
])("the process ends while GitHub's answer is lost, and %s", async (_what, fault) => {
  dataDir = await mkdtemp(path.join(tmpdir(), "gatehouse-"));
  world = await startWorld({ dataDir });
  const { github } = world;
  const repo = openShop(github, { config: CONFIG });
  const pull = await opensPull(repo);
  await world.settle();
  github.fail({ match: /^POST \/repos\/[^/]+\/[^/]+\/issues$/, next: 1, ...fault });
  github.fail({ match: /^(GET|POST) [^ ]*\/issues(\?.*)?$/, status: 502, next: 1000 });
  await pull.comments({ by: "olga", body: "/gate defer alerts next week" });
  await until(() => github.calls.some(({ method, path: at }) => method === "POST" && at.endsWith("/issues")));
  await world.away();
  github.clearFaults();
  await world.back();
  await until(() => checkOf(pull).includes("1 of 2 left"));
  await world.settle();
  expect(repo.issues).toHaveLength(1);
  expect(repo.issues[0]?.state.title).toBe(`Follow up: Alerts looked at of #${pull.number}`);
});
