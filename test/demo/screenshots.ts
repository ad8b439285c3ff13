import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { smallPng } from "./small-png.ts";
import { openShowcase, type Showcase } from "./showcase.ts";

/** Where the pictures go; another folder may be given. */
const FOLDER = process.argv[2] ?? "docs/images/pages";
const ONLY = process.argv[3] ?? "";

const PLACES = [process.env["CHROMIUM"] ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser"];

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text", "--force-color-profile=srgb"];

/** Pixels; longer pages are cut off. */
const TALLEST = 1500;

const LOOKS = [
  { look: "light", colorScheme: "light", width: 1120 },
  { look: "dark", colorScheme: "dark", width: 1120 },
  { look: "phone", colorScheme: "light", width: 390 },
] as const;

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly as: string;
}

const picturesOf = ({ basket, merged, sha }: Showcase): readonly Picture[] => [
  { name: "repository", path: "/r/acme/shop", as: "quinn" },
  { name: "procedure", path: "/r/acme/shop/procedures/release", as: "ada" },
  { name: "deployment", path: `/r/acme/shop/deployments/production/${sha}`, as: "ada" },
  { name: "pull-request", path: `/r/acme/shop/pull/${basket.number}`, as: "quinn" },
  { name: "my-turn", path: "/my-turn", as: "quinn" },
  { name: "organisation", path: "/o/acme", as: "ada" },
  { name: "merged", path: `/r/acme/shop/pull/${merged.number}`, as: "ada" },
];

const take = async (browser: Browser, url: string, pictures: readonly Picture[]): Promise<void> => {
  for (const { look, colorScheme, width } of LOOKS) {
    for (const { name, path, as } of pictures) {
      const context = await browser.newContext({
        baseURL: url,
        colorScheme,
        locale: "en-GB",
        reducedMotion: "reduce",
        viewport: { width, height: 800 },
      });
      const page = await context.newPage();
      await page.goto("/sign-in");
      await page.getByRole("link", { name: as, exact: true }).click();
      await page.getByRole("button", { name: "Sign out" }).waitFor();
      await page.goto(path);
      const height = await page.evaluate("document.documentElement.scrollHeight");
      const clip = { x: 0, y: 0, width, height: Math.min(Number(height), TALLEST) };
      writeFileSync(join(FOLDER, `${name}-${look}.png`), smallPng(await page.screenshot({ fullPage: true, clip })));
      await context.close();
    }
  }
};

const executablePath = PLACES.find((path) => path !== "" && existsSync(path));
if (executablePath === undefined) throw new Error("no Chromium was found: name it in the variable CHROMIUM");
mkdirSync(FOLDER, { recursive: true });
const showcase = await openShowcase();
const browser = await chromium.launch({ executablePath, args: ARGS });
const pictures = picturesOf(showcase).filter(({ name }) => name.includes(ONLY));
await take(browser, showcase.world.gatehouse.url, pictures);
await browser.close();
await showcase.world.stop();
