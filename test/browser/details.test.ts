import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openShop, opensPull } from "../scenarios/shop.ts";
import { startWorld, type World } from "../scenarios/world.ts";
import { pathOf } from "../web/session/visitor.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
});
afterAll(() => world.stop());

describeInBrowser("the details of a check", () => {
  const { open } = browserOfSuite();

  test("lead to the page of its pull request, by way of signing in", async () => {
    const pull = await opensPull(openShop(world.github, { private: true }));
    await world.settle();
    const details = pull.check("gatehouse")?.detailsUrl ?? "";
    const { page } = await open({ world, path: pathOf(details), scripts: false });
    await page.getByRole("link", { name: "Sign in with GitHub" }).click();
    await page.getByRole("link", { name: "ada", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Basket" }).waitFor();
    expect(page.url()).toBe(details);
    world.github.assertClean();
  });
});
