import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { DOCUMENTS } from "../../../src/cli/json/documents.ts";
import { jsonReference } from "../../../src/cli/json-reference.ts";
import { SCHEMAS } from "../../../src/cli/schemas.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { manifest } from "../../scenarios/manifest.ts";
import { fixtures } from "../built.ts";
import { ran } from "../commands/asking.ts";

let github: FakeGitHub;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  const repo = github.repo("acme/shop", {
    files: {
      ".github/gatehouse.yml":
        "version: 1\nprocedures: [builtin:finalization]\nroles: { lead: [ada], tech-lead: [ada], security: [ada], release-manager: [ada] }\n",
    },
    collaborators: { ada: "admin" },
    installed: true,
  });
  const pull = await repo.opens({ by: "ada", title: "Pay by card" });
  await repo.opens({ by: "ada", title: "Pay by invoice" });
  await pull.merges({ by: "ada" });
});

afterAll(async () => github.stop());

/** Commands whose documents come from a server or a database are held against them where these are. */
const ELSEWHERE = new Set([
  "deploy-check",
  "audit verify",
  "audit export",
  "database migrate",
  "database export",
  "database import",
]);

const ASKED: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["init", [["--yes", "--dry-run", "../../.."]]],
  ["parse", [["release.yml"], ["ready.yml"]]],
  ["validate", [["../../.."]]],
  [
    "evaluate",
    [
      ["--procedure", "release.yml", "--snapshot", "not-ready.json"],
      ["--procedure", "release.yml", "--snapshot", "ready.yml"],
    ],
  ],
  [
    "simulate",
    [
      ["--repo", "acme/shop", "--pull", "1"],
      ["--repo", "acme/shop", "--pull", "2", "--procedure", "builtin:deploy"],
    ],
  ],
  ["backtest", [["--repo", "acme/shop", "--procedure", "release.yml"]]],
  ["procedures list", [[]]],
  ["procedures show", [["deploy"], ["production-launch"], ["release.yml"]]],
  ["doctor", [["--repo", "acme/shop"]]],
  ["schema", [[]]],
]);

describe("what a command prints is what its schema says, and nothing besides", () => {
  const all = [...ASKED].flatMap(([command, asked]) => asked.map((args) => ({ command, args })));

  test.each(all)("$command $args", async ({ command, args }) => {
    const env = { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.tokenOf("ada") };
    const how = { cwd: fixtures, env };
    const { text, complaint } = await ran([...command.split(" "), ...args, "--format", "json"], how);
    if (text === "") throw new Error(complaint);
    expect(DOCUMENTS.get(command)?.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  test("none is left out", () => {
    expect([...DOCUMENTS.keys()].filter((command) => !ASKED.has(command) && !ELSEWHERE.has(command))).toEqual([]);
  });
});

describe("docs/command-line-json.md", () => {
  test("is current", () => {
    expect(readFileSync("docs/command-line-json.md", "utf8")).toBe(jsonReference());
  });

  test("says something of every key", () => {
    const silent = jsonReference()
      .split("\n")
      .filter((line) => line.startsWith("| `") && /\|\s*\|$/u.test(line));
    expect(silent).toEqual([]);
  });
});

describe("gatehouse schema", () => {
  test.each(SCHEMAS.map(({ name }) => name))("%s is JSON Schema, or OpenAPI", async (name) => {
    const { exit, text } = await ran(["schema", name]);
    expect(exit).toBe(0);
    expect(z.looseObject({}).parse(JSON.parse(text))).toMatchObject(
      name === "openapi" ? { openapi: expect.any(String) } : { $schema: expect.stringMatching(/json-schema\.org/u) },
    );
  });

  test("what is committed is what it prints", async () => {
    const committed = ["config", "procedure", "audit-trail"].map((name) => ({
      name,
      file: `schema/${name}.schema.json`,
    }));
    for (const { name, file } of [...committed, { name: "openapi", file: "schema/openapi.json" }]) {
      const { text } = await ran(["schema", name]);
      expect({ name, isSame: text === readFileSync(file, "utf8") }).toEqual({ name, isSame: true });
    }
  });

  test("a name that is not there", async () => {
    expect(await ran(["schema", "proceduer"])).toMatchObject({
      exit: 2,
      text: "",
      complaint: expect.stringMatching(/no schema `proceduer`.*Did you mean `procedure`/u),
    });
  });

  test("for people a list", async () => {
    expect((await ran(["schema"])).text).toMatch(/^config +The config, \.github\/gatehouse\.yml\n/u);
  });
});
