import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCli, fixtures, type BuiltCli } from "../built.ts";

const NOW = ["--now", "2026-05-04T10:00:00Z"];
const SUBJECT = { repository: "acme/shop", number: 1 };

let cli: BuiltCli;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  const steps = Array.from({ length: 1000 }, (_, index) => `- [ ] Step ${index + 1}\n`).join("");
  folder = await cli.folder({
    "tick.md": "# Release\n\n- [ ] Tests pass\n",
    "none.yml": "title: Loose\nphases: [{ title: Notes, blocks: none, steps: [{ title: Thought of }] }]\n",
    "none-checks.yml":
      "title: Loose\nphases: [{ title: Notes, blocks: none, steps: [{ title: Green, require: checks }] }]\n",
    "needs.yml": [
      "title: Needs",
      "phases:",
      "  - title: All",
      "    steps:",
      "      - { title: Signed, require: { signoff: security } }",
      "      - { title: Planned, require: { document: { path: docs/plan.md } } }",
    ].join("\n"),
    "deploy.md":
      "# Deploy\n\n## Production <!-- gate: { blocks: deploy, environments: [production] } -->\n\n- [ ] Watched\n",
    "elsewhere.yml": "title: Docs\napplies: { base: release }\nphases: [{ title: All, steps: [{ title: One }] }]\n",
    "broken.yml": "title: Broken\nphases: [{ title: All, steps: [{ titel: One }] }]\n",
    "steps.md": `# Many\n\n${steps}`,
    "bare.json": JSON.stringify({ subject: SUBJECT }),
    "bom.json": `\uFEFF${JSON.stringify({ subject: SUBJECT }, null, "\t").replaceAll("\n", "\r\n")}`,
    "large.json": JSON.stringify({ subject: SUBJECT, body: "word ".repeat(300_000) }),
    "files.json": JSON.stringify({
      subject: SUBJECT,
      files: Array.from({ length: 3000 }, (_, at) => ({ path: `src/${at}.ts` })),
    }),
    "ticked.json": JSON.stringify([
      {
        act: "tick",
        procedure: "tick",
        step: "tests-pass",
        by: { login: "ada" },
        permission: "write",
        at: "2026-05-04T09:00:00Z",
      },
    ]),
  });
});

afterAll(async () => cli.remove());

const evaluate = async (args: readonly string[], stdin = "") =>
  cli.run(["evaluate", ...args, ...NOW], { cwd: folder, stdin });
const onBare = (procedure: string): readonly string[] => ["--procedure", procedure, "--snapshot", "bare.json"];

const example = async (args: string) =>
  cli.run(["evaluate", "--procedure", "release.yml", ...args.split(" "), ...NOW], { cwd: fixtures });

describe("the worked example", () => {
  test("is not ready as it was opened: what is left and whose turn it is come first, then each open step", async () => {
    const { exit, out, err } = await example("--snapshot not-ready.json");
    expect({ exit, err }).toEqual({ exit: 1, err: "" });
    const [first] = out.split("\n");
    expect(first).toMatch(/^Not ready: 3 of 4 left before the merge \(.*\)\. Next: .*grace/);
    expect(first).toContain("security (mallory, trent)");
    expect(out).toMatch(/^ {2}✗ Release notes \(documents\/release-notes\)\n {6}\S.*\n {6}→ \S/m);
    expect(out).toMatch(/help: See the wiki page on staging/);
    expect(out.indexOf("\nOpen\n")).toBeLessThan(out.indexOf("\nDone\n"));
    expect(out).toMatch(/✓ Checks succeeded/);
    expect(out).toMatch(/– Tried out on staging › Migrations rehearsed .*: Does not apply/);
    expect(out).not.toContain("\u001B");
  });

  test("is ready when everything is done", async () => {
    const { exit, out } = await example("--snapshot ready.yml --ledger ready-ledger.yml");
    expect(exit).toBe(0);
    expect(out).toMatch(/^Ready: all 4 steps before the merge are done\.\n/);
    expect(out).not.toMatch(/^Open$/m);
  });

  test("as JSON is the verdict", async () => {
    const { exit, out } = await example("--snapshot not-ready.json --format json");
    const verdict = JSON.parse(out);
    expect(exit).toBe(1);
    expect(verdict).toMatchObject({
      ready: false,
      lacking: [],
      gates: [{ gate: "merge", state: "shut", left: 3, total: 4 }],
      findings: [],
      evaluatedAt: "2026-05-04T10:00:00.000Z",
      procedures: [{ id: "release", applies: true }],
    });
    const [documents] = verdict.procedures[0].phases;
    expect(documents.steps[0]).toMatchObject({
      id: "release-notes",
      state: "unmet",
      reason: expect.any(String),
      remedy: expect.any(String),
    });
  });

  test("as workflow commands: an error for what must change, a warning for what is awaited, each at its step", async () => {
    const { exit, out } = await example("--snapshot not-ready.json --format github");
    const lines = out.trimEnd().split("\n");
    expect(exit).toBe(1);
    expect(lines[0]).toMatch(/^::error file=release\.yml,line=\d+,col=1::Release notes: .*%0A/);
    expect(lines[1]).toMatch(/^::warning file=release\.yml,line=\d+,col=1::Tried out on staging: /);
    expect(lines.at(-1)).toMatch(/^Gatehouse: Not ready: 3 of 4 left before the merge/);
    const at = lines.slice(0, -1).map((line) => Number(/line=(\d+)/.exec(line)?.[1]));
    expect(at).toEqual(at.toSorted((one, other) => one - other));
    expect(at[0]).toBeGreaterThan(1);
  });

  test("gets the same answer every time", async () => {
    const [one, other] = await Promise.all([
      example("--snapshot not-ready.json --format json"),
      example("--snapshot not-ready.json --format json"),
    ]);
    expect(one).toEqual(other);
  });
});

