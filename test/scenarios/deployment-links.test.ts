import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Visitor } from "../web/session/visitor.ts";
import { asks, FRIDAY, mergedInto, shopToDeploy, tipOf } from "./releases.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true, github: { now: FRIDAY } });
});
afterAll(async () => {
  world.github.assertClean();
  await world.stop();
});

test("the page of a pull request leads to its deployment while that waits, when it may go, and after it was made", async () => {
  const repo = await shopToDeploy(world);
  const pull = await mergedInto(world, repo);
  const run = await asks(world, repo);
  const ada = new Visitor(world.gatehouse.url);
  await ada.signsIn("ada");
  const link = `/r/${repo.fullName}/deployments/production/${tipOf(repo)}`;
  const links = async (): Promise<string> => {
    const page = await (await ada.get(`/r/${repo.fullName}/pull/${pull.number}`)).text();
    return /<p id="deployments".*?<\/p>/su.exec(page)?.[0] ?? "none";
  };
  const waiting = await links();
  expect(waiting).toContain(link);
  expect(waiting).toContain("awaited");
  await pull.ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  expect(run.decision()?.state).toBe("approved");
  expect(await links()).toContain("let through");
  await repo.deploys({ environment: "production" });
  await world.settle();
  const made = await links();
  expect(made).toContain(link);
  expect(made).toContain("let through");
});
