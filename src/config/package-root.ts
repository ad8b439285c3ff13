import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

/** The folder of the installed package: the nearest one above this file that has a package.json. */
export const packageRoot = (from: string = import.meta.dirname): string => {
  const parent = dirname(from);
  return existsSync(join(from, "package.json")) || parent === from ? from : packageRoot(parent);
};

/** The version of the installed package. */
export const packageVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  return z.object({ version: z.string() }).parse(manifest).version;
};
