import { describe, expect, test } from "@jest/globals";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import type { ParameterSource } from "../../src/procedures/model.ts";
import { expand, resolveParameters } from "../../src/procedures/parameters.ts";

const resolved = (source: ParameterSource, facts: { head?: string; documents?: Snapshot["documents"] } = {}) =>
  resolveParameters(
    { parameters: { p: source } },
    Snapshot.parse({ subject: { repository: "a/b", number: 1 }, ...facts }),
  );

const json = (text: string) => ({ documents: { "p.json": [{ path: "p.json", text }] } });
const pointed = (pointer: string): ParameterSource => ({ file: "p.json", pointer });

describe("values", () => {
  test.each([
    { title: "from a branch", source: { branch: "feature/{p}" }, facts: { head: "feature/login" }, value: "login" },
    {
      title: "one of several in a branch",
      source: { branch: "{kind}/{p}-{rest}" },
      facts: { head: "fix/ab-cd" },
      value: "ab",
    },
    {
      title: "with signs that mean something to patterns",
      source: { branch: "a.b+/{p}" },
      facts: { head: "a.b+/x" },
      value: "x",
    },
    { title: "given", source: { value: "1.0" }, facts: {}, value: "1.0" },
    { title: "from JSON", source: pointed("/a/1/~1b"), facts: json('{"a":[0,{"/b":"x"}]}'), value: "x" },
    { title: "a number", source: pointed("/v"), facts: json('{"v":3}'), value: "3" },
    {
      title: "from YAML",
      source: { file: "p.yml", pointer: "/v" },
      facts: { documents: { "p.yml": [{ path: "p.yml", text: "v: x\n" }] } },
      value: "x",
    },
  ])("$title", ({ source, facts, value }) => {
    expect(resolved(source, facts)).toMatchObject({ values: { p: value }, problems: {} });
  });
});

describe("problems", () => {
  test.each([
    {
      source: { branch: "feature/{p}" },
      facts: { head: "main" },
      problem: "The branch `main` does not match `feature/{p}`; name the branch like that.",
    },
    {
      source: { branch: "feature/{p}" },
      facts: { head: "feature/a/b" },
      problem: "The branch `feature/a/b` does not match `feature/{p}`; name the branch like that.",
    },
    {
      source: { branch: "feature{p}" },
      facts: { head: "feature.." },
      problem: 'The value ".." can\'t stand in a path; use letters, digits, `-`, `_` and `.`.',
    },
    { source: pointed("/v"), facts: {}, problem: "`p.json` has not been read; comment `/gate recheck`." },
    {
      source: pointed("/v"),
      facts: { documents: { "p.json": [] } },
      problem: "There is no `p.json` at the head; add it.",
    },
    { source: pointed("/v"), facts: json("{"), problem: "`p.json` is not valid JSON or YAML; mend it." },
    {
      source: pointed("/v"),
      facts: json('{"v":true}'),
      problem: "`p.json` has no text or number at `/v`; put one there.",
    },
    {
      source: pointed("/__proto__/x"),
      facts: json("{}"),
      problem: "`p.json` has no text or number at `/__proto__/x`; put one there.",
    },
    {
      source: pointed("/v"),
      facts: json('{"v":"@a/../../x"}'),
      problem: 'The value "@a/../../x" can\'t stand in a path; use letters, digits, `-`, `_` and `.`.',
    },
  ])("$problem", ({ source, facts, problem }) => {
    expect(resolved(source, facts)).toMatchObject({ values: {}, problems: { p: problem } });
  });
});

test("files are named, so that they can be read first", () => {
  expect(resolved(pointed("/v")).documents).toEqual(["p.json"]);
});

describe("paths", () => {
  test.each([
    ["docs/{p}.md", "docs/x.md"],
    ["{p}/{p}/{a,b}/*.md", "x/x/{a,b}/*.md"],
    ["plain.md", "plain.md"],
  ])("%s", (path, expected) => {
    expect(expand(path, { p: "x" })).toEqual({ ok: true, path: expected });
  });

  test.each([
    "..",
    ".",
    "",
    "/etc",
    "a/../b",
    "a//b",
    "*",
    "a?",
    "[a]",
    "{a,b}",
    "!(x)",
    "a\\b",
    "a\nb",
    "\u202Ex",
    "a|b",
    "x".repeat(256),
  ])("a value %j counts as missing", (value) => {
    expect(expand("docs/{p}.md", { p: value })).toEqual({ ok: false, missing: "p" });
  });

  test("so does a name that only every object has", () => {
    expect(expand("docs/{constructor}.md", {})).toEqual({ ok: false, missing: "constructor" });
  });
});
