import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { read, root } from "./files.ts";

const Packages = z.object({ packages: z.record(z.string(), z.looseObject({})) });

/** What the script says of a lock file. */
const listing = (lock: object) => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-licences-"));
  try {
    mkdirSync(join(folder, "scripts"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    cpSync(join(root, "scripts/licences.js"), join(folder, "scripts/licences.js"));
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/licences.js", "--print"], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const lock = Packages.parse(JSON.parse(read("package-lock.json")));

test("docs/licences.md is current: run npm run generate", () => {
  expect(listing(lock)).toEqual({
    status: 0,
    stdout: readFileSync(join(root, "docs/licences.md"), "utf8"),
    stderr: "",
  });
});

describe("a licence that nobody has looked at", () => {
  test.each([
    { license: "GPL-3.0-only" },
    { license: "AGPL-3.0" },
    { license: "UNLICENSED" },
    { license: "MIT AND SSPL-1.0" },
    {},
  ])("is refused: %j", (given) => {
    const { status, stderr } = listing({ packages: { ...lock.packages, "node_modules/copied": given } });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("copied") });
  });

  test.each(["(MIT OR GPL-2.0)", "Apache-2.0 AND ISC"])("is none of %s", (license) => {
    const { status, stdout } = listing({ packages: { ...lock.packages, "node_modules/free": { license } } });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("`free`") });
  });
});

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  overrides: z.record(z.string(), z.string()),
});

test("every package is asked for in one version, and none comes without a digest", () => {
  const { dependencies, devDependencies, overrides } = Manifest.parse(JSON.parse(read("package.json")));
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const installed = Object.entries(lock.packages).filter(([path, { inBundle }]) => path !== "" && inBundle !== true);
  expect(
    installed.filter(([, { integrity }]) => !String(integrity).startsWith("sha512-")).map(([path]) => path),
  ).toEqual([]);
});
