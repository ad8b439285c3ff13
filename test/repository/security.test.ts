import { describe, expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { read, root } from "./files.ts";

const page = read("docs/security.md");
const [, table = ""] = page.split("## What could be tried");

/** The attacks, each with the tests that its row names. */
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("|") && !/^\|\s*(attack|-+)\s*\|/.test(line))
  .map((line) => {
    const [, attack = "", by = ""] = line.split("|").map((cell) => cell.trim());
    const tests = [...line.matchAll(/`(test\/\S+?\.test\.ts)` “([^”]+)”/g)];
    return { attack, by, tests: tests.map(([, file = "", title = ""]) => ({ file, title })) };
  });

test("the threat model has a row for everything that was thought of", () => {
  expect(rows.length).toBeGreaterThan(45);
  expect(new Set(rows.map(({ attack }) => attack)).size).toBe(rows.length);
});

describe("every attack is proven by tests that exist", () => {
  test.each(rows)("$attack", ({ by, tests }) => {
    expect(by).toMatch(/^[WFBSODN]( [WFBSODN])*$/);
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(({ file, title }) => !existsSync(join(root, file)) || !read(file).includes(title));
    expect(missing).toEqual([]);
  });
});
