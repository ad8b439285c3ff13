import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCli, fixtures, type BuiltCli } from "../built.ts";

const MARKDOWN = `# Release

## Before <!-- gate: { blocks: none } -->

- [ ] Tests pass <!-- gate: { require: { checks: all } } -->
- [ ] Plan agreed
  - [ ] with security <!-- gate: { id: security, require: { all: [{ signoff: { role: security } }, tick] } } -->

## After

- [ ] Support told (if applicable)
`;

const BROKEN = "title: Release\nphases:\n  - title: Before\n    steps:\n      - { titel: Tests }\n";

const GATED = `title: Gated
phases:
  - title: Rollout
    starts: { deployed: production }
    due: 24h
    when: { paths: "src/**" }
    gate: { decision: lead }
    steps: [{ title: Watched, when: { paths: "db/**" } }]
`;

let cli: BuiltCli;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  folder = await cli.folder({
    "release.md": MARKDOWN,
    "crlf.md": `\uFEFF${MARKDOWN.replaceAll("\n", "\r\n")}`,
    "broken.yml": BROKEN,
    "broken-crlf.yml": `\uFEFF${BROKEN.replaceAll("\n", "\r\n")}`,
    "gated.yml": GATED,
    "tasks.txt": "- [ ] one\n",
    "empty.yml": "",
    "steps.md": `# Many\n\n${Array.from({ length: 1000 }, (_, index) => `- [ ] Step ${index + 1}\n`).join("")}`,
    "large.md": `# Large\n\n- [ ] One\n\n${"word ".repeat(220_000)}\n`,
    "odd.md": "# Odd\n\n- [ ] Red \u001B[31malert\n- [ ] 🚀 שלום\n",
  });
});

afterAll(async () => cli.remove());

const model = async (args: readonly string[], stdin = "") => {
  const { exit, out } = await cli.run(["parse", ...args, "--format", "json"], { cwd: folder, stdin });
  return { exit, json: JSON.parse(out) };
};

const step = { box: true, optional: false, waivable: false, when: null, help: null, steps: [] };
const tick = { ...step, require: { kind: "tick", settings: { humans_only: true } }, asks: "a tick" };
const phase = { environments: [], when: null, starts: null, due: null, blocksNext: false, gate: null };

const MODEL = [
  {
    ...phase,
    id: "before",
    title: "Before",
    blocks: null,
    steps: [
      {
        ...step,
        id: "tests-pass",
        title: "Tests pass",
        require: { kind: "checks", settings: expect.anything() },
        asks: "all checks succeed",
        box: false,
      },
      {
        ...tick,
        id: "plan-agreed",
        title: "Plan agreed",
        steps: [
          {
            ...tick,
            id: "security",
            title: "with security",
            require: {
              kind: "all",
              settings: [
                { kind: "signoff", settings: expect.objectContaining({ role: "security" }) },
                { kind: "tick", settings: { humans_only: true } },
              ],
            },
            asks: expect.stringMatching(/^1 sign-off by security.* and a tick$/),
          },
        ],
      },
    ],
  },
  {
    ...phase,
    id: "after",
    title: "After",
    blocks: "merge",
    steps: [
      {
        ...tick,
        id: "support-told-if-applicable",
        title: "Support told (if applicable)",
        optional: true,
        waivable: true,
      },
    ],
  },
];

