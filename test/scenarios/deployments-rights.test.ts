import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { DeployAnswer } from "../../src/report/deploy/answer.ts";
import { asks, configWith, DEPLOYING, mergedInto, tipOf, toldTo } from "./releases.ts";
import { openShop } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Who may write to a repository, or only read it, gets nothing deployed by the way in which it is asked for. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

test("a reader who spells the environment otherwise does not make it the first deployment", async () => {
  const repo = openShop(world.github, {
    config: configWith("environments: { ProdEU: {} }"),
    procedure: DEPLOYING.replace("[production]", "[ProdEU]"),
  });
  await repo.deploys({ environment: "ProdEU" });
  repo.environment("ProdEU");
  await world.settle();
  world.github.advance(1000);
  await repo.push({ by: "ada", files: { "src/direct.ts": "export {};\n" } });
  const pull = await mergedInto(world, repo);
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  const run = await asks(world, repo, { environments: ["ProdEU"] });
  expect(toldTo(run)).toEqual([expect.stringContaining("1 commit without a pull request")]);
  const url = `${world.gatehouse.url}/api/v1/repos/${repo.fullName}/deployments/prodeu/${tipOf(repo)}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${world.github.tokenOf("rita")}` } });
  const answer = DeployAnswer.parse(await response.json());
  await world.settle();
  expect([answer.decision, answer.course, run.decision()?.state]).toEqual(["awaiting", "forward", undefined]);
}, 60_000);
