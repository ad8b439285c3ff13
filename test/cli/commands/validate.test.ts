import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Finding } from "../../../src/procedures/finding.ts";
import { buildCli, type BuiltCli } from "../built.ts";

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => cli.remove());

const CONFIG = ".github/gatehouse.yml";
const valid = {
  [CONFIG]:
    "roles: { security: [ada], release-manager: [grace] }\nprocedures: [./procedures/release.md, docs/launch.yml, builtin:release-readiness]\n",
  ".github/procedures/release.md":
    "# Release\n\n- [ ] Threat model <!-- gate: { require: { signoff: security } } -->\n",
  "docs/launch.yml": "title: Launch\nphases: [{ title: Before, steps: [{ title: Tests }] }]\n",
};

const validate = async (files: Readonly<Record<string, string>>) => {
  const cwd = await cli.folder(files);
  const { exit, out } = await cli.run(["validate", "--format", "json"], { cwd });
  return { exit, json: JSON.parse(out) };
};

test("a valid checkout: everything the config names and everything in the folder", async () => {
  const { exit, json } = await validate({ ...valid, ".github/procedures/draft/later.yaml": valid["docs/launch.yml"] });
  expect(json.findings).toEqual([]);
  expect({ exit, valid: json.valid }).toEqual({ exit: 0, valid: true });
  expect(json.files).toEqual([
    CONFIG,
    ".github/procedures/release.md",
    "docs/launch.yml",
    "builtin:release-readiness.yml",
    ".github/procedures/draft/later.yaml",
  ]);
  expect(json.procedures).toContainEqual({ reference: "docs/launch.yml", id: "launch", title: "Launch" });
});

test("a day that is still to come is warned of", async () => {
  const { exit, json } = await validate({ [CONFIG]: "environments: { production: { since: 9999-01-01 } }\n" });
  expect(json.findings).toContainEqual(
    expect.objectContaining({ code: "config/since-ahead", severity: "warning", file: CONFIG, line: 1 }),
  );
  expect(exit).toBe(0);
});

test("with --strict what is only warned of is an error, but for what this checkout can't tell", async () => {
  const launch = "procedures: [acme/.github:procedures/launch.yml, ./procedures/release.md]\n";
  const cwd = await cli.folder({
    [CONFIG]: `extends: acme/.github\n${launch}`,
    ".github/procedures/release.md":
      "# Release\n\n- [ ] Tried out <!-- gate: { require: { tick: { by: qa } } } -->\n- [] Told support\n",
    ".github/procedures/unused.md": "# Unused\n\n- [ ] Tried out\n- [] Told support\n",
  });
  const { exit, out } = await cli.run(["validate", "--strict", "--format", "json"], { cwd });
  const { valid: isValid, findings } = JSON.parse(out);
  expect(findings.map(({ code, severity, file }: Finding) => [code, severity, file])).toEqual([
    ["config/not-read", "warning", CONFIG],
    ["config/not-read", "warning", CONFIG],
    ["procedure/unknown-role", "warning", ".github/procedures/release.md"],
    ["procedure/broken-box", "error", ".github/procedures/release.md"],
    ["procedure/broken-box", "error", ".github/procedures/unused.md"],
  ]);
  expect({ exit, isValid }).toEqual({ exit: 1, isValid: false });
});

test.each([
  ["without what begins a path beside the config", "procedures/release.md"],
  ["misspelt", "./procedures/relaese.md"],
])("a procedure that is named %s: the one that was meant", async (_, written) => {
  const { json } = await validate({ ...valid, [CONFIG]: `procedures: [${written}]\n` });
  expect(json.findings[0].message).toBe(
    `The procedure \`${written}\` is missing: there is no file \`${written.replace("./", ".github/")}\` in this checkout. Did you mean \`./procedures/release.md\`?`,
  );
});

