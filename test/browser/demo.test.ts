import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { beginDemo, type Demo } from "../demo/demo.ts";
import { DEPLOYMENT } from "../demo/deployment-story.ts";
import { doorAt, type Door } from "../demo/door.ts";
import { OPENING } from "../demo/opening.ts";
import { toldBy } from "../demo/story.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { LOOKS } from "./sound.ts";

const SCENES = toldBy([{ name: "opening", title: "In short", scenes: [OPENING] }, DEPLOYMENT]);

let door: Door;
let demo: Demo;
beforeAll(async () => {
  door = await doorAt(0);
  demo = await beginDemo({ options: {}, scenes: SCENES, door });
  await demo.tells(3);
  demo.world.github.letsTimeGoOn();
});
afterAll(async () => {
  await door.close();
  await demo.world.stop();
});

describeInBrowser("the demo's GitHub", () => {
  const { open } = browserOfSuite();

  test.each(LOOKS)("$colours, $width pixels wide: nobody has to scroll sideways", async (look) => {
    const opened = await open({ world: demo.world, path: door.url, ...look });
    expect(await opened.tooWide()).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  test("a deployment that is held goes out by pressing “Next scene”, without JavaScript", async () => {
    const { page } = await open({ world: demo.world, path: door.url, scripts: false });
    const contents = page.getByRole("listitem").filter({ hasText: "Deploy 1: held before production" });
    const next = page.getByRole("button", { name: "Next scene" });
    await contents.waitFor();
    for (const scene of ["Sat 7 Mar, 11:00", "Mon 9 Mar, 08:59", "Mon 9 Mar, 09:00"]) {
      await next.filter({ hasText: scene }).click();
      await page.getByText(`What came of ${scene}`).waitFor();
    }
    await page.getByRole("listitem").filter({ hasText: "Deploy 1: let through, in progress" }).waitFor();
    await page.getByRole("link", { name: "Gatehouse's page of this deployment" }).waitFor();
    await page.context().close();
  });

  test("the release manager says go in a comment, when the rest is done", async () => {
    const { page } = await open({ world: demo.world, path: door.url, scripts: false });
    const next = page.getByRole("button", { name: "Next scene" });
    for (const scene of ["Mon 9 Mar, 09:12", "Mon 9 Mar, 15:00"]) {
      await next.filter({ hasText: scene }).click();
      await page.getByText(`What came of ${scene}`).waitFor();
    }
    await page.getByLabel("Act as").selectOption("rosa");
    await page.getByLabel("Comment").fill("/gate go after-production");
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.getByText("What came of it: Rosa comments").waitFor();
    expect(await page.locator("#pull-1").innerText()).toContain("Release is completed.");
    await page.context().close();
  });
});
