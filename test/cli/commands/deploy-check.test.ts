import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  answerWith,
  APPROVED,
  AWAITING,
  NO_HOST,
  REJECTED,
  SHA,
  startGateServer,
  TOKEN,
  type GateServer,
} from "../../deploy-check/gate-server.ts";
import { buildCli, type BuiltCli, type Ended } from "../built.ts";

let cli: BuiltCli;
let gate: GateServer;

beforeAll(async () => {
  [cli, gate] = await Promise.all([buildCli(), startGateServer()]);
});
afterAll(async () => {
  await Promise.all([cli.remove(), gate.close()]);
});

/** A workflow sets them; elsewhere they are not there. */
const NOTHING = { GITHUB_REPOSITORY: "", GITHUB_SHA: "", GITHUB_TOKEN: "", GH_TOKEN: "", GATEHOUSE_URL: "" };

/** A checkout on Windows writes a file so. */
const tokenFile = async (): Promise<string> => `${await cli.folder({ token: `\uFEFF${TOKEN}\r\n` })}/token`;

const check = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
  const where = ["--repo", "acme/shop", "--environment", "production", "--sha", SHA, "--url", gate.url];
  return cli.run(["deploy-check", ...where, "--poll", "1s", ...args], {
    env: { ...NOTHING, GITHUB_TOKEN: TOKEN, ...env },
  });
};

