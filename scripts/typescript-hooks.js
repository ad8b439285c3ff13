import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "@swc/core";
import { compiled } from "./typescript-options.js";

/** Lets a child process of a test run our TypeScript as it is: `node --import ./typescript.js child.ts`. */
export async function load(url, context, nextLoad) {
  if (!/\.tsx?$/.test(url)) return await nextLoad(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, "utf8"), {
    filename,
    ...compiled(filename),
    sourceMaps: "inline",
  });
  return { format: "module", shortCircuit: true, source: code };
}
