import { describe, expect, test } from "@jest/globals";
import { pathIndex } from "../../src/evidence/path-index.ts";
import { globFolders, globs } from "../../src/evidence/patterns.ts";
import { fc } from "../properties.ts";

describe("the first path that globs mean", () => {
  const index = pathIndex(["README.md", "src/b/two.ts", "src/a/one.ts", "src/a", "docs/a.md", "docs/deep/b.md"]);

  test.each<[readonly string[], string | undefined]>([
    [["src/a/**"], "src/a/one.ts"],
    [["src/**"], "src/b/two.ts"],
    [["docs/*.md", "README.md"], "README.md"],
    [["src/a"], "src/a"],
    [["**/*.md"], "README.md"],
    [["!README.md"], "src/b/two.ts"],
    [["docs/**", "!docs/*.md"], "docs/deep/b.md"],
    [["docs/deep/b.md/x"], undefined],
    [["docs/{deep,flat}/*.md"], "docs/deep/b.md"],
    [["src/[ab]/**"], "src/b/two.ts"],
    [["elsewhere/**"], undefined],
    [[], undefined],
  ])("%j: %s", (patterns, path) => {
    expect(index.first(patterns)).toBe(path);
  });

  test("is the one that is found by comparing each with each", () => {
    const name = fc.constantFrom("a", "b", "ab", ".c", "d.md");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    const part = fc.constantFrom("a", "b", "ab", ".c", "d.md", "*", "**", "{a,b}", "[ab]", "*.md", "?", "@(a|b)");
    const glob = fc
      .tuple(fc.constantFrom("", "", "", "!"), fc.array(part, { minLength: 1, maxLength: 4 }))
      .map(([not, parts]) => `${not}${parts.join("/")}`);
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), fc.array(glob, { maxLength: 3 }), (paths, patterns) => {
        expect(pathIndex(paths).first(patterns)).toBe(paths.find(globs(patterns)));
      }),
      { numRuns: 2000 },
    );
  });
});

test.each<[readonly string[], readonly string[]]>([
  [
    ["src/a/**", "docs/*.md"],
    ["src/a", "docs"],
  ],
  [["src/a/**", "**/*.md"], [""]],
  [["src/a-*/**"], ["src"]],
  [["!src/**"], [""]],
  [["a/b.md"], ["a/b.md"]],
])("globs %j are looked for in %j", (patterns, folders) => {
  expect(globFolders(patterns)).toEqual(folders);
});
