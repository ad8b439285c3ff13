import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { snapshotPage } from "../../src/cli/snapshot-page.ts";
import { snapshotReference } from "../../src/cli/snapshot-reference.ts";
import { buildCli, fixtures, type BuiltCli } from "./built.ts";

const page = readFileSync("docs/snapshots.md", "utf8");
const answers = new Map<string, string>();
let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
  for (const [, args = ""] of page.matchAll(/<!-- example:begin answer: (.*) -->/g))
    answers.set(args, (await cli.run(args.split(" "), { cwd: fixtures })).out);
});

afterAll(async () => cli.remove());

test("docs/snapshots.md is current: its reference as the schemas say, its example as the command line answers", () => {
  const examples = {
    file: (name: string) => readFileSync(join(fixtures, name), "utf8"),
    answer: (args: string) => answers.get(args) ?? "",
  };
  expect(answers.size).toBeGreaterThan(1);
  expect(page).toBe(snapshotPage(page, examples));
});

test("every key of the files is explained", () => {
  const rows = snapshotReference()
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(60);
  expect(rows.filter((row) => /\|\s*\|$/.test(row) || row.includes("anything"))).toEqual([]);
});