describe("the answer", () => {
  test("approved ends with 0", async () => {
    gate.answers(APPROVED);
    expect(await check([])).toEqual({
      exit: 0,
      out: "Approved: Ready\nThe deployment of 4f0c2a9d1b7e to production is approved.\n",
      err: "",
    });
    expect(gate.asked).toEqual([{ token: TOKEN, environment: "production", sha: SHA }]);
  });

  test("awaited ends with 1, when nobody waits after one question", async () => {
    gate.answers(answerWith({ opensAt: "2026-11-23T08:00:00.000Z" }));
    expect(await check([])).toEqual({
      exit: 1,
      out: [
        "Awaiting: 1 of 4 left: a sign-off",
        "  - #7 Basket: Product owner accepts. @olga can.",
        "  The clock holds it until 2026-11-23T08:00:00.000Z.",
        "The deployment of 4f0c2a9d1b7e to production is not approved: 1 of 4 left: a sign-off",
        "",
      ].join("\n"),
      err: "",
    });
    expect(gate.asked).toHaveLength(1);
  });

  test("rejected ends with 1 at once, however long one would wait", async () => {
    gate.answers(REJECTED);
    const { exit, out } = await check(["--wait", "1h"]);
    expect(exit).toBe(1);
    expect(out).toContain("is rejected: No-go by @olga");
  });

  test("is waited for, and what is left is told when it changed", async () => {
    const later = answerWith({ title: "Nothing left but the window" });
    gate.answers(AWAITING, AWAITING, later, { kind: "pending" }, new Error("restarting"), later, APPROVED);
    const { exit, out, err } = await check(["--wait", "10m"]);
    expect(exit).toBe(0);
    expect(out.match(/^(?:Awaiting|Approved): .*$/gm)).toEqual([
      "Awaiting: 1 of 4 left: a sign-off",
      "Awaiting: Nothing left but the window",
      "Awaiting: Nothing left but the window",
      "Approved: Ready",
    ]);
    expect(err).toMatch(/^gatehouse: GitHub or Gatehouse's database does not answer.* Trying again\.\n$/);
  });

  test("as JSON is what the server said, and nothing else", async () => {
    gate.answers(AWAITING, APPROVED);
    const { exit, out, err } = await check(["--wait", "10m", "--format", "json"]);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual(APPROVED);
    expect(err).toMatch(/^Awaiting: /);
  });

  test("as Markdown is the report", async () => {
    gate.answers(AWAITING);
    expect(await check(["--format", "markdown"])).toMatchObject({ exit: 1, out: AWAITING.report });
  });

  test("takes its defaults from a workflow", async () => {
    gate.answers(APPROVED);
    const env = { GATEHOUSE_URL: gate.url, GITHUB_REPOSITORY: "acme/shop", GITHUB_SHA: SHA, GITHUB_TOKEN: TOKEN };
    const { exit } = await cli.run(["deploy-check", "--environment", "production"], { env: { ...NOTHING, ...env } });
    expect(exit).toBe(0);
  });

  test.each<[string, readonly string[], Record<string, string>]>([
    ["GH_TOKEN, where there is no other", [], { GITHUB_TOKEN: "", GH_TOKEN: TOKEN }],
    ["the variable that is named", ["--token-env", "MINE"], { GITHUB_TOKEN: "other", MINE: TOKEN }],
  ])("takes the token from %s", async (_what, args, env) => {
    gate.answers(APPROVED);
    expect((await check(args, env)).exit).toBe(0);
    expect(gate.asked[0]?.token).toBe(TOKEN);
  });

  test("takes the token from the file that is named, whatever the variables say", async () => {
    gate.answers(APPROVED);
    expect(await check(["--token-file", await tokenFile()], { GITHUB_TOKEN: "other" })).toMatchObject({
      exit: 0,
      err: "",
    });
    expect(gate.asked[0]?.token).toBe(TOKEN);
  });
});

describe("no answer prints nothing to standard output, and is never 0", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["no environment", ["--environment"], /argument missing/],
    ["a blank environment", ["--environment", " "], /`--environment` is missing/],
    ["a short commit", ["--sha", "4f0c2a9"], /`--sha` .* is no full commit: `4f0c2a9`; expected 40/],
    ["a branch", ["--sha", "main"], /is no full commit/],
    ["half a repository", ["--repo", "shop"], /`--repo` .* is no repository: `shop`/],
    ["no address", ["--url", "gate"], /`--url` .* is no address: `gate`/],
    ["plain http", ["--url", "http://gate.example.com"], /unencrypted.*`--allow-http`/],
    ["a wait that is none", ["--wait", "a while"], /`--wait` is no time/],
    ["a poll that is none", ["--poll", "0"], /`--poll` is no time/],
    ["an unknown format", ["--format", "github"], /Allowed choices are text, json, markdown/],
    [
      "a variable that is empty",
      ["--token-env", "NOWHERE_SET"],
      /`NOWHERE_SET` \(see `--token-env` and `--token-file`\) is missing/,
    ],
    ["two places", ["--token-env", "MINE", "--token-file", "x"], /both name a token; leave one of them out/],
    [
      "a token file that there is not",
      ["--token-file", "no-file"],
      /There is no file `no-file`; expected a GitHub token/,
    ],
    ["a token on the command line", ["--token", "x"], /unknown option '--token'/],
    ["a stray argument", ["production"], /too many arguments/],
  ])("2: %s", async (_what, args, message) => {
    gate.answers(APPROVED);
    const { exit, out, err } = await check(args);
    expect({ exit, out, asked: gate.asked.length }).toEqual({ exit: 2, out: "", asked: 0 });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test("2: everything that is missing is told at once", async () => {
    const { exit, err } = await cli.run(["deploy-check", "--environment", "production"], { env: NOTHING });
    expect(exit).toBe(2);
    expect(err.match(/^gatehouse: .* is missing/gm)).toHaveLength(4);
  });

  test.each<[string, Parameters<GateServer["answers"]>[0], RegExp]>([
    ["a token that GitHub refuses", { kind: "bad-token" }, /GitHub does not know this token/],
    ["a repository that it can't see", { kind: "not-visible" }, /no such repository to this token/],
    ["a repository without Gatehouse", { kind: "not-installed" }, /not installed on this repository/],
    ["a repository without config", { kind: "no-config" }, /No Gatehouse config holds/],
  ])("2: %s, at once", async (_what, said, message) => {
    gate.answers(said);
    const { exit, out, err } = await check(["--wait", "1h"]);
    expect({ exit, out, asked: gate.asked.length }).toEqual({ exit: 2, out: "", asked: 1 });
    expect(err).toMatch(message);
    expect(err).not.toContain(TOKEN);
  });

  test("3: a host that is not there", async () => {
    const { exit, out, err } = await check(["--url", `https://${NO_HOST}`]);
    expect({ exit, out }).toEqual({ exit: 3, out: "" });
    expect(err).toMatch(/^gatehouse: .* could not be asked about: There is no host `a+\.invalid`.*\n$/);
  });

  test("3: a server that has lost its database", async () => {
    gate.answers(new Error("gone"));
    expect(await check(["--format", "json"])).toMatchObject({ exit: 3, out: "" });
  });

  test("2: https where there is none", async () => {
    const { exit, err } = await check(["--url", gate.url.replace("http:", "https:")]);
    expect(exit).toBe(2);
    expect(err).toMatch(/does not speak TLS/);
  });

  test("130: Ctrl-C", async () => {
    gate.answers(AWAITING);
    const args = [
      "deploy-check",
      "--repo",
      "acme/shop",
      "--environment",
      "production",
      "--sha",
      SHA,
      "--url",
      gate.url,
    ];
    const child = spawn(process.execPath, [cli.main, ...args, "--wait", "1h", "--poll", "1s", "--format", "json"], {
      env: { ...process.env, ...NOTHING, GITHUB_TOKEN: TOKEN },
    });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await gate.askedTimes(2);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(Buffer.concat(out).toString("utf8")).toBe("");
  });
});