describe("exit", () => {
  test.each([
    {
      title: "1: a box is open",
      args: onBare("tick.md"),
      exit: 1,
      first: /^Not ready: 1 of 1 left \(1 tick\)\. Next: anyone with write access\./,
    },
    {
      title: "0: it is ticked",
      args: [...onBare("tick.md"), "--ledger", "ticked.json"],
      exit: 0,
      first: /^Ready: the one step to do is done\./,
    },
    {
      title: "0: what is open holds nothing back",
      args: onBare("none.yml"),
      exit: 0,
      first: /^Ready: nothing holds back the merge\./,
    },
    {
      title: "1: it holds nothing back, but can't be determined",
      args: onBare("none-checks.yml"),
      exit: 1,
      first: /^Not ready: nothing holds back the merge, but 1 step could not be determined\./,
    },
    {
      title: "0: the procedure does not apply",
      args: onBare("elsewhere.yml"),
      exit: 0,
      first: /^Does not apply: the base branch is `main`\.\n/,
    },
    {
      title: "1: the procedure is broken",
      args: onBare("broken.yml"),
      exit: 1,
      first: /^Not ready: the procedure is not valid, \d errors?\.\nbroken\.yml:2:/,
    },
    {
      title: "1: 1,000 steps are open",
      args: onBare("steps.md"),
      exit: 1,
      first: /^Not ready: 1000 of 1000 left \(1000 ticks\)/,
    },
    {
      title: "1: a snapshot with tabs, CRLF and a byte-order mark",
      args: ["--procedure", "tick.md", "--snapshot", "bom.json"],
      exit: 1,
      first: /^Not ready: 1 of 1/,
    },
    {
      title: "1: a snapshot over 1 MB",
      args: ["--procedure", "tick.md", "--snapshot", "large.json"],
      exit: 1,
      first: /^Not ready: 1 of 1/,
    },
    {
      title: "1: 3,000 changed files",
      args: ["--procedure", "tick.md", "--snapshot", "files.json"],
      exit: 1,
      first: /^Not ready: 1 of 1/,
    },
  ])("$title", async ({ args, exit, first }) => {
    const ended = await evaluate(args);
    expect({ exit: ended.exit, err: ended.err }).toEqual({ exit, err: "" });
    expect(ended.out).toMatch(first);
  });
});

describe("by standard input", () => {
  test.each([
    [
      "the procedure",
      ["--procedure", "-", "--stdin-filename", "tick.md", "--snapshot", "bare.json"],
      "- [ ] Tests pass\n",
    ],
    [
      "the snapshot as JSON",
      ["--procedure", "tick.md", "--snapshot", "-"],
      '{ "subject": { "repository": "acme/shop", "number": 1 } }',
    ],
    [
      "the snapshot as YAML",
      ["--procedure", "tick.md", "--snapshot", "-"],
      "subject: { repository: acme/shop, number: 1 }\n",
    ],
  ])("%s", async (_, args, stdin) => {
    const { exit, out } = await evaluate(args, stdin);
    expect({ exit, out }).toEqual({ exit: 1, out: expect.stringMatching(/^Not ready: 1 of 1 left/) });
  });

  test("the ledger", async () => {
    const ledger =
      "- { act: tick, procedure: tick, step: tests-pass, by: { login: ada }, permission: write, at: 2026-05-04T09:00:00Z }\n";
    expect(await evaluate([...onBare("tick.md"), "--ledger", "-"], ledger)).toMatchObject({ exit: 0 });
  });
});

describe("what the snapshot file lacks is named by its key", () => {
  test("--format text", async () => {
    const { exit, out } = await evaluate(onBare("needs.yml"));
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^The snapshot file lacks .*add \$\.reviews, \$\.documents\["docs\/plan\.md"\], \$\.roles\.security\./m,
    );
  });

  test("--format json", async () => {
    const { out } = await evaluate([...onBare("needs.yml"), "--format", "json"]);
    expect(JSON.parse(out).lacking).toEqual(["$.reviews", '$.documents["docs/plan.md"]', "$.roles.security"]);
  });

  test("--format github", async () => {
    const { out } = await evaluate([...onBare("needs.yml"), "--format", "github"]);
    expect(out).toMatch(/^::error file=bare\.json,line=1,col=1::The snapshot file lacks .*\$\.reviews/m);
  });
});

test("before the merge, what only a deployment waits for does not stop an answer of 0", async () => {
  const { exit, out } = await evaluate([...onBare("deploy.md"), "--assume-absent"]);
  expect(out).toMatch(/^Ready/);
  expect(exit).toBe(0);
});

describe("--assume-absent", () => {
  test("what the snapshot file does not say is not there, so that what is left is what people would read", async () => {
    const { exit, out } = await evaluate([...onBare("needs.yml"), "--assume-absent"]);
    expect(exit).toBe(1);
    expect(out).toContain("docs/plan.md");
    expect(out).not.toContain("The snapshot does not hold `documents`");
  });

  test("makes nothing green: who holds a role, and what was asked for in vain, is not made up", async () => {
    const { out } = await evaluate([...onBare("needs.yml"), "--assume-absent", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({ ready: false, lacking: ["$.roles.security"] });
  });
});

test("--now decides what time it is", async () => {
  const { out } = await cli.run(
    ["evaluate", ...onBare("tick.md"), "--now", "2026-03-29T03:30:00+02:00", "--format", "json"],
    { cwd: folder },
  );
  expect(JSON.parse(out).evaluatedAt).toBe("2026-03-29T01:30:00.000Z");
});
