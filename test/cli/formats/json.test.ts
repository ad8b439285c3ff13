import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { PhaseOutline, ProcedureOutline, StepOutline } from "../../../src/procedures/outline.ts";
import { buildCli, fixtures, type BuiltCli } from "../built.ts";

const page = readFileSync("docs/command-line.md", "utf8");

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => cli.remove());

/** What the page says of one command's JSON. */
const sectionOf = (command: string): string => page.split(`### \`${command}\`\n`)[1]?.split("\n### ")[0] ?? "";

test.each([
  { command: "parse", args: ["release.yml"] },
  { command: "validate", args: ["../../.."] },
  { command: "procedures list", args: [] },
  { command: "evaluate", args: ["--procedure", "release.yml", "--snapshot", "not-ready.json"] },
])("every key that $command prints is documented", async ({ command, args }) => {
  const { out } = await cli.run([...command.split(" "), ...args, "--format", "json"], { cwd: fixtures });
  const keys = Object.keys(JSON.parse(out));
  const documented = new Set([...sectionOf(command).matchAll(/`(?:….)?(\w+)(?:\[\])?`/g)].map(([, name]) => name));
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter((key) => !documented.has(key))).toEqual([]);
});

test("every key of a procedure's model is documented", () => {
  const section = `${sectionOf("procedures list")}${sectionOf("procedures show")}`;
  const keys = [ProcedureOutline, PhaseOutline, StepOutline].flatMap(({ shape }) => Object.keys(shape));
  expect(keys.filter((key) => !new RegExp(`\`(?:….|[a-z]+\\[\\]\\.)?${key}(?:\\[\\])?\``, "u").test(section))).toEqual(
    [],
  );
});
