import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkOf, openShop, opensPull } from "../../scenarios/shop.ts";
import { startWorld, type World } from "../../scenarios/world.ts";
import { Visitor } from "./visitor.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test("without the settings the start page says how to switch the pages on, and gates work all the same", async () => {
  const pull = await opensPull(openShop(world.github));
  await world.settle();
  expect(checkOf(pull)).toContain("2 of 2 left");
  expect(pull.check("gatehouse")?.detailsUrl).toBeNull();
  const visitor = new Visitor(world.gatehouse.url);
  const start = await visitor.get("/");
  expect(start.status).toBe(200);
  const text = await start.text();
  for (const name of ["PUBLIC_URL", "CLIENT_ID", "CLIENT_SECRET", "SESSION_SECRET"]) expect(text).toContain(name);
  expect(text).not.toContain("/sign-in?");
});

test.each([
  ["/my-turn", 403],
  ["/r/acme/shop", 403],
  ["/r/acme/shop/pull/1", 403],
  ["/sign-in", 404],
  ["/sign-in/callback?code=1&state=2", 404],
  ["/nothing", 404],
])("%s shows nothing: %i", async (path, status) => {
  const answer = await new Visitor(world.gatehouse.url).get(path);
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain("Basket");
});

test("nobody can sign out, either", async () => {
  expect((await new Visitor(world.gatehouse.url).post("/sign-out", { token: "" })).status).toBe(404);
});
