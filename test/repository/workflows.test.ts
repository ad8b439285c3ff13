import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { z } from "zod";
import { filesIn, read } from "./files.ts";

const Workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      needs: z.array(z.string()).default([]),
      "timeout-minutes": z.int(),
      permissions: z.undefined().optional(),
      strategy: z.object({ matrix: z.object({ node: z.array(z.string()) }) }).optional(),
    }),
  ),
});

const files = filesIn(".github/workflows");

describe.each(files)("%s", (file) => {
  const text = read(file);
  const { permissions, jobs } = Workflow.parse(load(text));

  test("may only read", () => {
    expect(permissions).toEqual({ contents: "read" });
  });

  test("pins every action to a commit and says which version that is", () => {
    const uses = [...text.matchAll(/^\s*-?\s*uses:(.*)$/gm)].map(([, action = ""]) => action.trim());
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test("puts no text of an event into a script", () => {
    expect(text).not.toMatch(/run:[^\n]*\$\{\{/);
  });

  test("has one job to require, which waits for all others, if it runs on pull requests", () => {
    const { "ci-ok": last, ...others } = jobs;
    if (/^ {2}pull_request/m.test(text)) expect(last?.needs.toSorted()).toEqual(Object.keys(others).toSorted());
    else expect(last).toBeUndefined();
  });

  test("tries the oldest Node that package.json allows, where it tries several", () => {
    const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read("package.json")));
    const matrix = Object.values(jobs).flatMap(({ strategy }) => strategy?.matrix.node ?? []);
    expect(matrix.slice(0, 1).map((oldest) => `>=${oldest}`)).toEqual(matrix.length === 0 ? [] : [engines.node]);
  });
});

test("packages are looked up for known weaknesses, those of the server before every merge", () => {
  expect(read(".github/workflows/ci.yml")).toMatch(/run: npm audit --omit=dev/);
  expect(read(".github/workflows/nightly.yml")).toMatch(/run: npm audit --audit-level=low/);
});

test("every parser meets 100,000 cases each night", () => {
  expect(read(".github/workflows/nightly.yml")).toMatch(/run: npm run fuzz/);
  expect(read(".github/workflows/nightly.yml")).toMatch(/PROPERTY_SEED: random/);
  expect(read("package.json")).toContain("FUZZ_CASES:-100000");
});

test("everything that the suite writes is searched for tokens and keys", () => {
  const text = read(".github/workflows/ci.yml");
  expect(text).toMatch(/run: npm run check 2>&1 \| tee suite\.log/);
  const [, source = ""] = /grep -nEo "([^"]+)" suite\.log/.exec(text) ?? [];
  const secret = new RegExp(source);
  for (const one of [
    `ghs_${"a".repeat(36)}`,
    "ghp_a-b.c_defghijklmnopq",
    "eyJhbGciOiJS.eyJpc3MiOiIx.c2ln",
    "-----BEGIN RSA PRIVATE KEY-----",
  ])
    expect(one).toMatch(secret);
  expect("PASS test/github/callers.test.ts").not.toMatch(secret);
});
