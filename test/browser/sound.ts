import { expect } from "@jest/globals";
import type { Opened } from "./browser.ts";

/** In each of these every page is looked at: light, dark, and on a small phone. */
export const LOOKS = [
  { colours: "light", width: 1280 },
  { colours: "dark", width: 1280 },
  { colours: "light", width: 360 },
] as const;

/** With all that it loads, before compression. */
const MOST_BYTES = 100 * 1024;

/** Expects a page that nobody can complain of: not axe, not the browser (but for what is named), not for its width, not for its weight. Closes it. */
export const expectSound = async (
  opened: Opened,
  { butFor = /^$/u }: { readonly butFor?: RegExp | undefined } = {},
) => {
  expect(await opened.axe()).toEqual([]);
  expect(opened.complaints.filter((one) => !butFor.test(one))).toEqual([]);
  expect(await opened.tooWide()).toEqual([]);
  expect(await opened.bytes()).toBeLessThan(MOST_BYTES);
  await opened.page.context().close();
};

/** Folds out what is folded in, so that it is looked at as well. */
export const foldOut = async ({ page }: Pick<Opened, "page">): Promise<void> => {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
};

/** Expects these to be answered as what does not exist is, each page and its events alike. */
export const expectHidden = async ({ page }: Pick<Opened, "page">, paths: readonly string[]): Promise<void> => {
  await page.goto("/nothing");
  const nothing = await page.locator("main").innerText();
  for (const path of paths) {
    expect((await page.goto(path))?.status()).toBe(404);
    expect(await page.locator("main").innerText()).toBe(nothing);
    expect((await page.goto(`${path}/events`))?.status()).toBe(404);
  }
  await page.context().close();
};
