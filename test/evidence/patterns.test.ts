import { describe, expect, test } from "@jest/globals";
import { accepted, Glob, globs, nameGlobs, pattern, Re2 } from "../../src/evidence/patterns.ts";

describe("globs", () => {
  test.each([
    { patterns: "docs/*.md", path: "docs/a.md", is: true },
    { patterns: "docs/*.md", path: "docs/sub/a.md", is: false },
    { patterns: "docs/**", path: "docs/sub/a.md", is: true },
    { patterns: "**/*.sql", path: "a.sql", is: true },
    { patterns: "**", path: ".github/workflows/ci.yml", is: true },
    { patterns: "*", path: ".env", is: true },
    { patterns: "src/**", path: "Src/a.ts", is: false },
    { patterns: "*.{md,yml}", path: "a.yml", is: true },
    { patterns: ["src/**", "lib/**"], path: "lib/a.ts", is: true },
    { patterns: ["src/**", "!src/gen/**"], path: "src/gen/a.ts", is: false },
    { patterns: ["!src/gen/**", "src/**"], path: "src/a.ts", is: true },
    { patterns: ["!docs/**"], path: "src/a.ts", is: true },
    { patterns: ["!docs/**"], path: "docs/a.md", is: false },
    { patterns: [], path: "a", is: false },
  ])("$patterns on $path: $is", ({ patterns, path, is }) => {
    expect(globs(patterns)(path)).toBe(is);
  });

  test("compiles a list once", () => {
    expect(globs(["a", "b"])).toBe(globs(["a", "b"]));
    expect(globs(["a", "b"])).not.toBe(globs(["a"]));
  });

  test("forgets what it compiled rather than grow for ever", () => {
    const first = globs("first");
    for (let index = 0; index < 2000; index += 1) globs(`many-${index}`);
    expect(globs("first")).not.toBe(first);
    expect(globs("first")("first")).toBe(true);
  });
});

describe("nameGlobs", () => {
  test.each([
    { patterns: "ci/*", name: "ci/test / linux", is: true },
    { patterns: "test (ubuntu, 20)", name: "test (ubuntu, 20)", is: true },
    { patterns: "test (ubuntu, 20)", name: "test ubuntu, 20", is: false },
    { patterns: "v?", name: "v1", is: true },
    { patterns: "v?", name: "v12", is: false },
    { patterns: "a.b", name: "axb", is: false },
    { patterns: "a*", name: "a\nb", is: true },
    { patterns: ["*", "!flaky*"], name: "flaky-1", is: false },
  ])("$patterns on $name: $is", ({ patterns, name, is }) => {
    expect(nameGlobs(patterns)(name)).toBe(is);
  });
});

const compiled = (source: string, flags?: "i" | "m" | "s" | "ims") => {
  const result = pattern(source, flags);
  if (!result.ok) throw new Error(result.problem);
  return result;
};

describe("pattern", () => {
  test("is found anywhere unless anchored", () => {
    expect(compiled("b+").test("abc")).toBe(true);
    expect(compiled("^b").test("abc")).toBe(false);
  });

  test("knows flags", () => {
    expect(compiled("ABC", "i").test("abc")).toBe(true);
    expect(compiled("^b$", "m").test("a\nb")).toBe(true);
    expect(compiled("a.b", "s").test("a\nb")).toBe(true);
    expect(compiled("^A.b$", "ims").test("x\na\nB")).toBe(true);
    expect(compiled("a.b").test("a\nb")).toBe(false);
  });

  test("finds every match in order", () => {
    expect(compiled("[A-Z]+-[0-9]+").every("AB-1 and CD-22")).toEqual(["AB-1", "CD-22"]);
    expect(compiled("x").every("abc")).toEqual([]);
  });

  test.each([
    { source: "a(", says: "missing closing )" },
    { source: "(?=a)", says: "no look-ahead" },
    { source: "(?<!a)b", says: "no look-ahead" },
    { source: String.raw`(a)\1`, says: "back-references" },
    { source: "a{1001}", says: "RE2" },
  ])("explains $source", ({ source, says }) => {
    expect(pattern(source)).toEqual({ ok: false, problem: expect.stringContaining(says) });
  });

  test.each([
    { pattern: "([0-9]+) %", text: "12 % of 34 %", is: "12" },
    { pattern: "[0-9]+ %", text: "12 % of 34 %", is: "12 %" },
    { pattern: "a(b)?", text: "a", is: undefined },
    { pattern: "b", text: "a", is: undefined },
  ])("the first group of $pattern in $text is $is", ({ pattern: source, text, is }) => {
    expect(accepted(source).first(text)).toBe(is);
  });

  test("a pattern that no schema has accepted is a broken promise", () => {
    expect(accepted("a+").test("aa")).toBe(true);
    expect(() => accepted("(")).toThrow("is not an RE2 pattern");
  });

  test("takes no longer for a pattern made to be slow", () => {
    expect(compiled("^(a|a)*$").test(`${"a".repeat(100_000)}b`)).toBe(false);
  });
});

describe("the schemas", () => {
  test.each(["docs/**/*.md", "!gen/**", "{a,b}.md", "docs/{feature}/plan.md", "a[0-9].md", "@(a|b).md"])(
    "%s is a glob",
    (glob) => {
      expect(Glob.parse(glob)).toBe(glob);
    },
  );

  test.each([
    { glob: "", says: "can't be empty" },
    { glob: "!", says: "can't be empty" },
    { glob: "/docs/**", says: "start at the repository's root" },
    { glob: "./docs/**", says: "start at the repository's root" },
    { glob: String.raw`docs\a.md`, says: "backslash" },
    { glob: "docs/[a", says: "not closed" },
    { glob: "docs/a]", says: "not closed" },
    { glob: "docs/{a,b", says: "not closed" },
    { glob: "docs/a}{", says: "not closed" },
    { glob: "a".repeat(1001), says: "longer than 1000" },
  ])("$glob is none: $says", ({ glob, says }) => {
    expect(Glob.safeParse(glob).error?.issues[0]?.message).toContain(says);
  });

  test("an RE2 pattern is checked when it is read", () => {
    expect(Re2.parse("^feat")).toBe("^feat");
    expect(Re2.safeParse("(").error?.issues[0]?.message).toContain("`(` is not an RE2 pattern");
  });
});
