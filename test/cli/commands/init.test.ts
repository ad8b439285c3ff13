import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { init } from "../../../src/cli/commands/init.ts";
import type { InitRequest } from "../../../src/cli/commands/init-request.ts";
import type { Ask } from "../../../src/cli/init/ask.ts";
import { InitDocument } from "../../../src/cli/json/init.ts";
import type { Shell } from "../../../src/cli/shell.ts";
import { fc } from "../../properties.ts";
import { ran } from "./asking.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "gatehouse-init-"));
});

afterAll(async () => rm(root, { recursive: true, force: true }));

let made = 0;

type Files = Readonly<Record<string, string>>;

const checkout = async (files: Files): Promise<string> => {
  made += 1;
  const folder = join(root, `shop-${made}`);
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
};

const Validated = z.looseObject({ valid: z.boolean(), findings: z.array(z.unknown()) });

/** What was written, and what `validate` says of it. */
const initialised = async (files: Files, args: readonly string[] = []) => {
  const cwd = await checkout(files);
  const { exit, text, complaint } = await ran(["init", "--yes", "--format", "json", ...args], { cwd });
  if (exit !== 0) throw new Error(`${complaint}${text}`);
  const document = InitDocument.parse(JSON.parse(text));
  const validated = await ran(["validate", "--format", "json"], { cwd });
  const config = await readFile(join(cwd, ".github/gatehouse.yml"), "utf8");
  const procedure = await readFile(join(cwd, ".github/procedures/change.yml"), "utf8").catch(() => "");
  return { cwd, document, config, procedure, ...Validated.parse(JSON.parse(validated.text)) };
};

const TEMPLATE = `# Pull request

## What and why

<!-- Tell us -->

## Type of change

- [ ] Bug fix
- [ ] Feature

## Rollback plan

## Release notes

## Screenshots (if applicable)

## Checklist

- [ ] Tests were added
- [ ] Docs are up to date (if applicable)
`;

const SHOP: Files = {
  ".github/pull_request_template.md": TEMPLATE,
  ".github/CODEOWNERS": "# people\n*  @acme/leads @ada docs@example.com\n/docs/ @acme/writers\n",
  ".github/workflows/ci.yml": "on: [push, pull_request]\njobs: { test: { runs-on: x, steps: [] } }\n",
  ".github/workflows/deploy.yaml":
    'on: { push: { branches: [main] } }\njobs:\n  s: { environment: staging }\n  p: { environment: { name: Production, url: x } }\n  c: { environment: canary }\n  e: { environment: "${{ inputs.to }}" }\n',
  ".changeset/config.json": "{}",
  "packages/web/package.json": "{}",
  "packages/web/CHANGELOG.md": "# web\n",
  "packages/api/package.json": "{}",
  "docs/release-checklist.md": "# Release\n\n- [ ] Told support\n- [ ] Told sales\n",
  "node_modules/x/release.md": "- [ ] a\n- [ ] b\n",
  "test/fixtures/deploy.md": "- [ ] a\n- [ ] b\n",
};

