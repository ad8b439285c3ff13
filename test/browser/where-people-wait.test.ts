import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openShop, opensPull } from "../scenarios/shop.ts";
import { startWorld, type World } from "../scenarios/world.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { browserOfSuite, describeInBrowser } from "./browser.ts";
import { expectSound, LOOKS } from "./sound.ts";

const MONDAY = new Date("2026-03-02T09:00:00Z");
const HOUR = 3_600_000;

const CONFIG = `version: 1
roles:
  qa: [quinn]
  release-manager: [olga]
procedures:
  - ./procedures/release.yml
override: { roles: [release-manager] }
`;

const PROCEDURE = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at, waivable: true }
  - id: after
    title: After production
    starts: { deployed: production }
    due: 24h
    steps:
      - { id: errors, title: No new errors, require: { tick: { by: qa } } }
`;

let world: World;
let repo: RepoScenario;
let owner: string;

/** Three weeks of a shop: pull requests that became ready sooner or later, some by a waiver or an override, and one that nobody looks after. */
const play = async (): Promise<void> => {
  const { github, settle } = world;
  for (const [week, hours] of [3, 30, 7].entries()) {
    github.setClock(new Date(MONDAY.getTime() + week * 7 * 24 * HOUR));
    const pull = await opensPull(repo, {
      title: `Change ${week + 1}`,
      head: `feature-${week}`,
      files: { [`src/${week}.ts`]: "export {};\n" },
    });
    await settle();
    github.advance(hours * HOUR);
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await settle();
    github.advance(HOUR);
    await pull.comments({
      by: "ada",
      body: week === 1 ? "/gate waive alerts There is no <b>alert</b> for it" : "/gate tick alerts",
    });
    await settle();
    const sha = await pull.merges({ by: "ada" });
    await settle();
    if (week === 0) await repo.deploys({ environment: "production", sha });
    await settle();
  }
  const fire = await opensPull(repo, {
    title: "Put out the fire",
    head: "fire",
    files: { "src/fire.ts": "export {};\n" },
  });
  await settle();
  await fire.comments({ by: "olga", body: "/gate override merge The shop is down" });
  await settle();
  github.advance(HOUR);
  await opensPull(repo, {
    title: "Keep the basket, \u202Ereversed",
    head: "basket",
    files: { "src/basket.ts": "export {};\n" },
  });
  await settle();
  github.advance(50 * HOUR);
  await settle();
};

const pushed = (config: string) => repo.push({ by: "olga", files: { ".github/gatehouse.yml": config } });

describeInBrowser("where people wait", () => {
  const { open } = browserOfSuite();

  beforeAll(async () => {
    world = await startWorld({ pages: true, github: { now: MONDAY } });
    repo = openShop(world.github, { config: CONFIG, procedure: PROCEDURE, private: true });
    owner = repo.state.owner.login;
    world.github.repo("elsewhere/shop", { private: true, installed: true, collaborators: { stranger: "write" } });
    await play();
  });
  afterAll(() => world.stop());

  const PAGES = [
    { what: "what waits for a role", path: () => "/my-turn", as: "quinn" },
    { what: "what waits for an author", path: () => "/my-turn", as: "ada" },
    { what: "that nothing waits", path: () => "/my-turn", as: "rita" },
    { what: "an organisation", path: () => `/o/${owner}`, as: "ada" },
    { what: "an organisation without a past", path: () => "/o/elsewhere", as: "stranger" },
  ];

  test.each(PAGES.flatMap((page) => LOOKS.map((look) => ({ ...page, ...look }))))(
    "$what, $colours, $width pixels wide: nothing to complain of",
    async ({ path, as, colours, width }) => expectSound(await open({ world, path: path(), as, colours, width })),
  );

  test("my turn has the longest wait first, and leads to the step", async () => {
    const { page } = await open({ world, path: "/my-turn", as: "quinn", scripts: false });
    const titles = await page.locator("main h2 a").allTextContents();
    expect(titles).toEqual(["Change 1", "Put out the fire", "Keep the basket, reversed"]);
    await page.getByRole("link", { name: "No new errors" }).click();
    await page.waitForURL(/\/r\/.+\/pull\/1#step-release-errors$/u);
  });

  test("what does not wait for somebody is not shown to them, and a stranger's organisation does not exist", async () => {
    const { page } = await open({ world, path: "/my-turn", as: "max" });
    expect(await page.locator("main").textContent()).toContain("Nothing waits for you");
    const other = await open({ world, path: `/o/${owner}`, as: "stranger" });
    const nowhere = await open({ world, path: "/o/nobody-at-all", as: "stranger" });
    expect(await other.page.locator("main").textContent()).toBe(await nowhere.page.locator("main").textContent());
  });

  test("an organisation's page tells all of it in words", async () => {
    const { page } = await open({ world, path: `/o/${owner.toUpperCase()}?weeks=4`, as: "ada", scripts: false });
    for (const summary of await page.locator("main summary").all()) await summary.click();
    const text = (await page.locator("main").innerText()).replaceAll(/\s+/gu, " ");
    expect(text).toContain("3 pull requests became ready");
    expect(text).toMatch(/Tried on staging .*7 hours/u);
    expect(text).toContain("@ada waived it: alerts");
    expect(text).toContain("There is no <b>alert</b> for it");
    expect(text).toContain("@olga opened the gate merge");
    expect(text).toContain("After production (Release) was due");
    expect(await page.getByRole("img").count()).toBe(5);
  });

  test("whoever is not signed in is asked to sign in", async () => {
    for (const path of ["/my-turn", `/o/${owner}`]) {
      const { page } = await open({ world, path });
      await page.getByRole("link", { name: "Sign in with GitHub" }).first().waitFor();
    }
  });

  test("my turn follows what happens: what is done goes, and how much is left is read out", async () => {
    const { page, complaints } = await open({ world, path: "/my-turn", as: "quinn" });
    const later = await opensPull(repo, { title: "Later", head: "later", files: { "src/later.ts": "export {};\n" } });
    await world.settle();
    await page.getByRole("link", { name: "Later" }).waitFor();
    expect(await page.locator("p[aria-live=polite]").innerText()).toContain("4 steps wait for you in 4 places");
    await page.getByRole("link", { name: "Later" }).focus();
    await later.comments({ by: "max", body: "Nothing that pages show." });
    await later.comments({ by: "quinn", body: "/gate tick staging" });
    await world.settle();
    await page.getByRole("link", { name: "Later" }).waitFor({ state: "detached" });
    await page.locator("#lead", { hasText: "3 steps wait for you in 3 places" }).waitFor();
    await later.closes({ by: "ada" });
    await world.settle();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("config that is broken stands on top for those who may push, until it is mended", async () => {
    const opened = await open({ world, path: "/my-turn", as: "max" });
    const broken = opened.page.getByRole("heading", { name: "config or procedures on main are broken" });
    await pushed(CONFIG.replace("./procedures/release.yml", "./procedures/nowhere.yml"));
    await world.settle();
    await broken.waitFor();
    const main = opened.page.locator("main");
    expect(await main.innerText()).toMatch(/\d+ pull requests are held until somebody who may push there mends it/u);
    await main.getByRole("link", { name: ".github/gatehouse.yml" }).waitFor();
    const reader = await open({ world, path: "/my-turn", as: "rita" });
    expect(await reader.page.locator("main").innerText()).not.toContain("broken");
    await reader.page.context().close();
    await expectSound(await open({ world, path: "/my-turn", as: "max", colours: "dark", width: 360 }));
    await pushed(CONFIG);
    await world.settle();
    await broken.waitFor({ state: "detached" });
    await opened.page.context().close();
  });
});
