import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { openShowcase, type Showcase } from "../demo/showcase.ts";
import { BODIES, CONFIG } from "../demo/repository.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { expectHidden, expectSound, foldOut, LOOKS } from "./sound.ts";

let showcase: Showcase;
beforeAll(async () => {
  showcase = await openShowcase();
});
afterAll(() => showcase.world.stop());

const PULLS = ["basket", "ready", "merged"] as const;

/** What would do something, hide something or turn text around if it were not text. */
const HOSTILE = `<img src=x onerror="document.title='owned'"> **bold** [link](javascript:alert(1)) \u202Eesrever\u202C @ada <!-- gatehouse:checklist -->`;

describeInBrowser("the page of a pull request", () => {
  const { open } = browserOfSuite();
  const pathOf = (which: (typeof PULLS)[number]) => `/r/acme/shop/pull/${showcase[which].number}`;

  test.each(PULLS.flatMap((which) => LOOKS.map((look) => ({ which, ...look }))))(
    "$which, $colours, $width pixels wide: nothing to complain of",
    async ({ which, ...look }) => {
      await expectSound(await open({ world: showcase.world, path: pathOf(which), as: "ada", ...look }));
    },
  );

  test("a page with everything folded out has nothing to complain of either", async () => {
    const opened = await open({ world: showcase.world, path: pathOf("basket"), as: "quinn" });
    await foldOut(opened);
    await expectSound(opened);
  });

  test("without JavaScript it is whole, and says nothing of being kept current", async () => {
    const { page } = await open({ world: showcase.world, path: pathOf("basket"), as: "quinn", scripts: false });
    const text = await page.locator("main").innerText();
    expect(text).toContain("3 of 6 left before the merge. Next: ada (author), qa (quinn) and product-owner (olga).");
    expect(text).toContain("It is your turn: 1 step");
    expect(text).toContain("Put what is true of this change in place of the placeholder on line 14.");
    expect(text).not.toMatch(/\blive\b|updat/iu);
    await page.context().close();
  });

  test("an auditor takes the trail home as a file, with who approved", async () => {
    const { page } = await open({ world: showcase.world, path: pathOf("merged"), as: "olga" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download all of it (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`acme-shop-${showcase.merged.number}-trail.csv`);
    const text = readFileSync(await download.path(), "utf8");
    expect(text).toMatch(/,olga,.*,signoff,.*,Product owner accepts,.*,review,/u);
    expect(text).toMatch(/,quinn,qa,.*,tick,.*,Tried on staging,/u);
    await page.context().close();
  });

  test("the keyboard reaches every link and folds out what is folded", async () => {
    const { page } = await open({ world: showcase.world, path: pathOf("basket"), as: "quinn" });
    const summary = page.locator("summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    await page.locator("details").first().and(page.locator("[open]")).waitFor();
    await page.getByRole("link", { name: "Tried on staging" }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/#step-release-/u);
    await page.context().close();
  });

  test("what somebody does on GitHub shows at once: focus and what is folded out stay, and the change is read out", async () => {
    const { world, stage, basket } = showcase;
    const { page, complaints } = await open({ world, path: pathOf("basket"), as: "quinn" });
    await page.locator("summary", { hasText: "1 done, 1 waived" }).click();
    await page
      .getByRole("link", { name: "Sign out" })
      .or(page.getByRole("button", { name: "Sign out" }))
      .focus();
    await page.getByRole("link", { name: "Product owner" }).or(page.locator("#headline")).first().waitFor();
    const link = page.getByRole("link", { name: "acme/shop:.github/procedures/release.md" });
    await link.focus();
    await basket.ticks({ by: "quinn", step: "Tried on staging" });
    await stage.pause();
    await page.locator("#headline", { hasText: "2 of 6 left" }).waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("acme/shop:.github/procedures/release.md");
    const said = await page.locator("p[aria-live=polite]").innerText();
    expect(said).toContain("2 of 6 left");
    expect(said).toContain("Tried on staging: done");
    expect(said).not.toContain("Rollback plan: ");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("what people fold out stays so while the rest changes", async () => {
    const { world, stage, basket } = showcase;
    const { page } = await open({ world, path: pathOf("basket"), as: "quinn" });
    const details = page.locator("details", { has: page.getByText("After production") }).first();
    await details.locator("summary").click();
    await basket.edits({ by: "ada", body: BODIES.plan });
    await stage.pause();
    await page.locator("#headline", { hasText: "1 of 6 left" }).waitFor();
    expect(await details.getAttribute("open")).toBe("");
    await page.context().close();
  });

  test("what people write is text, wherever it stands", async () => {
    const { world, stage, basket } = showcase;
    await basket.edits({ by: "ada", title: HOSTILE });
    await basket.comments({ by: "ada", body: `/gate waive dashboards-and-alerts-looked-at ${HOSTILE}` });
    await basket.comments({ by: "olga", body: `/gate signoff product-owner ${HOSTILE}` });
    await stage.pause();
    const { page, complaints } = await open({ world, path: pathOf("basket"), as: "ada" });
    expect(await page.locator("main img, #live-part script, main a[href^=javascript]").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("h1").innerText()).toContain("**bold** [link](javascript:alert(1))");
    expect(await page.locator("main").innerText()).not.toMatch(/[\u202A-\u202E\u200B]/u);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("one that would break the config says so before everything else, and so does its author's turn", async () => {
    const { world, stage } = showcase;
    const pull = await stage.repo.opens({
      by: "max",
      title: "Let everybody accept",
      head: "everybody",
      body: "",
      files: { ".github/gatehouse.yml": CONFIG.replace("procedures:", "procedure:") },
    });
    await stage.pause();
    for (const path of [`/r/acme/shop/pull/${pull.number}`, "/my-turn"]) {
      for (const look of LOOKS) await expectSound(await open({ world, path, as: "max", ...look }));
    }
    const { page } = await open({ world, path: "/my-turn", as: "max", scripts: false });
    await page.getByRole("link", { name: "Configuration error: mend what it would break" }).click();
    await page.waitForURL(`**/pull/${pull.number}#proposed-title`);
    expect(await page.locator("#headline").innerText()).toMatch(/^Configuration error\./u);
    const line = CONFIG.split("\n").findIndex((text) => text.startsWith("procedures:")) + 1;
    const link = page.getByRole("link", { name: `.github/gatehouse.yml:${line}:1` });
    expect(await link.getAttribute("href")).toBe(
      `${world.github.url}/acme/shop/blob/${pull.headSha}/.github/gatehouse.yml#L${line}`,
    );
    await page.context().close();
  });

  test("an address that takes a pull request for an issue leads to it", async () => {
    const { page } = await open({ world: showcase.world, path: "/r/ACME/shop/issues/2", as: "ada" });
    expect(new URL(page.url()).pathname).toBe("/r/acme/shop/pull/2");
    await page.context().close();
  });

  test("whoever can't read the repository gets the answer for what does not exist, page and events alike", async () => {
    const { world } = showcase;
    world.github.repo("acme/secret", {
      private: true,
      installed: true,
      collaborators: { ada: "write" },
    });
    const paths = [
      "/r/acme/secret/pull/1",
      "/r/acme/shop/pull/999",
      "/r/acme/shop/pull/1x",
      "/r/acme/secret/pull/1/trail.csv",
    ];
    await expectHidden(await open({ world, path: "/nothing", as: "olga" }), paths);
  });
});
