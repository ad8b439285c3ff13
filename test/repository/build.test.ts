import { expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { read, root } from "./files.ts";

const { bin } = z.object({ bin: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));

/** Windows knows no such right, and needs none. */
const onPosix = process.platform === "win32" ? test.skip : test;

onPosix(
  "every command of the package can be run as it was built: npx runs the file itself, and tsc gives it no right to",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-build-"));
    try {
      for (const path of ["package.json", "tsconfig.json", "tsconfig.build.json", "src"])
        cpSync(join(root, path), join(folder, path), { recursive: true });
      symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
      const built = spawnSync("npm", ["run", "build"], { cwd: folder, encoding: "utf8" });
      expect({ status: built.status, out: built.stdout }).toMatchObject({ status: 0 });
      const modes = Object.values(bin).map((file) => statSync(join(folder, file)).mode & 0o111);
      expect(modes).toEqual([0o111]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test("where npm left out what the build needs, it is told what to run instead", () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-build-"));
  try {
    for (const path of ["package.json", "scripts/can-build.js"]) cpSync(join(root, path), join(folder, path));
    const { status, stderr } = spawnSync("npm", ["run", "prepare"], { cwd: folder, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("Run `npm ci --include=dev`, then `npm prune --omit=dev`.");
    expect(stderr).not.toContain("tsc");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