describe("what is found is what is asked for", () => {
  test("a repository with everything", async () => {
    const { config, procedure, findings, document } = await initialised(SHOP);
    expect(findings).toEqual([]);
    expect(config).toContain('"lead": ["@acme/leads", "ada"]');
    expect(config).toContain("mode: shadow");
    expect(config).toContain('{ use: "docs/release-checklist.md", applies: { labels: release } }');
    expect(config).toMatch(/environments:\n {2}"staging": \{\}\n {2}"Production": \{\}\n {2}"canary": \{\}\n/u);
    expect(procedure).toContain('require: { section: "What and why" }');
    expect(procedure).toContain('require: { rollback_plan: { section: ["Rollback plan"] } }');
    expect(procedure).toContain('section: ["Release notes"], files: [".changeset/*.md"], changelog: false');
    expect(procedure).toContain('when: { paths: ["packages/**"] }');
    expect(procedure).toContain("require: { checks: all }");
    expect(procedure).toContain("require: { signoff: { role: lead } }");
    expect(procedure).toMatch(/title: "Docs are up to date \(if applicable\)"\n +optional: true/u);
    expect(procedure).toContain('environments: ["Production"]');
    expect(procedure).toContain('require: { deployed: "staging" }');
    expect(procedure).not.toContain("Bug fix");
    expect(document.found.join("\n")).toMatch(/4 headings, 2 tasks\nchangesets\n.*2 tasks\n.*@acme\/leads and ada/su);
    expect(document.decisions.join("\n")).toContain("“Type of change” looks like a choice of one");
  });

  test("a checklist with what comes after the deployment is told how to say so, and all its boxes are counted", async () => {
    const checklist =
      "# Release\n\n## Before\n\n- [ ] Notes\n  - [ ] for users\n\n## Deployment\n\n- [ ] Deploy\n\n## After the release\n\n- [ ] Watch\n";
    const workflow = "on: push\njobs: { a: { environment: prod-eu } }\n";
    const { document } = await initialised(
      { "docs/release-checklist.md": checklist, ".github/workflows/d.yml": workflow },
      ["--procedure", "docs/release-checklist.md"],
    );
    expect(document.found).toContain("a checklist, `docs/release-checklist.md`: 4 tasks");
    expect(document.decisions).toContain(
      "`docs/release-checklist.md`: The merge waits for “Deployment” and “After the release”. If that comes after the deployment, write `<!-- gate: { starts: { deployed: prod-eu } } -->` behind its heading.",
    );
    expect(document.next[0]).toMatch(/^Read the config and `docs\/release-checklist\.md`, /u);
  });

  test("an empty folder gets a procedure, too", async () => {
    const { procedure, findings, document } = await initialised({});
    expect(findings).toEqual([]);
    expect(procedure).toContain("require: { signoff: { count: 1 } }");
    expect(document.found).toEqual(["nothing that a procedure could build on"]);
  });

  const cases: readonly [string, Files, RegExp][] = [
    ["a changelog", { "CHANGELOG.md": "# Log\n" }, /section: false, files: false, changelog: "CHANGELOG.md"/u],
    ["a template in its folder", { ".github/PULL_REQUEST_TEMPLATE/one.md": "## Why\n" }, /section: "Why"/u],
    ["a template of bold lines", { "pull_request_template.md": "- [ ] Tried\n" }, /title: "Tried"/u],
    [
      "an environment called prod",
      { ".github/workflows/d.yml": "on: push\njobs: { a: { environment: prod-eu } }\n" },
      /environments: \["prod-eu"\]/u,
    ],
    ["a broken workflow", { ".github/workflows/d.yml": "jobs: [\n" }, /signoff/u],
    ["the same heading twice", { "pull_request_template.md": "## Why\n\n## why?\n" }, /signoff/u],
  ];

  test.each(cases.map(([name, files, expected]) => ({ name, files, expected })))(
    "$name",
    async ({ files, expected }) => {
      const { procedure, findings } = await initialised(files);
      expect(findings).toEqual([]);
      expect(procedure).toMatch(expected);
    },
  );

  test.each([
    ["builtin:deploy", ["--role", "release-manager=@acme/releases"]],
    ["docs/release-checklist.md", []],
    ["./docs/release-checklist.md", []],
  ])("%s as the first procedure", async (procedure, args) => {
    const { config, findings } = await initialised(SHOP, ["--procedure", procedure, "--mode", "enforce", ...args]);
    expect(findings).toEqual([]);
    expect(config).toContain(`procedures:\n  - ${JSON.stringify(procedure.replace("./", ""))}`);
    expect(config).toContain("mode: enforce");
  });
});

