import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { chmod, mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { commandTree, everyNode } from "../../src/cli/completion/command-tree.ts";
import { program } from "../../src/cli/program.ts";
import { ran } from "./commands/asking.ts";
import { buildCli, type BuiltCli, type Ended } from "./built.ts";

/** Every command with what people give by mistake: what it says is for them, and it ends as its help says. */

const SNAPSHOT = "subject: { repository: acme/shop, number: 1 }\n";
const PROCEDURE = "title: T\nphases: [{ title: P, steps: [{ title: S, require: { labels: a } }] }]\n";

let cli: BuiltCli;
let cwd: string;

beforeAll(async () => {
  cli = await buildCli();
  cwd = await cli.folder({
    "p.yml": PROCEDURE,
    "s.yml": SNAPSHOT,
    token: "ghp_a",
    "empty.yml": "",
    "binary.yml": Uint8Array.of(0, 1, 0xff, 0xfe),
    "locked.yml": PROCEDURE,
    "cut.gz": Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0),
  });
  await mkdir(join(cwd, "folder.yml"));
  await symlink("loop.yml", join(cwd, "loop.yml"));
  await chmod(cwd, 0o755);
  await chmod(join(cwd, "locked.yml"), 0);
});

afterAll(async () => cli.remove());

/** Nobody's port: nothing is reached from here. */
const CLOSED = "http://127.0.0.1:1";
const ENV = {
  GITHUB_API_URL: CLOSED,
  GITHUB_TOKEN: "",
  GH_TOKEN: "",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_SHA: "4f0c2a9d1b7e63855c8d0e2f9a1b3c4d5e6f7081",
  GATEHOUSE_URL: CLOSED,
  DATABASE_URL: "",
  DATA_DIR: "",
};

