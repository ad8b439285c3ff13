import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe } from "@jest/globals";
import axe from "axe-core";
import { chromium as driver, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { World } from "../scenarios/world.ts";

/** Where Debian puts it, unless the variable CHROMIUM names another one. */
const PLACES = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const executablePath = PLACES.find((path) => path !== "" && existsSync(path));

const MISSING =
  "no Chromium was found: install it (apt-get install chromium) or name it in the variable CHROMIUM. Pages were NOT looked at.";

/** Nothing is asked of anybody but this machine; as root, Chromium has no sandbox. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens pages in the one browser of a suite. */
export interface Opener {
  readonly open: (what: Opening) => Promise<Opened>;
}

export interface Opening {
  readonly world: World;
  /** The page's path; it is opened from the start, as by a link. */
  readonly path: string;
  /** Who signs in first, on the fake GitHub's page; nobody unless given. */
  readonly as?: string;
  readonly colours?: "light" | "dark";
  /** Pixels; 1280 unless given. */
  readonly width?: number;
  /** False: the browser runs no JavaScript. */
  readonly scripts?: boolean;
}

export interface Opened {
  readonly page: Page;
  /** What the browser complained of since the page was asked for: errors, what the CSP refused, answers that failed. */
  readonly complaints: readonly string[];
  /** What axe finds, in words; it looks for everything it knows of WCAG 2.2 AA and best practice. */
  readonly axe: () => Promise<readonly string[]>;
  /** Bytes of the page and all that it loaded, before compression. */
  readonly bytes: () => Promise<number>;
  /** What reaches beyond the margin of the page, in words, so that one has to scroll sideways or nearly so. */
  readonly tooWide: () => Promise<readonly string[]>;
}

/** Milliseconds for what a browser is to do, on a machine that does much else. */
const PATIENCE_MS = 300_000;

const isMissing = executablePath === undefined && process.env["CI"] === undefined;
if (isMissing) process.stderr.write(`${MISSING}\n`);

/**
 * A suite that looks at pages with a real browser. Where there is none it is skipped and says so; in CI it fails, so that nobody believes
 * the pages were looked at.
 */
export const describeInBrowser = isMissing ? describe.skip : describe;

/** The suite's browser, started once: call it first in the suite. */
export const browserOfSuite = (): Opener => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath === undefined) throw new Error(MISSING);
    browser = await driver.launch({ executablePath, args: ARGS, timeout: PATIENCE_MS });
  });
  afterAll(() => browser?.close());
  return { open: (what) => (browser === undefined ? Promise.reject(new Error(MISSING)) : openIn(browser, what)) };
};

const HEIGHT = 900;

const openIn = async (
  browser: Browser,
  { world, path, as, colours, width = 1280, scripts = true }: Opening,
): Promise<Opened> => {
  const context = await browser.newContext({
    baseURL: world.gatehouse.url,
    colorScheme: colours ?? "light",
    javaScriptEnabled: scripts,
    locale: "en-GB",
    reducedMotion: "reduce",
    viewport: { width, height: HEIGHT },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  if (as !== undefined) await signIn(page, as);
  const { complaints, sizes } = watch(page, context);
  await page.goto(path, { waitUntil: "load" });
  return {
    page,
    complaints,
    axe: () => axeOn(page),
    bytes: async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0),
    tooWide: async () => listOf(await page.evaluate(TOO_WIDE)),
  };
};

const signIn = async (page: Page, login: string): Promise<void> => {
  await page.goto("/sign-in", { waitUntil: "load" });
  await page.getByRole("link", { name: login, exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
};

/** What a page still loads, and its stream of events, is cut off by leaving it: no fault of anybody's. What a server cuts off is called otherwise. */
const CUT_OFF = "net::ERR_ABORTED";

const watch = (page: Page, context: BrowserContext) => {
  const complaints: string[] = [];
  const sizes: Promise<number>[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "failed";
    if (why !== CUT_OFF) complaints.push(`${request.url()}: ${why}`);
  });
  context.on("response", (response) => {
    if (response.headers()["content-type"]?.startsWith("text/event-stream") === true) return;
    sizes.push(
      response.body().then(
        (body) => body.length,
        () => 0,
      ),
    );
  });
  return { complaints, sizes };
};

/** The browser's debugger runs it, so the page's own policy needs no hole for it. */
const axeOn = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => id + ": " + help + " (" + target.join(" ") + ")")))`,
  );
  return listOf(found);
};

const listOf = (found: unknown): readonly string[] =>
  Array.isArray(found) ? found.map(String) : ["the browser did not answer"];

/** What scrolls by itself may be as wide as it likes. */
const TOO_WIDE = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const main = document.querySelector("main");
  const end = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight) + 1;
  const scrolls = (one) => one !== main && (/auto|scroll|hidden/.test(getComputedStyle(one).overflowX) || (one.parentElement && scrolls(one.parentElement)));
  return [
    ...(scrollWidth > clientWidth ? ["the page: " + scrollWidth + " pixels"] : []),
    ...[...main.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > end && !scrolls(one))
      .map((one) => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 60)),
  ];
})()`;
