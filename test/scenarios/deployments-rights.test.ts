import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  answerAt,
  asks,
  asksAgain,
  configWith,
  DEPLOYING,
  mergedInto,
  shopToDeploy,
  tipOf,
  toldTo,
} from "./releases.ts";
import { CONFIG, openShop } from "./shop.ts";
import { startWorld, type World } from "./world.ts";

/** Who may write to a repository, or only read it, gets nothing deployed by the way in which it is asked for. */

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
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
  await asksAgain(world);
  expect(toldTo(run)).toEqual([expect.stringContaining("1 commit without a pull request")]);
  const url = `${world.gatehouse.url}/api/v1/repos/${repo.fullName}/deployments/prodeu/${tipOf(repo)}`;
  const answer = await answerAt(url, world.github.tokenOf("rita"));
  await world.settle();
  expect([answer.decision, answer.course, run.decision()?.state]).toEqual(["awaiting", "forward", undefined]);
});

test.each([
  { what: "has no config", change: { delete: [CONFIG] }, told: "not ready", why: "nobody was asked" },
  {
    what: "is in shadow mode",
    change: { files: { [CONFIG]: configWith("mode: shadow") } },
    told: "1 left in",
    why: "1 of 1 left: 1 tick",
  },
])("a branch of somebody's own that $what is not the way around the default branch", async ({ change, told, why }) => {
  const repo = await shopToDeploy(world);
  repo.branch("mine");
  await mergedInto(world, repo, { base: "mine", ...change });
  const run = await asks(world, repo, { sha: repo.state.refs.get("refs/heads/mine") ?? "" });
  expect(run.reviews().map(({ state, comment }) => `${state}: ${comment}`)).toEqual([
    expect.stringMatching(new RegExp(`^pending: .*${told}[^]*${why}`, "u")),
  ]);
});
