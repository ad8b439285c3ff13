import { readFileSync, statSync } from "node:fs";

/** In bytes; no token is that long, and a device or a wrong path may be endless. */
const LONGEST = 10_000;

/** The text of a file that holds a token and nothing else; undefined where it can't be read. */
export const tokenIn = (file: string): string | undefined => {
  try {
    const found = statSync(file);
    if (!found.isFile() || found.size > LONGEST) return undefined;
    return readFileSync(file, "utf8")
      .replace(/^\uFEFF/u, "")
      .trim();
  } catch {
    return undefined;
  }
};