describe("nothing of anybody's is lost", () => {
  test("what is there stays, unless it is to be overwritten", async () => {
    const { cwd } = await initialised({});
    const again = await ran(["init", "--yes"], { cwd });
    expect(again).toMatchObject({ exit: 2, complaint: expect.stringMatching(/are there already. Add `--force`/u) });
    const forced = await ran(["init", "--yes", "--force", "--role", "lead=ada"], { cwd });
    expect(forced.exit).toBe(0);
    expect(await readFile(join(cwd, ".github/gatehouse.yml"), "utf8")).toContain('"lead": ["ada"]');
  });

  test("a dry run writes nothing and shows what would be", async () => {
    const cwd = await checkout({});
    const { text, exit } = await ran(["init", "--yes", "--dry-run"], { cwd });
    expect({ exit, shown: text.includes("Would write .github/gatehouse.yml") }).toEqual({ exit: 0, shown: true });
    await expect(readFile(join(cwd, ".github/gatehouse.yml"), "utf8")).rejects.toThrow("ENOENT");
  });

  test("a symbolic link leads nowhere", async () => {
    const cwd = await checkout({});
    const elsewhere = await checkout({ "x.txt": "" });
    await symlink(elsewhere, join(cwd, ".github"));
    const { exit, complaint } = await ran(["init", "--yes"], { cwd });
    expect({ exit, complaint }).toEqual({ exit: 2, complaint: expect.stringMatching(/symbolic link/u) });
  });
});