describe("--format json prints the model and nothing else", () => {
  test.each([
    { title: "a file", args: ["release.md"], stdin: "", id: "release" },
    { title: "CRLF line ends and a byte-order mark", args: ["crlf.md"], stdin: "", id: "crlf" },
    { title: "standard input", args: ["-", "--stdin-filename", "docs/release.md"], stdin: MARKDOWN, id: "release" },
  ])("$title", async ({ args, stdin, id }) => {
    const { exit, json } = await model(args, stdin);
    expect(exit).toBe(0);
    expect(json).toEqual({ id, title: "Release", phases: MODEL, findings: [] });
  });

  test("of a broken file, with its findings, and ends with 1", async () => {
    const { exit, json } = await model(["broken.yml"]);
    expect(exit).toBe(1);
    expect(json).toMatchObject({ id: null, title: null, phases: [] });
    expect(json.findings).toContainEqual(
      expect.objectContaining({ code: "procedure/unknown-key", line: 5, column: 11 }),
    );
    expect(json.findings.every(({ message }: { message: unknown }) => typeof message === "string")).toBe(true);
  });

  test("places are the same with CRLF line ends and a byte-order mark", async () => {
    const [plain, crlf] = await Promise.all([model(["broken.yml"]), model(["broken-crlf.yml"])]);
    const places = ({ json }: typeof plain) =>
      json.findings.map(({ line, column }: { line: number; column: number }) => ({ line, column }));
    expect(places(crlf)).toEqual(places(plain));
  });

  test("of 1,000 steps", async () => {
    const { exit, json } = await model(["steps.md"]);
    expect({ exit, steps: json.phases[0].steps.length }).toEqual({ exit: 0, steps: 1000 });
    expect(json.phases[0].steps.at(-1)).toMatchObject({ id: "step-1000", title: "Step 1000" });
  });
});

describe("--format text", () => {
  test("says what it is, then phase by phase what is asked for", async () => {
    const { exit, out, err } = await cli.run(["parse", "release.md"], { cwd: folder });
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out.split("\n")[0]).toBe("release.md is valid: “Release” (release), 2 phases, 4 steps.");
    expect(out).toMatch(/^After {2}after, blocks merge$/m);
    expect(out).toMatch(
      /^ {2}- Support told \(if applicable\) {2}support-told-if-applicable: a tick, optional, waivable$/m,
    );
    expect(out).toMatch(/^ {4}- with security {2}security: /m);
  });

  test("says when a phase opens, is due and applies, and by which id the record names what closes it", async () => {
    const { out } = await cli.run(["parse", "gated.yml"], { cwd: folder });
    expect(out).toMatch(
      /^Rollout {2}rollout, .*opens with the deployment to production, due 24h after it opens, only when .*`src\/\*\*`/m,
    );
    expect(out).toMatch(/^ {2}- Watched {2}watched: a tick, only when .*`db\/\*\*`/m);
    expect(out).toMatch(/^ {2}- What closes it {2}rollout:gate: .*lead/m);
  });

  test("names file, line and column of what is wrong, so that editors can jump there", async () => {
    const { exit, out } = await cli.run(["parse", "broken.yml"], { cwd: folder });
    expect(exit).toBe(1);
    expect(out).toMatch(/^broken\.yml is not valid: \d errors?\.$/m);
    expect(out).toMatch(/^broken\.yml:5:11: error: Unknown key `titel`.*\(procedure\/unknown-key\)$/m);
  });

  test.each([
    ["over 1 MB", "large.md", /1 MB/],
    ["of another kind", "tasks.txt", /`\.md`/],
    ["that is empty", "empty.yml", /empty/],
  ])("a file %s is not valid, and says why", async (_, file, why) => {
    const { exit, out, err } = await cli.run(["parse", file], { cwd: folder });
    expect({ exit, err }).toEqual({ exit: 1, err: "" });
    expect(out).toMatch(why);
  });

  test("a text of the document can't drive the terminal", async () => {
    const { out } = await cli.run(["parse", "odd.md"], { cwd: folder });
    expect(out).not.toContain("\u001B");
    expect(out).toContain("🚀 שלום");
  });
});

describe("--format github", () => {
  test("annotates the line", async () => {
    const { exit, out } = await cli.run(["parse", "broken.yml", "--format", "github"], { cwd: folder });
    expect(exit).toBe(1);
    expect(out).toMatch(/^::error file=broken\.yml,line=5,col=11::Unknown key `titel`/m);
  });

  test("has no annotation for a valid file", async () => {
    const { exit, out } = await cli.run(["parse", "release.yml", "--format", "github"], { cwd: fixtures });
    expect({ exit, out }).toEqual({
      exit: 0,
      out: "Gatehouse: release.yml is valid: “Release” (release), 3 phases, 6 steps.\n",
    });
  });
});
