import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";
import { etag } from "hono/etag";

/** The files that pages ask for: styles, scripts, pictures. */
export interface Assets {
  /** The address of a file, which is another one when the file changes: `/assets/style.3f2a91c04b7d.css`. Throws for a name that is not there. */
  readonly addressOf: (name: string) => string;
  readonly files: readonly Asset[];
}

interface Asset {
  readonly name: string;
  readonly address: string;
  readonly type: string;
  readonly content: Buffer<ArrayBuffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Reads the files of a folder, and libraries by the name they get, once. */
export const readAssets = (folder: string, libraries: Readonly<Record<string, string>> = {}): Assets => {
  const own = readdirSync(folder)
    .filter((name) => extname(name) in TYPES)
    .map((name) => [name, join(folder, name)] as const);
  const files = [...own, ...Object.entries(libraries)].map(([name, path]) => assetOf(name, readFileSync(path)));
  const addresses = new Map(files.map(({ name, address }) => [name, address]));
  return {
    files,
    addressOf: (name) => {
      const address = addresses.get(name);
      if (address === undefined) throw new Error(`there is no file ${name} among the assets`);
      return address;
    },
  };
};

const assetOf = (name: string, content: Buffer<ArrayBuffer>): Asset => {
  const extension = extname(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return {
    name,
    address: `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`,
    type: TYPES[extension] ?? "application/octet-stream",
    content,
  };
};

/** What never changes may be kept for a year: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cache-Control#immutable */
const FOR_EVER = "public, max-age=31536000, immutable";

/** Serves them; an address with another hash than today's is not there. */
export const assetRoutes = ({ files }: Assets): Hono => {
  const app = new Hono();
  app.use("/assets/*", etag());
  for (const { address, content, type } of files) {
    app.get(address, (context) => context.body(content, 200, { "content-type": type, "cache-control": FOR_EVER }));
  }
  return app;
};
