import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startWorld, type World } from "../scenarios/world.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { expectSound, LOOKS } from "./sound.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true });
  world.github.repo("acme/shop", { private: true, installed: true, collaborators: { ada: "write" } });
});
afterAll(() => world.stop());

/** The pages that stand without a subject. */
const PAGES = [
  { what: "the start page", path: "/" },
  { what: "the start page of somebody who is signed in", path: "/", as: "ada" },
  { what: "a way of signing in that is over", path: "/sign-in/callback?code=1&state=2" },
  { what: "what is not there", path: "/nothing", as: "ada" },
  { what: "the fake GitHub's question who one is", path: "/sign-in" },
];

describeInBrowser("every page's frame", () => {
  const { open } = browserOfSuite();

  test.each(PAGES.flatMap((page) => LOOKS.map((look) => ({ ...page, ...look }))))(
    "$what, $colours, $width pixels wide: nothing to complain of",
    async ({ what: _what, ...opening }) => {
      // The browser complains of every answer that is no success, also where that is the answer.
      await expectSound(await open({ world, ...opening }), { butFor: /status of (400|404)/u });
    },
  );

  test("can be used by the keyboard alone: the first stop skips to the content", async () => {
    const { page } = await open({ world, path: "/", as: "ada" });
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent.trim()")).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await page.waitForFunction("document.activeElement.id === 'main'");
    await page.getByRole("button", { name: "Sign out" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Sign in with GitHub" }).waitFor();
  });

  test("whoever signs in gets on to what waits for them, with no JavaScript as well", async () => {
    const { page } = await open({ world, path: "/?from=here", scripts: false });
    await page.getByRole("link", { name: "Sign in with GitHub" }).click();
    await page.getByRole("link", { name: "ada", exact: true }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await page.waitForURL("**/my-turn");
  });
});
