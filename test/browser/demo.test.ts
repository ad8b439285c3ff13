import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { beginDemo, type Demo } from "../demo/demo.ts";
import { DEPLOYMENT } from "../demo/deployment-story.ts";
import { doorAt, type Door } from "../demo/door.ts";
import { OPENING } from "../demo/opening.ts";
import { toldBy } from "../demo/story.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { expectSound, foldOut, LOOKS } from "./sound.ts";

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

  test.each(LOOKS)("$colours, $width pixels wide: nothing to complain of", async (look) => {
    await expectSound(await open({ world: demo.world, path: door.url, ...look }));
    const opened = await open({ world: demo.world, path: door.url, ...look });
    await foldOut(opened);
    await expectSound(opened);
  });

  const OTHERS = [
    { what: "a pull request", path: () => `/pull/${demo.telling.stage.repo.pulls[0]?.number ?? 0}` },
    { what: "a file", path: () => "/blob/main/.github/gatehouse.yml" },
    { what: "what is not there", path: () => "/nothing", butFor: /404/u },
  ];
  test.each(OTHERS.flatMap((other) => LOOKS.map((look) => ({ ...other, ...look }))))(
    "$what, $colours, $width pixels wide: nothing to complain of",
    async ({ path, butFor, ...look }) => {
      const address = new URL(path(), door.url).href;
      await expectSound(await open({ world: demo.world, path: address, ...look }), { butFor });
    },
  );

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
