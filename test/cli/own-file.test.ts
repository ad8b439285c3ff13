import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { assertOwnFile } from "../../src/cli/own-file.ts";
import { buildCli, type BuiltCli } from "./built.ts";

const PROCEDURE = ".github/procedures/release.md";

let folder: string;
let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
  folder = mkdtempSync(join(tmpdir(), "gatehouse-own-"));
  mkdirSync(join(folder, "checkout/docs"), { recursive: true });
  mkdirSync(join(folder, "checkout", dirname(PROCEDURE)), { recursive: true });
  writeFileSync(join(folder, "secret.md"), "- [ ] the password of somebody else\n");
  writeFileSync(join(folder, "checkout/docs/plan.md"), "- [ ] plan\n");
  symlinkSync(folder, join(folder, "checkout/out"));
  symlinkSync("docs/plan.md", join(folder, "checkout/inside.md"));
  symlinkSync(join(folder, "secret.md"), join(folder, "checkout", PROCEDURE));
});
afterAll(async () => {
  await cli.remove();
  rmSync(folder, { recursive: true, force: true });
});

const judged = (path: string) => assertOwnFile(join(folder, "checkout"), path);

describe("a file of a checkout", () => {
  test("is its own, or not there", async () => {
    await judged("docs/plan.md");
    await judged("docs/nothing.md");
  });

  test.each([
    { what: "a link out of it", path: PROCEDURE, says: "Put the file itself there" },
    { what: "a link within it", path: "inside.md", says: "Put the file itself there" },
    { what: "below a folder that is a link", path: "out/secret.md", says: "`out` is a symbolic link" },
    { what: "a folder", path: "docs", says: "no regular file" },
  ])("is not $what", async ({ path, says }) => {
    await expect(judged(path)).rejects.toThrow(says);
  });

  const onPosix = process.platform === "win32" ? test.skip : test;
  onPosix("is no pipe, which would never end", async () => {
    spawnSync("mkfifo", [join(folder, "checkout/pipe.md")]);
    await expect(judged("pipe.md")).rejects.toThrow("no regular file");
  });
});

test("of a stranger's checkout nothing is shown that lies outside of it", async () => {
  const { exit, out, err } = await cli.run(["validate", "checkout"], { cwd: folder });
  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining("is a symbolic link") });
  expect(out + err).not.toContain("somebody else");
});
