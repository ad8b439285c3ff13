import { expect, test } from "@jest/globals";
import { dirname, join } from "node:path";
import { filesIn, read } from "./files.ts";

const PURE = ["markdown", "evidence", "procedures", "requirements", "evaluation", "report"];
const PURE_PACKAGES = /^(zod|js-yaml|picomatch|re2js|luxon|ical\.js|mdast.*|micromark.*)$/;

/** For each folder of src: the other folders it may import from, and the packages it may use where not every one is fine. */
const ALLOWED: Readonly<Record<string, { readonly folders: readonly string[]; readonly packages?: RegExp }>> = {
  ...Object.fromEntries(PURE.map((folder) => [folder, { folders: PURE, packages: PURE_PACKAGES }])),
  readiness: { folders: PURE, packages: /^(zod|lru-cache|node:crypto)$/ },
  config: { folders: [] },
  // Watches from the rim; nothing that it watches knows of it.
  operations: { folders: [...PURE, "readiness"] },
  github: { folders: [...PURE, "readiness"] },
  store: { folders: [...PURE, "readiness"] },
  web: { folders: [...PURE, "readiness"] },
  // Runs as a GitHub Action as well, where nothing is installed.
  "deploy-check": { folders: [], packages: /^node:/ },
  cli: { folders: [...PURE, "readiness", "config", "github", "store", "web", "deploy-check"] },
  // What stands in src itself wires everything together and is imported by nobody.
  "": { folders: [...PURE, "readiness", "config", "operations", "github", "store", "web", ""] },
};

const folderOf = (path: string): string => /^src\/(?:([^/]+)\/)?/.exec(path)?.[1] ?? "";

const imports = filesIn("src").flatMap((file) =>
  [...read(file).matchAll(/^(?:(?:import|export|\})[^"\n]*\bfrom|import|.*\bimport\()\s*"([^"\n]+)"/gm)].map(
    ([, to = ""]) => ({ file, to }),
  ),
);

const isAllowed = ({ file, to }: { readonly file: string; readonly to: string }): boolean => {
  const { folders, packages } = ALLOWED[folderOf(file)] ?? { folders: [] };
  if (!to.startsWith(".")) return packages?.test(to) ?? true;
  const target = folderOf(join(dirname(file), to));
  return target === folderOf(file) || folders.includes(target);
};

test("imports point inward", () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.filter((one) => !isAllowed(one)).map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
});
