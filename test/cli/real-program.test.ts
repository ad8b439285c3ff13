import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import { NO_HOST } from "../deploy-check/gate-server.ts";
import { manifest } from "../scenarios/manifest.ts";
import { buildCli, type BuiltCli } from "./built.ts";

const PROCEDURE =
  "title: P\nphases: [{ title: B, blocks: merge, steps: [{ title: Plan, require: { section: Rollback } }] }]\n";

let cli: BuiltCli;
let github: FakeGitHub;
let cwd: string;

beforeAll(async () => {
  [cli, github] = await Promise.all([buildCli(), FakeGitHub.start({ app: manifest() })]);
  cwd = await cli.folder({ "p.yml": PROCEDURE, token: `${github.tokenOf("ada")}\n` });
  const repo = github.repo("acme/shop", { collaborators: { ada: "write" } });
  for (let count = 0; count < 30; count += 1) {
    const pull = await repo.opens({ by: "ada", title: `Change ${count} ${"x".repeat(200)}` });
    await pull.merges({ by: "ada" });
  }
  await repo.opens({ by: "ada", title: "Pay by card" });
});

afterAll(async () => {
  await cli.remove();
  await github.stop();
});

/** Without what the machine's own shell may have set. */
const env = (more: Readonly<Record<string, string>> = {}) => ({
  GITHUB_API_URL: github.url,
  GITHUB_TOKEN: "",
  GH_TOKEN: "",
  NO_COLOR: "",
  FORCE_COLOR: "",
  ...more,
});

describe("the program as people start it", () => {
  test("simulate, with a token from a file", async () => {
    const args = ["simulate", "--repo", "acme/shop", "--pull", "31", "--procedure", "p.yml", "--token-file", "token"];
    const { exit, out, err } = await cli.run(args, { cwd, env: env() });
    expect({ exit, err }).toEqual({ exit: 1, err: "" });
    expect(out).toContain("acme/shop#31 Pay by card\n");
    expect(out).toContain("The check would say: failure: 1 of 1 left");
    expect(out).not.toContain("\u001B[");
  });

  test("simulate, with a token from standard input, and colours where they are forced", async () => {
    const args = ["simulate", "--repo", "acme/shop", "--pull", "31", "--procedure", "p.yml", "--token-file", "-"];
    const { out } = await cli.run(args, { cwd, env: env({ FORCE_COLOR: "1" }), stdin: github.tokenOf("ada") });
    expect(out).toContain("\u001B[1macme/shop#31\u001B[0m Pay by card");
  });

  test("backtest, without a bar where nobody looks", async () => {
    const args = ["backtest", "--repo", "acme/shop", "--last", "12", "--procedure", "p.yml", "--token-file", "token"];
    const { exit, out, err } = await cli.run(args, { cwd, env: env() });
    expect(exit).toBe(0);
    expect(out).toMatch(/^12 of 12 would have been held\.\n/u);
    expect(err).toMatch(/^gatehouse: About \d+ calls to GitHub for 12 pull requests; \d+ are left until .*\n$/u);
  });

  test("init, then validate", async () => {
    const folder = await cli.folder({ "CHANGELOG.md": "# Log\n", ".github/pull_request_template.md": "## Why\n" });
    const { exit, out } = await cli.run(["init", folder, "--yes"], { cwd, env: env() });
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/Written\n.*gatehouse\.yml/u) });
    expect(await readFile(join(folder, ".github/procedures/change.yml"), "utf8")).toContain('section: "Why"');
    expect(await cli.run(["validate", folder], { cwd, env: env() })).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^Valid: 2 files read, 1 procedure in use\./u),
    });
  });

  test("init asks on a terminal only", async () => {
    const folder = await cli.folder({ "README.md": "#" });
    const { exit, out, err } = await cli.run(["init", folder], { cwd, env: env() });
    expect({ exit, out, err }).toEqual({ exit: 2, out: "", err: expect.stringMatching(/no terminal to ask on/u) });
  });

  test("completion is taken by bash, and completes the program itself", async () => {
    const asked = `eval "$("${process.execPath}" "${cli.main}" completion bash)"; complete -p gatehouse`;
    const child = spawn("bash", ["--norc", "-c", asked], { cwd });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    const [exit] = await once(child, "close");
    expect({ exit, out: Buffer.concat(out).toString("utf8") }).toEqual({
      exit: 0,
      out: expect.stringContaining("-F _gatehouse gatehouse"),
    });
  });
});

describe("what goes wrong around it", () => {
  test("no network", async () => {
    const args = ["backtest", "--repo", "acme/shop", "--procedure", "p.yml", "--token-file", "token"];
    const { exit, out, err } = await cli.run(args, { cwd, env: env({ GITHUB_API_URL: "http://127.0.0.1:9" }) });
    expect({ exit, out }).toEqual({ exit: 3, out: "" });
    expect(err).toMatch(/^gatehouse: GitHub did not answer; try again later\./u);
    expect(err).not.toMatch(/^\s+at /mu);
  });

  test("a name that nobody knows", async () => {
    const args = ["doctor", "--repo", "acme/shop", "--token-file", "token"];
    const { exit, err } = await cli.run(args, {
      cwd,
      env: env({ GITHUB_API_URL: `https://${NO_HOST}/api/v3` }),
    });
    expect({ exit, err }).toEqual({ exit: 3, err: expect.stringMatching(/GitHub did not answer/u) });
  });

  test("a reader that stops early is no fault", async () => {
    const asked =
      '"$0" "$1" backtest --repo acme/shop --last 30 --procedure p.yml --token-file token --format json | head -1';
    const child = spawn("bash", ["-o", "pipefail", "-c", asked, process.execPath, cli.main], {
      cwd,
      env: { ...process.env, ...env() },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    const [exit] = await once(child, "close");
    expect({ exit, out: Buffer.concat(out).toString("utf8") }).toEqual({ exit: 0, out: "{\n" });
    expect(Buffer.concat(err).toString("utf8")).toMatch(/^gatehouse: About \d+ calls to GitHub[^\n]*\n$/u);
  });

  test("a token never stands in what is printed", async () => {
    const all = await Promise.all(
      [
        ["simulate", "--repo", "acme/nowhere", "--pull", "1", "--token-file", "token"],
        ["backtest", "--repo", "acme/nowhere", "--token-file", "token"],
        ["doctor", "--repo", "acme/nowhere", "--token-file", "token"],
      ].map(async (args) => cli.run(args, { cwd, env: env() })),
    );
    for (const { exit, out, err } of all) {
      expect(exit).toBe(2);
      expect(`${out}${err}`).not.toContain(github.tokenOf("ada"));
    }
  });

  test("it is the package's program", async () => {
    const { bin } = z
      .looseObject({ bin: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile("package.json", "utf8")));
    expect(bin).toEqual({ gatehouse: "lib/cli/main.js" });
  });
});
