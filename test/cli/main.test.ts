import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { buildCli, fixtures, type BuiltCli } from "./built.ts";

let cli: BuiltCli;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  folder = await cli.folder({
    "release.md": "# Release\n\n- [ ] Tests pass\n",
    "utf16.md": Uint8Array.of(0xff, 0xfe, 0x41, 0),
    "latin1.md": Uint8Array.of(0x2d, 0xe9, 0x41),
    "empty.json": "\n",
  });
});

afterAll(async () => cli.remove());

describe("help", () => {
  test.each([[["--help"]], [["help"]], [["parse", "--help"]], [["help", "validate"]], [["evaluate", "-h"]]])(
    "%j answers on standard output with examples and exit codes",
    async (args) => {
      const { exit, out, err } = await cli.run(args);
      expect({ exit, err }).toEqual({ exit: 0, err: "" });
      expect(out).toMatch(/^Usage: gatehouse/);
      expect(out).toMatch(/Examples:\n {2}\$ gatehouse/);
      expect(out).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 /);
    },
  );

  test("--version prints the package's", async () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile("package.json", "utf8")));
    expect(await cli.run(["--version"])).toEqual({ exit: 0, out: `${version}\n`, err: "" });
  });
});

describe("wrong use ends with 2, says what to change, and prints nothing to standard output", () => {
  const evaluate = ["evaluate", "--procedure", "release.md", "--snapshot", "empty.json"];
  test.each<[string, readonly string[], RegExp]>([
    ["no command", [], /^Usage: gatehouse/],
    ["unknown command", ["pars", "release.md"], /unknown command 'pars'\n\(Did you mean parse\?\)/],
    ["help of an unknown command", ["help", "pars"], /unknown command 'pars'|Usage/],
    ["no file", ["parse"], /missing required argument 'file'\nTry `gatehouse parse --help`/],
    ["too many files", ["parse", "a.md", "b.md"], /too many arguments/],
    [
      "unknown option",
      ["parse", "--fromat", "json", "release.md"],
      /unknown option '--fromat'\n\(Did you mean --format\?\)/,
    ],
    [
      "unknown format",
      ["parse", "release.md", "--format", "xml"],
      /'xml' is invalid. Allowed choices are text, json, github/,
    ],
    ["format without a value", ["parse", "release.md", "--format"], /argument missing/],
    [
      "missing file",
      ["parse", "relase.md"],
      /There is no file `relase.md`; expected a procedure, YAML or Markdown, or `builtin:ID`\..* Did you mean `release.md`\?/,
    ],
    ["file below a file", ["parse", "release.md/x"], /There is no file `release.md\/x`/],
    ["folder as file", ["parse", "."], /`\.` is a folder; expected a procedure, YAML or Markdown.*gatehouse validate/],
    ["empty name", ["parse", ""], /The name of a file is empty/],
    ["UTF-16", ["parse", "utf16.md"], /`utf16.md` is UTF-16 text; save it as UTF-8/],
    ["not UTF-8", ["parse", "latin1.md"], /`latin1.md` is not UTF-8 text/],
    ["unnamed standard input", ["parse", "-"], /add `--stdin-filename release.md`/],
    ["name for a file", ["parse", "release.md", "--stdin-filename", "a.md"], /give `-` as the file/],
    ["missing folder", ["validate", "nowhere"], /There is no folder `nowhere`/],
    [
      "file as folder",
      ["validate", "release.md"],
      /`release.md` is a file; expected the folder.*gatehouse parse release.md/,
    ],
    ["nothing to validate", ["validate"], /There is nothing to check in `\.`.*gatehouse\.yml/],
    ["no procedure", ["evaluate", "--snapshot", "empty.json"], /required option '--procedure <file>'/],
    ["no snapshot", ["evaluate", "--procedure", "release.md"], /required option '--snapshot <file>'/],
    ["empty snapshot", evaluate, /`empty.json` is empty; expected JSON or YAML/],
    ["a word for now", [...evaluate, "--now", "today"], /`--now today` is no moment; expected ISO 8601/],
    ["now without time zone", [...evaluate, "--now", "2026-05-04T10:00:00"], /with a time zone/],
    ["a day that is none", [...evaluate, "--now", "2026-02-30T10:00:00Z"], /is no moment/],
    [
      "missing ledger",
      [...evaluate.slice(0, 4), `${fixtures}/ready.yml`, "--ledger", "l.yml"],
      /There is no file `l.yml`; expected a ledger file, JSON or YAML/,
    ],
    ["standard input twice", ["evaluate", "--procedure", "-", "--snapshot", "-"], /Only one of the files/],
    ["stray argument", [...evaluate, "x"], /too many arguments/],
  ])("%s", async (_, args, message) => {
    const { exit, out, err } = await cli.run(args, { cwd: folder });
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

test("the file begins with the line that makes it a program", async () => {
  expect(await readFile(cli.main, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect((await stat(cli.main)).isFile()).toBe(true);
});

test("an installation that can't load ends with 2, which is never taken for a verdict", async () => {
  const run = join(dirname(cli.main), "run.js");
  await rename(run, `${run}.away`);
  const ended = await cli.run(["--version"]);
  await rename(`${run}.away`, run);
  expect(ended).toEqual({ exit: 2, out: "", err: expect.stringMatching(/installation is broken; install it anew/) });
});

test("a reader that stops early is no fault", async () => {
  const steps = Array.from(
    { length: 2000 },
    (_, index) => `- [ ] Step ${index}, ${"which takes long ".repeat(6)}\n`,
  ).join("");
  const cwd = await cli.folder({ "many.md": `# Many\n\n${steps}` });
  const child = spawn(
    "bash",
    ["-o", "pipefail", "-c", '"$0" "$1" parse many.md | head -1', process.execPath, cli.main],
    { cwd },
  );
  const err: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const [exit] = await once(child, "close");
  expect({ exit, err: Buffer.concat(err).toString("utf8") }).toEqual({ exit: 0, err: "" });
});
