import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CONFIG } from "../demo/repository.ts";
import { openShowcase, type Showcase } from "../demo/showcase.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { expectHidden, expectSound, foldOut, LOOKS } from "./sound.ts";

let showcase: Showcase;
beforeAll(async () => {
  showcase = await openShowcase();
});
afterAll(() => showcase.world.stop());

const PAGES = ["/r/acme/shop", "/r/acme/shop/procedures/release", "/r/acme/shop/deployments/production/:sha"] as const;

const pathOf = (page: string): string => page.replace(":sha", showcase.sha);

describeInBrowser("the pages of a repository", () => {
  const { open } = browserOfSuite();
  test.each(PAGES.flatMap((path) => LOOKS.map((look) => ({ path, ...look }))))(
    "$path, $colours, $width pixels wide: nothing to complain of",
    async ({ path, ...look }) => {
      const opened = await open({ world: showcase.world, path: pathOf(path), as: "ada", ...look });
      await foldOut(opened);
      await expectSound(opened);
    },
  );

  test("pull requests are there by how near they are to ready, deployments with their opening, procedures with a link", async () => {
    const { page } = await open({ world: showcase.world, path: "/r/acme/shop", as: "quinn", scripts: false });
    const titles = page.locator("section", { hasText: "Open pull requests" }).locator("h3");
    expect(await titles.allInnerTexts()).toEqual([
      "Totals are right again #3",
      "Keep the basket #2",
      "A list of wishes #4",
    ]);
    const text = await page.locator("main").innerText();
    expect(text).toContain("Left: rollback plan unfilled, 1 tick, 1 sign-off. Next: ada (author), qa (quinn)");
    expect(text).toContain("What guards this repository");
    expect(text).toContain("Opens Mon 9 Mar 2026, 09:00 (Europe/Berlin), in 2 days.");
    await page.getByRole("link", { name: "Release", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Release 1.0" }).waitFor();
    expect(await page.locator("main").innerText()).toContain("Ends with a go by release-manager");
    await page.context().close();
  });

  test("a deployment says what it waits for, and leads to its pull request", async () => {
    const path = pathOf("/r/acme/shop/deployments/PRODUCTION/:sha");
    const { page } = await open({ world: showcase.world, path, as: "ada" });
    expect(await page.locator("#headline").innerText()).toBe("Opens Mon 9 Mar 2026, 09:00 (Europe/Berlin), in 2 days");
    await page.getByRole("link", { name: "Coupons in the basket" }).click();
    await page.getByRole("heading", { level: 1, name: /Coupons/u }).waitFor();
    expect(await page.locator("#headline").innerText()).toContain("until Mon 9 Mar 2026, 09:00 (Europe/Berlin)");
    const back = page.locator("#deployments a");
    expect(await back.innerText()).toBe(`${showcase.sha.slice(0, 7)} to production`);
    await back.click();
    await page.getByRole("heading", { level: 1, name: /to production/u }).waitFor();
    await page.context().close();
  });

  test("a repository's page follows what happens in it", async () => {
    const { world, stage, basket } = showcase;
    const { page, complaints } = await open({ world, path: "/r/acme/shop", as: "quinn" });
    await basket.ticks({ by: "quinn", step: "Tried on staging" });
    await stage.pause();
    await page.locator("#pull-2", { hasText: "4 of 6 done" }).waitFor();
    expect(await page.locator("p[aria-live=polite]").innerText()).toContain("#2: 2 left");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("problems of the config are named with their lines, and a missing config is said", async () => {
    const { world, stage } = showcase;
    const { repo } = stage;
    await repo.push({ by: "ada", files: { ".github/gatehouse.yml": `${CONFIG}nonsense: true\n` } });
    await stage.pause();
    const { page } = await open({ world, path: "/r/acme/shop", as: "ada" });
    const line = CONFIG.split("\n").length;
    const link = page.getByRole("link", { name: `.github/gatehouse.yml:${line}:1` });
    expect(await link.getAttribute("href")).toBe(
      `${world.github.url}/acme/shop/blob/HEAD/.github/gatehouse.yml#L${line}`,
    );
    const bare = world.github.repo("acme/bare", { installed: true, collaborators: { ada: "write" } });
    await page.goto(`/r/${bare.fullName}`);
    expect(await page.locator("main").innerText()).toContain("There is no .github/gatehouse.yml");
    await page.context().close();
  });

  test("whoever can't read the repository gets the answer for what does not exist, page and events alike", async () => {
    const { world } = showcase;
    const secret = world.github.repo("acme/secret", {
      private: true,
      installed: true,
      collaborators: { ada: "write" },
    });
    const below = ["", "/procedures/release", `/deployments/production/${showcase.sha}`];
    const others = [
      "/r/acme/shop/procedures/none",
      `/r/acme/shop/deployments/staging/${showcase.sha}`,
      "/r/acme/shop/deployments/production/xyz",
    ];
    const paths = [...below.map((one) => `/r/${secret.fullName}${one}`), ...others];
    await expectHidden(await open({ world, path: "/nothing", as: "olga" }), paths);
  });

  test("a process that ends does not wait for whoever is looking", async () => {
    const { world } = showcase;
    const { page } = await open({ world, path: "/r/acme/shop", as: "quinn" });
    await page.waitForFunction("performance.getEntriesByType('resource').length > 0");
    await world.away();
    await page.context().close();
    await world.back();
  });
});
