import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { assetRoutes, readAssets } from "../../../src/web/pages/assets.ts";

const assets = readAssets(join(import.meta.dirname, "../../../assets"));
const app = assetRoutes(assets);

test("each file has an address that says what is in it, and may be kept for ever", async () => {
  expect(assets.files.map(({ name }) => name)).toEqual(expect.arrayContaining(["style.css", "icon.svg"]));
  for (const { name, content, type } of assets.files) {
    const address = assets.addressOf(name);
    expect(address).toMatch(/^\/assets\/[\w-]+\.[0-9a-f]{12}\.\w+$/u);
    const answer = await app.request(address);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    const tag = answer.headers.get("etag") ?? "";
    expect((await app.request(address, { headers: { "if-none-match": tag } })).status).toBe(304);
  }
});

test.each([
  "/assets/style.css",
  "/assets/style.000000000000.css",
  "/assets/../package.json",
  "/assets/%2e%2e/package.json",
])("%s is not there", async (path) => {
  expect((await app.request(path)).status).toBe(404);
});

test("a page that names what is not there fails in the test, not before people", () => {
  expect(() => assets.addressOf("nothing.css")).toThrow("there is no file nothing.css");
});
