import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandTree, everyNode } from "../../src/cli/completion/command-tree.ts";
import { program } from "../../src/cli/program.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { ran } from "./commands/asking.ts";

const NOWHERE: Shell = {
  cwd: ".",
  stdin: (async function* () {})(),
  write: () => undefined,
  complain: () => undefined,
  colour: false,
  now: () => new Date(),
  env: {},
};

/** Where somebody types. */
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "gatehouse-completion-"));
  mkdirSync(join(cwd, "docs"));
  for (const name of ["deploy notes.md", "release.yml"]) writeFileSync(join(cwd, name), "");
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const BUILTINS = [
  "deploy",
  "feature-implementation",
  "finalization",
  "implementation-plan",
  "production-launch",
  "release-readiness",
];
const FILES = ["deploy notes.md", "docs", "release.yml"];

const script = async (shell: string): Promise<string> => (await ran(["completion", shell])).text;

/** What bash offers after a line as somebody has typed it; the last word is the one to be completed. */
const offered = async (line: string): Promise<readonly string[]> => {
  const words = line.split(" ");
  const asked = `COMP_WORDS=(${words.map((word) => JSON.stringify(word)).join(" ")})
COMP_CWORD=${words.length - 1}
_gatehouse
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", `${await script("bash")}\n${asked}`], {
    encoding: "utf8",
    cwd,
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((word) => word !== "");
};

describe("bash", () => {
  test.each([
    ["gatehouse va", ["validate"]],
    ["gatehouse procedures ", ["list", "show", "help"]],
    ["gatehouse audit e", ["export"]],
    ["gatehouse parse --f", ["--format"]],
    ["gatehouse parse --format ", ["text", "json", "github"]],
    ["gatehouse parse --format = j", ["json"]],
    ["gatehouse simulate --repo acme/shop --format m", ["markdown"]],
    ["gatehouse audit verify --format ", ["text", "json"]],
    ["gatehouse audit export --format ", ["json", "csv", "md"]],
    ["gatehouse completion z", ["zsh"]],
    ["gatehouse init --mode s", ["shadow"]],
    ["gatehouse help backt", ["backtest"]],
    ["gatehouse procedures show ", [...BUILTINS, ...FILES]],
    ["gatehouse procedures show de", ["deploy", "deploy notes.md"]],
    ["gatehouse evaluate --procedure re", ["release-readiness", "release.yml"]],
    ["gatehouse backtest --procedure rele", ["release-readiness", "release.yml"]],
    ["gatehouse parse d", ["deploy", "deploy notes.md", "docs"]],
    ["gatehouse evaluate --snapshot ", []],
    ["gatehouse --v", ["--version"]],
  ])("%s", async (line, words) => {
    expect(new Set(await offered(line))).toEqual(new Set(words));
  });

  test("every command and every option of every command is offered", async () => {
    for (const { path, options, commands } of everyNode(commandTree(program(NOWHERE, () => undefined)))) {
      const line = ["gatehouse", ...path].join(" ");
      expect({ line, flags: await offered(`${line} -`) }).toEqual({
        line,
        flags: options.flatMap(({ flags }) => flags),
      });
      const names = commands.map((one) => one.path.at(-1));
      if (names.length > 0) expect({ line, names: await offered(`${line} `) }).toEqual({ line, names });
    }
  });
});

test.each(["bash", "zsh", "fish"])("what %s reads is a script of that shell", async (shell) => {
  const text = await script(shell);
  expect(text).toMatch(/^#/u);
  expect(text).toContain("backtest");
  const { error, status, stderr } = spawnSync(shell, ["-n"], { input: text, encoding: "utf8" });
  if (error !== undefined) return;
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("another shell is wrong use", async () => {
  expect(await ran(["completion", "powershell"])).toMatchObject({
    exit: 2,
    text: "",
    complaint: expect.stringMatching(/Allowed choices are bash, zsh, fish/u),
  });
});
