import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesIn, read, root } from "./files.ts";

const files = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

test("the code of the GitHub Action is what its source compiles to; `npm run generate` brings it up to date", () => {
  const out = mkdtempSync(join(tmpdir(), "gatehouse-action-"));
  try {
    const config = [
      "--noCheck",
      "--ignoreConfig",
      "--target",
      "es2023",
      "--module",
      "nodenext",
      "--rootDir",
      "src/deploy-check",
    ];
    const rest = ["--types", "node", "--verbatimModuleSyntax", "--rewriteRelativeImportExtensions", "--outDir", out];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, ...config, ...rest, ...filesIn("src/deploy-check")];
    const built = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    expect(built.stdout).toBe("");
    expect(files(join(root, "action"))).toEqual(files(out));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test("it imports nothing but itself and Node.js, because nothing is installed where it runs", () => {
  const imported = filesIn("action").flatMap((file) =>
    [...read(file).matchAll(/\bfrom "([^"]+)"|import\("([^"]+)"\)/g)].map(([, name = ""]) => name),
  );
  expect(imported.length).toBeGreaterThan(10);
  expect(imported.filter((name) => !/^(?:node:[\w/]+|\.\/[\w-]+\.js)$/.test(name))).toEqual([]);
});