/** Root may read everything. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534 } : {};

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  cli.run(args, { cwd, env: { ...ENV, ...env }, ...(args.some((arg) => arg.includes("locked")) ? NOBODY : {}) });

/** Neither a stack nor what the operating system calls it; its code may stand in brackets behind the words. */
const RAW =
  /^\s+at |node:|\bE[A-Z]{4,}[:,]|\b(?:open|read|mkdir|connect|scandir|stat|getaddrinfo) E[A-Z]{3,}|undefined|\[object|This is a fault/mu;

const saysInWords = ({ out, err }: Ended, args: readonly string[]): void => {
  expect({ args, out, err }).toEqual({
    args,
    out: expect.not.stringMatching(RAW),
    err: expect.not.stringMatching(RAW),
  });
};

const KINDS = ["missing.yml", "folder.yml", "empty.yml", "binary.yml", "locked.yml", "loop.yml"] as const;
type Kind = (typeof KINDS)[number];

interface Given {
  readonly command: string;
  /** What comes before the file. */
  readonly args: readonly string[];
  /** How it ends where that is not with 2: a document that is empty is invalid. */
  readonly exits?: Readonly<Partial<Record<Kind, number>>>;
}

const EMPTY_IS_INVALID = { "empty.yml": 1 };
const GITHUB = ["--repo", "acme/shop"];

/** An empty document is read, and what is judged by it has to be asked for. */
const EMPTY_IS_ASKED = { "empty.yml": 3 };

const TAKING_FILES: readonly Given[] = [
  { command: "parse", args: ["parse"], exits: EMPTY_IS_INVALID },
  {
    command: "evaluate --procedure",
    args: ["evaluate", "--snapshot", "s.yml", "--procedure"],
    exits: EMPTY_IS_INVALID,
  },
  { command: "evaluate --snapshot", args: ["evaluate", "--procedure", "p.yml", "--snapshot"] },
  { command: "evaluate --ledger", args: ["evaluate", "--procedure", "p.yml", "--snapshot", "s.yml", "--ledger"] },
  {
    command: "evaluate --config",
    args: ["evaluate", "--procedure", "p.yml", "--snapshot", "s.yml", "--config"],
    exits: EMPTY_IS_INVALID,
  },
  { command: "procedures show", args: ["procedures", "show"], exits: EMPTY_IS_INVALID },
  { command: "validate", args: ["validate"] },
  { command: "validate --organisation", args: ["validate", "--organisation"] },
  { command: "init", args: ["init", "--yes", "--dry-run"], exits: { "folder.yml": 0 } },
  { command: "simulate --token-file", args: ["simulate", ...GITHUB, "--pull", "1", "--token-file"] },
  {
    command: "simulate --procedure",
    args: ["simulate", ...GITHUB, "--pull", "1", "--token-file", "token", "--procedure"],
    exits: EMPTY_IS_ASKED,
  },
  {
    command: "simulate --config",
    args: ["simulate", ...GITHUB, "--pull", "1", "--token-file", "token", "--config"],
    exits: EMPTY_IS_ASKED,
  },
  {
    command: "backtest --procedure",
    args: ["backtest", ...GITHUB, "--token-file", "token", "--procedure"],
    exits: EMPTY_IS_ASKED,
  },
  { command: "doctor --token-file", args: ["doctor", ...GITHUB, "--token-file"] },
  { command: "deploy-check --token-file", args: ["deploy-check", "--environment", "production", "--token-file"] },
  { command: "database import", args: ["database", "import"] },
];

const said = async (kind: string): Promise<string> => (await run(["database", "import", kind])).err;

describe("a file that is none", () => {
  test.each(TAKING_FILES)("$command", async ({ args, exits = {} }) => {
    const all = await Promise.all(KINDS.map(async (kind) => ({ kind, ended: await run([...args, kind]) })));
    for (const { kind, ended } of all) {
      saysInWords(ended, [...args, kind]);
      const exit = exits[kind] ?? 2;
      expect({ kind, exit: ended.exit }).toEqual({ kind, exit });
      if (exit === 2)
        expect({ out: ended.out, err: ended.err }).toEqual({ out: "", err: expect.stringMatching(/^gatehouse: /u) });
    }
  });

  test("the file is named, and what is wrong with it", async () => {
    expect(await said("missing.yml")).toMatch(
      /There is no file `missing\.yml`; expected what `gatehouse database export` wrote/u,
    );
    expect(await said("folder.yml")).toMatch(/`folder\.yml` is a folder/u);
    expect(await said("empty.yml")).toMatch(/`empty\.yml` was not imported\. This is no export/u);
    expect(await said("locked.yml")).toMatch(/`locked\.yml` may not be read by this user/u);
    expect(await said("cut.gz")).toMatch(/`cut\.gz` ends in `\.gz` and can't be unpacked/u);
  });

  test("nothing is left behind", async () => {
    expect(await readdir(cwd)).not.toContain(".gatehouse");
  });
});

test("what can't be written is told with the reason", async () => {
  const folder = await cli.folder({ ".github": "a file" });
  const ended = await run(["init", folder, "--yes"]);
  saysInWords(ended, ["init"]);
  expect(ended).toMatchObject({
    exit: 2,
    out: "",
    err: expect.stringMatching(/can't be written: a part of its path, `.*\.github`, is a file, not a folder\.\n$/u),
  });
});

const windows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;

test("line ends of Windows and a byte order mark change nothing", async () => {
  const folder = await cli.folder({
    "p.yml": windows(PROCEDURE),
    "p.md": windows("# T\n\n- [ ] S <!-- gate: { require: { labels: a } } -->\n"),
    "s.yml": windows(SNAPSHOT),
    "s.json": windows('{ "subject": { "repository": "acme/shop", "number": 1 },\n"labels": ["a"] }\n'),
    "l.yml": windows("[]\n"),
    ".github/gatehouse.yml": windows("version: 1\nprocedures:\n  - p.yml\n"),
    token: windows("ghp_a\n"),
  });
  const ends = async (...args: readonly string[]) => {
    const { exit, err } = await cli.run(args, { cwd: folder, env: ENV });
    return { args, exit, err };
  };
  const evaluate = ["evaluate", "--procedure", "p.md", "--ledger", "l.yml", "--snapshot"];
  for (const [exit, ...args] of [
    [0, "parse", "p.yml"],
    [0, "parse", "p.md"],
    [0, "procedures", "show", "./p.md"],
    [0, "validate"],
    [1, ...evaluate, "s.yml"],
    [0, ...evaluate, "s.json", "--config", ".github/gatehouse.yml"],
  ] as const)
    expect(await ends(...args)).toEqual({ args, exit, err: "" });
  expect(await ends("doctor", ...GITHUB, "--token-file", "token")).toMatchObject({ exit: 3 });
});

describe("what is not reached", () => {
  const DATABASE = {
    DATABASE_URL: "postgresql://u:hush@127.0.0.1:1/x",
    DATABASE_MIGRATION_URL: "postgresql://o@127.0.0.1:1/x",
  };
  test.each<[number, readonly string[], Readonly<Record<string, string>>]>([
    [3, ["simulate", ...GITHUB, "--pull", "1", "--token-file", "token"], {}],
    [3, ["backtest", ...GITHUB, "--token-file", "token"], {}],
    [3, ["doctor", ...GITHUB, "--token-file", "token"], {}],
    [3, ["deploy-check", "--environment", "production", "--token-file", "token"], {}],
    [2, ["audit", "verify"], DATABASE],
    [2, ["audit", "export", ...GITHUB, "--format", "json"], DATABASE],
    [2, ["database", "migrate"], DATABASE],
    [2, ["database", "export", "new.jsonl"], DATABASE],
    [2, ["database", "import", "p.yml"], DATABASE],
  ])("ends with %i: %j", async (exit, args, env) => {
    const ended = await run(args, env);
    saysInWords(ended, args);
    expect({ exit: ended.exit, out: ended.out }).toEqual({ exit, out: "" });
    expect(ended.err).not.toContain("hush");
  });
});

const inThisProcess = async (args: readonly string[]): Promise<Ended> => {
  const { exit, text, complaint } = await ran(args, { cwd });
  return { exit, out: text, err: complaint };
};

describe("wrong arguments", () => {
  const NOWHERE = {
    cwd: ".",
    stdin: (async function* () {})(),
    write: () => undefined,
    complain: () => undefined,
    colour: false,
    now: () => new Date(),
    env: {},
  };
  const nodes = everyNode(commandTree(program(NOWHERE, () => undefined))).filter(({ path }) => path.at(-1) !== "help");

  test.each(nodes.map(({ path }) => [path.join(" "), path] as const))("gatehouse %s", async (_name, path) => {
    const all = [
      { args: [...path, "--no-such-option"], here: false },
      { args: [...path, "one", "two", "three"], here: true },
      { args: [...path, "--format", "nonsense"], here: true },
    ];
    for (const { args, here } of all) {
      const ended = here ? await inThisProcess(args) : await run(args);
      saysInWords(ended, args);
      expect({ args, exit: ended.exit, out: ended.out }).toEqual({ args, exit: 2, out: "" });
    }
  });
});

test.each(["doctor", "simulate", "backtest"])(
  "%s says how a repository is named, where it is not said by name",
  async (name) => {
    const { exit, err } = await run([name, "acme/shop"]);
    expect({ exit, err }).toEqual({
      exit: 2,
      err: expect.stringContaining("Name the repository as `--repo acme/shop`."),
    });
    const none = await run([name]);
    expect(none).toMatchObject({ exit: 2, err: expect.not.stringContaining("Name the repository") });
  },
);
