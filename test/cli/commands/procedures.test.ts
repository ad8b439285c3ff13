import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { ProcedureOutline, ProcedureSummary } from "../../../src/procedures/outline.ts";
import { everyStep } from "../../../src/procedures/model.ts";
import { parseProcedure } from "../../../src/procedures/parse.ts";
import { buildCli, fixtures, type BuiltCli } from "../built.ts";

const IDS = readdirSync("procedures")
  .filter((name) => name.endsWith(".yml"))
  .map((name) => name.slice(0, -".yml".length))
  .toSorted();

const OWN = `---
title: "Own <b>*checks*</b>"
parameters: { version: { file: package.json, pointer: /version }, feature: { branch: "feature/{feature}" } }
---

## First <!-- gate: { blocks: none } -->

- [ ] Tell \`everybody\` and <script> <!-- gate: { when: { labels: [x, y] }, help: "See [the wiki](https://example.com)." } -->
- [ ] Both <!-- gate: { id: both, require: { all: [{ checks: a }, { any: [{ labels: b }, tick] }] } } -->
`;

let cli: BuiltCli;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  folder = await cli.folder({
    "docs/own.md": OWN,
    "broken.yml": "title: Release\nphases:\n  - steps: [{ titel: Tests }]\n",
    "release-readiness": "# A file without an ending\n\n- [ ] One\n",
  });
});

afterAll(async () => cli.remove());

const run = async (...args: readonly string[]) => cli.run(["procedures", ...args], { cwd: folder });

const document = (id: string): string => readFileSync(`procedures/${id}.yml`, "utf8");

const modelOf = (id: string) => {
  const { procedure } = parseProcedure(document(id), `${id}.yml`);
  if (procedure === undefined) throw new Error(`${id} is not valid`);
  return procedure;
};

describe("list", () => {
  test("names every built-in procedure with what it is for and what it needs", async () => {
    const { exit, out, err } = await run("list");
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect([...out.matchAll(/^builtin:(\S+) {2}\S/gm)].map(([, id]) => id)).toEqual(IDS);
    expect(out).toMatch(/^\d procedures? comes? with Gatehouse\. `gatehouse procedures show ID` prints one\.\n/);
    expect(out).toContain(`
builtin:release-readiness  Release readiness 1.0
  What every change shows before it is merged and released - what it means for users, and how to take it back.
  runs on every pull request
  3 phases, 8 steps
  roles: release-manager
`);
    expect(out).not.toContain("\u001B");
  });

  test("as JSON holds what is documented, and nothing else", async () => {
    const { exit, out } = await run("list", "--format", "json");
    expect(exit).toBe(0);
    const Listed = z.strictObject({ procedures: z.array(ProcedureSummary.extend({ reference: z.string() }).strict()) });
    expect(Listed.parse(JSON.parse(out)).procedures.map(({ reference }) => reference)).toEqual(
      IDS.map((id) => `builtin:${id}`),
    );
  });
});

describe.each(IDS)("show %s", (id) => {
  test("prints every phase, step, proof and help of it as Markdown", async () => {
    const { exit, out, err } = await run("show", id);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    const { title, phases } = modelOf(id);
    const steps = phases.flatMap((phase) => everyStep(phase.steps));
    expect(out).toMatch(new RegExp(`^# ${title}\n`, "u"));
    expect(out.match(/^ *- (?:\[ \] )?.* {2}\n +`/gm)).toHaveLength(steps.length);
    expect(steps.filter((step) => !out.includes(`\`${step.id}\`: `)).map((step) => step.id)).toEqual([]);
    expect(phases.filter((phase) => !out.includes(`\n\n\`${phase.id}\` holds back `))).toEqual([]);
    expect(out).not.toMatch(/undefined|\[object|null|\u200B/u);
  });

  test("a box is shown for each step that people tick, and for no other", async () => {
    const { out } = await run("show", id);
    const boxes = modelOf(id)
      .phases.flatMap((phase) => everyStep(phase.steps))
      .filter(({ require }) => require.ticker() !== undefined);
    expect(out.match(/^ *- \[ \] /gm) ?? []).toHaveLength(boxes.length);
  });

  test("as JSON is its model, as source the document", async () => {
    const [json, source] = await Promise.all([
      run("show", id, "--format", "json"),
      run("show", `builtin:${id}`, "--format", "source"),
    ]);
    const model = ProcedureOutline.extend({ reference: z.string() }).strict().parse(JSON.parse(json.out));
    expect(model).toMatchObject({ reference: `builtin:${id}`, id });
    expect(source).toEqual({ exit: 0, err: "", out: document(id) });
  });
});

test("show prints what is kept beside this test, word for word", async () => {
  const { out } = await run("show", "release-readiness");
  expect(out).toBe(readFileSync(`${fixtures}/show-release-readiness.txt`, "utf8"));
});

describe("a document of one's own", () => {
  test("is shown as the built-in ones are; its words stay words", async () => {
    const { exit, out } = await run("show", "./docs/own.md");
    expect(exit).toBe(0);
    expect(out).toContain(String.raw`# Own &lt;b&gt;\*checks\*&lt;/b&gt;`);
    expect(out).toContain("`./docs/own.md`, runs on every pull request.");
    expect(out).toContain("procedures:\n  - docs/own.md\n```");
    expect(out).toContain("- `{version}` is read from `package.json` at `/version`.");
    expect(out).toContain("- `{feature}` is taken from the name of the head branch, `feature/{feature}`.");
    expect(out).toContain("      version: { value: something/else }\n");
    expect(out).toContain("Only when it carries one of the labels `x` or `y`.");
    expect(out).toContain("`both`: the check `a` succeeds and (the label `b` or a tick).");
    expect(out).not.toContain("<script>");
  });

  test("by standard input", async () => {
    const { exit, out } = await cli.run(["procedures", "show", "-", "--stdin-filename", "own.md"], { stdin: OWN });
    expect(exit).toBe(0);
    expect(out).toContain("## First");
  });

  test("that is not valid is not shown: what is wrong with it goes to standard error", async () => {
    const { exit, out, err } = await run("show", "broken.yml");
    expect({ exit, out }).toEqual({ exit: 1, out: "" });
    expect(err).toMatch(/^gatehouse: `broken\.yml` is not valid/);
    expect(err).toMatch(/^broken\.yml:3:\d+: Unknown key `titel`/m);
  });

  test("a built-in procedure comes before a file of its name", async () => {
    const { out } = await run("show", "release-readiness");
    expect(out).toMatch(/^# Release readiness\n/);
  });
});

describe("wrong use ends with 2 and says what to change", () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      "a mistyped id",
      ["show", "release-readyness"],
      /no built-in procedure `release-readyness`. Did you mean `release-readiness`\? Expected `/,
    ],
    [
      "an id like nothing",
      ["show", "builtin:zzz"],
      /no built-in procedure `zzz`. Expected .*`release-readiness`.*such as `\.\/zzz\.md`/,
    ],
    ["a missing file", ["show", "./none.md"], /There is no file `\.\/none\.md`/],
    ["no id", ["show"], /missing required argument 'procedure'\nTry `gatehouse procedures show --help`/],
    ["an empty id", ["show", ""], /name of a file is empty/],
    ["an unknown format", ["show", "x", "--format", "html"], /Allowed choices are markdown, json, source/],
    ["an argument of list", ["list", "deploy"], /too many arguments/],
    ["an unknown command", ["lst"], /unknown command 'lst'/],
    ["no command", [], /^Usage: gatehouse procedures/],
  ])("%s", async (_, args, message) => {
    const { exit, out, err } = await run(...args);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