describe("wrong use", () => {
  const asked: readonly [string, readonly string[], RegExp][] = [
    ["no terminal", ["init"], /no terminal to ask on. Add `--yes`/u],
    ["no folder", ["init", "nowhere", "--yes"], /There is no folder `nowhere`/u],
    ["no such built-in procedure", ["init", "--yes", "--procedure", "builtin:x"], /expected `builtin:deploy`/u],
    ["no such document", ["init", "--yes", "--procedure", "docs/x.md"], /no document `docs\/x.md`/u],
    ["a role without holders", ["init", "--yes", "--role", "lead="], /Expected NAME=HOLDERS/u],
    ["no role", ["init", "--yes", "--role", "@acme/leads"], /Expected NAME=HOLDERS/u],
    ["a role that is lacking", ["init", "--yes", "--procedure", "builtin:deploy"], /add `--role release-manager=/u],
  ];

  test.each(asked.map(([name, args, message]) => ({ name, args, message })))("$name", async ({ args, message }) => {
    const { exit, text, complaint } = await ran(args, { cwd: await checkout({}) });
    expect({ exit, text, complaint }).toEqual({ exit: 2, text: "", complaint: expect.stringMatching(message) });
  });
});

const answering = (answers: Readonly<Record<string, string | boolean | undefined>>) => {
  const asked: string[] = [];
  const answer = async (question: string) => {
    asked.push(question);
    const key = Object.keys(answers).findLast((word) => question.includes(word));
    return key === undefined ? undefined : answers[key];
  };
  const ask: Ask = {
    select: async (question) =>
      z
        .string()
        .optional()
        .parse(await answer(question)),
    text: async (question) =>
      z
        .string()
        .optional()
        .parse(await answer(question)),
    confirm: async (question) =>
      z
        .boolean()
        .optional()
        .parse(await answer(question)),
    note: () => undefined,
  };
  return { ask, asked };
};

const REQUEST: InitRequest = { path: ".", yes: false, role: new Map(), force: false, dryRun: false, format: "text" };

const shellAt = (cwd: string, ask: Ask): Shell => ({
  cwd,
  stdin: (async function* () {})(),
  write: () => undefined,
  complain: () => undefined,
  colour: false,
  now: () => new Date(),
  env: {},
  ask: async () => ask,
});

describe("with somebody at the terminal", () => {
  test("questions are asked, and the answers written", async () => {
    const cwd = await checkout(SHOP);
    const { ask, asked } = answering({
      procedure: "fitted",
      "Who is lead": "@acme/chiefs",
      begin: "enforce",
      Write: true,
    });
    const { exit, text } = await init(REQUEST, shellAt(cwd, ask));
    expect({ exit, asked }).toEqual({
      exit: 0,
      asked: [
        "Which procedure first?",
        "Who is lead? Logins, or teams as @org/team; empty: anybody may approve",
        "How does it begin?",
        "Write .github/gatehouse.yml and .github/procedures/change.yml?",
      ],
    });
    expect(text).toContain("Written\n  .github/gatehouse.yml");
    expect(await readFile(join(cwd, ".github/gatehouse.yml"), "utf8")).toContain('"lead": ["@acme/chiefs"]');
  });

  test.each([
    [{}],
    [{ procedure: "fitted" }],
    [{ procedure: "fitted", "Who is": "ada", begin: "shadow", Write: false }],
  ])("giving up writes nothing: %j", async (answers) => {
    const cwd = await checkout({});
    const { exit } = await init(REQUEST, shellAt(cwd, answering(answers).ask));
    expect(exit).toBe(130);
    await expect(readFile(join(cwd, ".github/gatehouse.yml"), "utf8")).rejects.toThrow("ENOENT");
  });
});

const maybe = (path: string, text: fc.Arbitrary<string>): fc.Arbitrary<Files> =>
  fc.option(text, { nil: undefined }).map((found): Files => (found === undefined ? {} : { [path]: found }));

test("whatever a repository holds, what is written validates without a finding", async () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.constantFrom(
      "Why",
      "Rollback",
      "Release notes",
      "Checklist",
      "<!-- gate: { require: x } -->",
      "{feature}",
      "a: b # c",
      '"',
      "@x",
      "2.",
      "`x`",
    ),
  );
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom("# ", "## ", "### ", "- [ ] ", "- [x] ", "  - [ ] ", "**", "", "> ", "1. "), word)
      .map((parts) => parts.join("")),
    fc.constant(""),
  );
  const markdown = fc.array(line, { maxLength: 25 }).map((lines) => lines.join("\n"));
  const owner = fc.constantFrom(
    "@acme/leads",
    "@ada",
    "ada@example.com",
    "@a.b",
    "@",
    "@acme/",
    "@Acme/x.y",
    "@ada/b/c",
  );
  const owners = fc
    .array(fc.tuple(fc.constantFrom("*", "/docs/", "*.js", "#"), owner).map((parts) => parts.join(" ")))
    .map((lines) => lines.join("\n"));
  const name = fc.constantFrom(
    "production",
    "Production",
    "prod",
    "staging",
    "pre-production",
    "${{ x }}",
    "a b",
    '"x"',
    "live/eu",
    " ",
  );
  const workflow = fc
    .tuple(fc.constantFrom("push", "pull_request", "pull_request_target"), fc.array(name, { maxLength: 4 }))
    .map(([on, names]) =>
      JSON.stringify({ on, jobs: Object.fromEntries(names.map((one, index) => [`j${index}`, { environment: one }])) }),
    );
  const repository = fc
    .tuple(
      maybe(".github/pull_request_template.md", markdown),
      maybe("docs/release checklist.md", markdown),
      maybe("docs/change.md", markdown),
      maybe("deploy/Release.md", markdown),
      maybe("release.md", markdown),
      maybe(".github/CODEOWNERS", owners),
      maybe(".github/workflows/a.yml", workflow),
      maybe(".changeset/config.json", fc.constant("{}")),
      maybe("packages/x/CHANGELOG.md", markdown),
      maybe("CHANGELOG.md", markdown),
      maybe("apps/web/package.json", fc.constant("{}")),
    )
    .map((parts): Files => Object.assign({}, ...parts));
  await fc.assert(
    fc.asyncProperty(repository, fc.constantFrom("shadow", "enforce"), async (files, mode) => {
      const { valid, findings } = await initialised(files, ["--mode", mode]);
      expect({ valid, findings }).toEqual({ valid: true, findings: [] });
    }),
    { numRuns: 150 },
  );
});

describe("what is told to do next can be done", () => {
  test.each([
    [".", "`gatehouse validate`"],
    ["./shop", "`gatehouse validate ./shop`"],
    ["my shop", '`gatehouse validate "my shop"`'],
  ])("of %s", async (path, command) => {
    const cwd = await checkout({ "shop/README.md": "", "my shop/README.md": "" });
    const { text } = await ran(["init", "--yes", "--format", "json", path], { cwd });
    const { next, files } = InitDocument.parse(JSON.parse(text));
    expect(next[0]).toContain(command);
    expect(next.at(-1)).toContain("what you wrote before `init`");
    for (const file of files) expect(file.text).toContain("docs/procedures.md in Gatehouse's own repository");
  });
});
