import { describe, expect, test } from "@jest/globals";
import { slug, uniqueSlugs } from "../../src/markdown/slug.ts";
import { fc } from "../properties.ts";

describe("slug", () => {
  test.each([
    ["All tests pass in CI", "all-tests-pass-in-ci"],
    ["  Don't  panic! ", "don-t-panic"],
    ["🚀", "step"],
    ["", "step"],
    ["Größe prüfen", "größe-prüfen"],
    ["リリースノート", "リリースノート"],
    ["خطة التراجع", "خطة-التراجع"],
    ["ＡＢＣ１", "abc1"],
  ])("%j is %j", (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  test("is cut between words, or through a word that is too long alone", () => {
    expect(slug("word ".repeat(20))).toBe(Array.from({ length: 12 }, () => "word").join("-"));
    expect(slug("x".repeat(90))).toBe("x".repeat(60));
  });

  test("never empty, never long, the same again for itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const one = slug(text);
        expect(one.length).toBeGreaterThan(0);
        expect(Array.from(one).length).toBeLessThanOrEqual(60);
        expect(one).not.toMatch(/\s|^-|-$/u);
      }),
    );
  });
});

describe("uniqueSlugs", () => {
  test.each([
    { texts: ["x", "x", "x"], slugs: ["x", "x-2", "x-3"] },
    { texts: ["x", "x", "x-2"], slugs: ["x", "x-3", "x-2"] },
    { texts: ["x-2", "x", "x"], slugs: ["x-2", "x", "x-3"] },
    { texts: ["", "🚀", "step"], slugs: ["step", "step-2", "step-3"] },
  ])("$texts", ({ texts, slugs }) => {
    expect(uniqueSlugs(texts)).toEqual(slugs);
  });

  test("all different", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("x", "x-2", "x 2", "x-3", "y", "")), (texts) => {
        expect(new Set(uniqueSlugs(texts)).size).toBe(texts.length);
      }),
    );
  });
});
