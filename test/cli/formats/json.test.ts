import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { buildCli, fixtures, type BuiltCli } from "../built.ts";

const page = readFileSync("docs/command-line.md", "utf8");

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
}, 60_000);

afterAll(async () => cli.remove());

/** What the page says of one command's JSON. */
const sectionOf = (command: string): string => page.split(`### \`${command}\`\n`)[1]?.split("\n### ")[0] ?? "";

test.each([
  { command: "parse", args: ["release.yml"] },
  { command: "validate", args: ["../../.."] },
  { command: "evaluate", args: ["--procedure", "release.yml", "--snapshot", "not-ready.json"] },
])("every key that $command prints is documented", async ({ command, args }) => {
  const { out } = await cli.run([command, ...args, "--format", "json"], { cwd: fixtures });
  const keys = Object.keys(JSON.parse(out));
  const documented = new Set([...sectionOf(command).matchAll(/`(?:….)?(\w+)(?:\[\])?`/g)].map(([, name]) => name));
  expect(keys.length).toBeGreaterThan(3);
  expect(keys.filter((key) => !documented.has(key))).toEqual([]);
});
