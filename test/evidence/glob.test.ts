import { describe, expect, test } from "@jest/globals";
import picomatch from "picomatch";
import { globProblem } from "../../src/evidence/glob-problem.ts";
import { folderOf } from "../../src/evidence/glob.ts";
import { globs } from "../../src/evidence/patterns.ts";
import { fc } from "../properties.ts";

describe("what a glob means", () => {
  test.each([
    ["**", "a/b/.c", true],
    ["a/**", "a", true],
    ["a/**", "ab", false],
    ["a/**/b", "a/b", true],
    ["a/**/b", "a/x/y/b", true],
    ["**/*.md", ".md", true],
    ["**.sql", "db/migrations/1.sql", true],
    ["**.sql", "1.sql", true],
    ["**.sql", "db/sql", false],
    ["**{.md,.txt}", "docs/a.txt", true],
    ["app/[slug]/page.tsx", "app/[slug]/page.tsx", true],
    ["app/[slug]/page.tsx", "app/s/page.tsx", true],
    ["app/[id]/**", "app/[id]/edit/page.tsx", true],
    ["pages/[...all].vue", "pages/[...all].vue", true],
    ["pages/[[...slug]]/x", "pages/[[...slug]]/x", true],
    ["a**b", "axb", true],
    ["a**b", "a/b", false],
    ["*/x", "/x", false],
    ["app/(shop)/page.tsx", "app/(shop)/page.tsx", true],
    ["a+b|c^$.d", "a+b|c^$.d", true],
    ["a.b", "axb", false],
    ["docs/{feature}/plan.md", "docs/{feature}/plan.md", true],
    ["{a,{b,c}/d}.md", "c/d.md", true],
    ["{a,{b}}", "{b}", true],
    ["{src,lib}/**", "lib/x/y", true],
    ["v{8..12}", "v10", true],
    ["v{8..12}", "v13", false],
    ["{c..a}", "b", true],
    ["[!a-c]x", "dx", true],
    ["[!a-c]x", "/x", false],
    ["[[:digit:]]", "7", true],
    ["[z-a]", "b", false],
    ["@(a|b).md", "b.md", true],
    ["+(ab)", "ababab", true],
    ["?(a)b", "b", true],
    ["a?c", "a/c", false],
    [String.raw`a\*`, "a*", true],
    [String.raw`a\*`, "ab", false],
    ["docs/ä🚀?.md", "docs/ä🚀🚀.md", true],
  ])("%s on %s: %s", (glob, path, is) => {
    expect(globs(glob)(path)).toBe(is);
  });

  test("is what others take it for", () => {
    const name = fc.constantFrom("a", "b", "ab", "ba", ".c", "d.md", "1", "[ab]", "[id]");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    const part = fc.constantFrom(
      "a",
      "b",
      "ab",
      ".c",
      "d.md",
      "*",
      "**",
      "{a,b}",
      "[ab]",
      "[^b]",
      "*.md",
      "?",
      "a*",
      "@(a|ab)",
      "[id]",
      "[id].md",
    );
    const folders = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    const glob = fc.oneof(folders, fc.constantFrom("**.md", "**.c", "**{.md,.c}"));
    fc.assert(
      fc.property(glob, path, (one, text) => {
        expect([one, text, globs(one)(text)]).toEqual([one, text, picomatch(one, { dot: true })(text)]);
      }),
      { numRuns: 3000 },
    );
  });
});

test.each([
  ["*a*a*a*a*a*a*a*a*a*ab", "a".repeat(4000)],
  ["**/a/**/a/**/a/**/a/**/a/**/b", "a/".repeat(2000)],
  ["+(a|aa|aaa)b", "a".repeat(4000)],
  ["(a+)+$", `${"a".repeat(4000)}!`],
  ["{a*,*a}{a*,*a}{a*,*a}{a*,*a}{a*,*a}b", "a".repeat(4000)],
])("%s does not stand still at a path that is made for it", (glob, path) => {
  expect(globs(glob)(path)).toBe(false);
});

test.each([
  ["{1..100}.md", undefined],
  ["{1..101}.md", "more than 100 alternatives, and these stand for 101; write `*` in their place"],
  ["{1..999999999}", "more than 100 alternatives"],
  [`{${"a,".repeat(100)}b}`, "more than 100 alternatives, and these stand for 101"],
  ["a*".repeat(30), undefined],
  ["a*".repeat(31), "more than 30 wildcards, and this one has 31; make several globs of it"],
  ["!(docs)/**", "list what is left out as a glob of its own, such as `!docs/**`"],
  ["!docs/**", undefined],
])("%s: %s", (glob, says) => {
  const problem = globProblem(glob);
  if (says === undefined) expect(problem).toBeUndefined();
  else expect(problem).toContain(says);
});

test.each([
  ["src/a/**", "src/a"],
  ["src/a-*/**", "src"],
  ["*.md", ""],
  ["docs/a.md", "docs/a.md"],
  ["app/(shop)/x", "app/(shop)/x"],
  ["a/@(b)/c", "a"],
])("what %s means is in %j", (glob, folder) => {
  expect(folderOf(glob)).toBe(folder);
});