describe("what is wrong", () => {
  test.each<[string, Readonly<Record<string, string>>, object]>([
    ["broken config", { [CONFIG]: "procedures: [\n" }, { file: CONFIG, code: expect.stringMatching(/^yaml\//) }],
    ["unknown key", { [CONFIG]: "procedure: []\n" }, { file: CONFIG, line: 1, column: 1, code: "config/unknown-key" }],
    [
      "missing procedure",
      { [CONFIG]: "procedures: [./procedures/relase.md]\n" },
      {
        file: CONFIG,
        line: 1,
        column: 14,
        message: expect.stringMatching(/no file `\.github\/procedures\/relase\.md`/),
      },
    ],
    [
      "unknown built-in",
      { [CONFIG]: "procedures: [builtin:release-readines]\n" },
      { message: expect.stringMatching(/Did you mean `builtin:release-readiness`/) },
    ],
    [
      "undefined role",
      { ...valid, [CONFIG]: "procedures: [./procedures/release.md]\n" },
      { file: ".github/procedures/release.md", line: 3, code: "procedure/unknown-role" },
    ],
    [
      "a broken document that the config does not name",
      { ...valid, ".github/procedures/draft.yml": "title: Draft\nphasis: []\n" },
      { file: ".github/procedures/draft.yml", line: 2 },
    ],
    ...[
      ".github/gatehouse.yaml",
      ".gatehouse.yml",
      "gatehouse.yml",
      ".github/Gatehouse.yml",
      ".github/gatehouse.json",
    ].map((file): [string, Readonly<Record<string, string>>, object] => [
      `a config that is called ${file}`,
      { [file]: valid[CONFIG] },
      {
        file,
        line: 1,
        code: "config/misnamed",
        message: expect.stringContaining("Rename it, or nothing is enforced."),
      },
    ]),
  ])("%s", async (_, files, finding) => {
    const { exit, json } = await validate(files);
    expect({ exit, valid: json.valid }).toEqual({ exit: 1, valid: false });
    expect(json.findings).toContainEqual(expect.objectContaining({ severity: "error", ...finding }));
  });
});

test("a role that the config defines and a document that it names are judged together", async () => {
  const { exit, json } = await validate({ ...valid, [CONFIG]: valid[CONFIG].replace("security:", "safety:") });
  expect(exit).toBe(1);
  expect(json.findings.map(({ code }: { code: string }) => code)).toEqual(["procedure/unknown-role"]);
});

test("procedures without a config are checked, and it is said that nothing enforces them", async () => {
  const { exit, json } = await validate({ ".github/procedures/release.md": "- [ ] Tests pass\n" });
  expect({ exit, files: json.files }).toEqual({ exit: 0, files: [".github/procedures/release.md"] });
  expect(json.findings).toEqual([expect.objectContaining({ severity: "warning", code: "config/none" })]);
});

const template = (path: string): string =>
  `title: T\nphases:\n  - title: P\n    steps:\n      - { title: S, require: { document: { path: docs/plan.md, template: ${path} } } }\n`;

test("a template that is not there is warned of, with the one that was probably meant", async () => {
  const { exit, json } = await validate({
    [CONFIG]: "procedures: [./a.yml, ./b.yml, ./c.yml]\n",
    ".github/a.yml": template("docs/templates/plann.md"),
    ".github/b.yml": template("docs/templates/plan.md"),
    ".github/c.yml": template("'docs/{name}.md'").replace(
      "title: T\n",
      "title: T\nparameters: { name: { value: x } }\n",
    ),
    "docs/templates/plan.md": "# Plan\n",
  });
  expect(exit).toBe(0);
  expect(json.findings).toEqual([
    expect.objectContaining({
      severity: "warning",
      code: "procedure/missing-template",
      file: ".github/a.yml",
      line: 5,
      message: expect.stringContaining("Did you mean `docs/templates/plan.md`?"),
    }),
  ]);
});

test("another one beside the config is warned of", async () => {
  const { exit, json } = await validate({ ...valid, "gatehouse.yml": valid[CONFIG] });
  expect(exit).toBe(0);
  expect(json.findings).toEqual([
    expect.objectContaining({ severity: "warning", code: "config/misnamed", file: "gatehouse.yml" }),
  ]);
});

test("findings stand in the order of the lines of their file", async () => {
  const { json } = await validate({
    [CONFIG]: "procedures: [./a.md, ./b.md]\noverride: { roles: [boss] }\n",
  });
  expect(json.findings.map(({ line, column }: Finding) => `${line}:${column}`)).toEqual(["1:14", "1:22", "2:21"]);
});

test("the folder `.github` is not the repository: the parent is named", async () => {
  const cwd = await cli.folder({
    [`shop/${CONFIG}`]: valid[CONFIG],
    "acme/.github/.github/gatehouse.yml": valid[CONFIG],
  });
  expect(await cli.run(["validate", "shop/.github"], { cwd })).toMatchObject({
    exit: 2,
    err: expect.stringMatching(/Name the parent folder: `gatehouse validate shop`/),
  });
  expect(await cli.run(["validate", "acme/.github"], { cwd })).toMatchObject({ exit: 1, err: "" });
});

test("a role that nobody defines may be the organisation's, whose config can be named", async () => {
  const { json } = await validate({ ...valid, [CONFIG]: "procedures: [./procedures/release.md]\n" });
  expect(json.findings).toEqual([
    expect.objectContaining({ severity: "error", message: expect.stringMatching(/with `--organisation FOLDER`\.$/) }),
  ]);
});

describe("what is in other repositories", () => {
  const HOUSE = {
    [`house/${CONFIG}`]: "roles: { security: [sam] }\nprocedures: [./procedures/house.yml]\nlocked: [roles]\n",
    "house/.github/procedures/house.yml": valid["docs/launch.yml"],
    "house/procedures/extra.yml": valid["docs/launch.yml"].replace("Launch", "Extra"),
  };
  const REST = Object.fromEntries(Object.entries(valid).map(([path, text]) => [`shop/${path}`, text]));
  const both = async (config: string, args: readonly string[] = []) => {
    const cwd = await cli.folder({ ...HOUSE, ...REST, [`shop/${CONFIG}`]: config });
    const { exit, out, err } = await cli.run(["validate", "shop", "--format", "json", ...args], { cwd });
    return { exit, err, json: out === "" ? {} : JSON.parse(out) };
  };
  const WITH = ["--organisation", "house"];

  test("is not read, and a warning says so", async () => {
    const config = "extends: acme/.github\nprocedures:\n  - docs/launch.yml\n  - acme/.github:procedures/extra.yml\n";
    const { exit, json } = await both(config);
    expect({ exit, unchecked: json.unchecked }).toEqual({
      exit: 0,
      unchecked: ["acme/.github", "acme/.github:procedures/extra.yml"],
    });
    expect(json.findings).toEqual([
      expect.objectContaining({
        severity: "warning",
        code: "config/not-read",
        line: 1,
        message: expect.stringMatching(/what it locked is not checked here.*--organisation FOLDER/),
      }),
      expect.objectContaining({ severity: "warning", code: "config/not-read", file: `shop/${CONFIG}`, line: 4 }),
    ]);
  });

  test("and may define what seems to be missing: a warning without it, an error with it", async () => {
    const config = "extends: acme/.github\nprocedures: [./procedures/release.md]\noverride: { roles: [boss] }\n";
    const without = await both(config);
    expect({ exit: without.exit, codes: without.json.findings.map(({ code }: { code: string }) => code) }).toEqual({
      exit: 0,
      codes: expect.arrayContaining(["config/unknown-role", "procedure/unknown-role"]),
    });
    const { exit, json } = await both(config, WITH);
    expect(exit).toBe(1);
    expect(json.findings.filter(({ severity }: { severity: string }) => severity === "error")).toEqual([
      expect.objectContaining({ code: "config/unknown-role", file: `shop/${CONFIG}`, line: 3 }),
    ]);
  });

  test("is read from a checkout of it, which holds with what it locks", async () => {
    const config =
      "extends: acme/.github\nroles: { security: [eve] }\nprocedures: [acme/.github:procedures/extra.yml]\n";
    const { exit, json } = await both(config, WITH);
    expect({ exit, unchecked: json.unchecked }).toEqual({ exit: 1, unchecked: [] });
    expect(json.findings).toEqual([
      expect.objectContaining({
        code: "config/locked",
        file: `shop/${CONFIG}`,
        line: 2,
        message: expect.stringMatching(/The role `security` is locked by `acme\/\.github`/),
      }),
    ]);
    expect(json.files).toEqual(
      expect.arrayContaining([
        `acme/.github:${CONFIG}`,
        "acme/.github:.github/procedures/house.yml",
        "acme/.github:procedures/extra.yml",
      ]),
    );
  });

  test("a folder without a config is wrong use", async () => {
    const { exit, err } = await both("procedures: [docs/launch.yml]\n", ["--organisation", "."]);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringMatching(/no `\.github\/gatehouse\.yml` in `\.`/) });
  });
});

describe("paths are shown as seen from where the command was run", () => {
  const broken = { "shop/.github/gatehouse.yml": "procedure: []\n" };

  test("--format text", async () => {
    const { exit, out } = await cli.run(["validate", "shop"], { cwd: await cli.folder(broken) });
    expect(exit).toBe(1);
    expect(out).toMatch(/^Not valid: \d error/);
    expect(out).toMatch(
      /^shop\/\.github\/gatehouse\.yml:1:1: error: Unknown key `procedure`\. Did you mean `procedures`\?/m,
    );
  });

  test("--format github", async () => {
    const { exit, out } = await cli.run(["validate", "shop/", "--format", "github"], { cwd: await cli.folder(broken) });
    expect(exit).toBe(1);
    expect(out).toMatch(/^::error file=shop\/\.github\/gatehouse\.yml,line=1,col=1::Unknown key/m);
  });
});

test("CRLF line ends and a byte-order mark are no fault", async () => {
  const files = Object.entries(valid).map(([path, text]): [string, string] => [
    path,
    `\uFEFF${text.replaceAll("\n", "\r\n")}`,
  ]);
  expect(await validate(Object.fromEntries(files))).toMatchObject({ exit: 0, json: { findings: [] } });
});

test("Gatehouse's own checkout is valid", async () => {
  const { exit, out } = await cli.run(["validate"]);
  expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^Valid/) });
});
