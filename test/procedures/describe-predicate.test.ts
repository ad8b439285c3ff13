import { describe, expect, test } from "@jest/globals";
import { describePredicate } from "../../src/procedures/describe-predicate.ts";
import { Predicate } from "../../src/procedures/predicates.ts";

const words = (predicate: unknown): string => describePredicate(Predicate.parse(predicate));

describe("each key, and its opposite", () => {
  test.each<[unknown, string, string]>([
    [{ base: "main" }, "the base branch is `main`", "the base branch is not `main`"],
    [
      { head: ["feature/**", "fix/**"] },
      "the head branch is `feature/**` or `fix/**`",
      "the head branch is not `feature/**` or `fix/**`",
    ],
    [{ paths: "src/**" }, "a changed file matches `src/**`", "no changed file matches `src/**`"],
    [
      { paths: ["a/**", "b/**", "!b/c/**"] },
      "a changed file matches `a/**` or `b/**` but not `b/c/**`",
      "no changed file matches `a/**` or `b/**` but not `b/c/**`",
    ],
    [
      { paths: ["!docs/**"] },
      "a changed file matches anything but `docs/**`",
      "no changed file matches anything but `docs/**`",
    ],
    [{ labels: "x" }, "it carries the label `x`", "it does not carry the label `x`"],
    [
      { labels: ["x", "y"] },
      "it carries one of the labels `x` or `y`",
      "it does not carry any of the labels `x` or `y`",
    ],
    [{ author: ["ada", "bob"] }, "`ada` or `bob` opened it", "`ada` or `bob` did not open it"],
    [{ bot: true }, "a bot opened it", "no bot opened it"],
    [{ draft: false }, "it is no draft", "it is a draft"],
    [{ fork: true }, "it comes from a fork", "it does not come from a fork"],
    [{ size: { min: 800 } }, "it changes at least 800 lines", "it changes fewer than 800 lines"],
    [
      { size: { min: 2, max: 9 } },
      "it changes at least 2 lines and it changes at most 9 lines",
      "it changes fewer than 2 lines or it changes more than 9 lines",
    ],
    [{ title: "^feat" }, "its title matches `^feat`", "its title does not match `^feat`"],
    [{ environment: "prod*" }, "the environment is `prod*`", "the environment is not `prod*`"],
    [{ milestone: "2.*" }, "its milestone is `2.*`", "its milestone is not `2.*`"],
    [{ picked: "direct" }, "`direct` was picked", "`direct` was not picked"],
  ])("%j", (predicate, yes, no) => {
    expect([words(predicate), words({ not: predicate }), words({ not: { not: predicate } })]).toEqual([yes, no, yes]);
  });
});

describe("several together", () => {
  test.each<[string, unknown, string]>([
    [
      "keys are and-ed",
      { labels: "x", paths: "src/**" },
      "a changed file matches `src/**` and it carries the label `x`",
    ],
    [
      "three read as a list",
      { base: "main", labels: "x", draft: false },
      "the base branch is `main`, it carries the label `x` and it is no draft",
    ],
    ["any", { any: [{ labels: "x" }, { draft: true }] }, "it carries the label `x` or it is a draft"],
    [
      "an any among others stands in brackets",
      { base: "main", any: [{ labels: "x" }, { draft: true }] },
      "the base branch is `main` and (it carries the label `x` or it is a draft)",
    ],
    [
      "all in all needs none",
      { all: [{ labels: "x" }, { all: [{ draft: true }, { bot: true }] }] },
      "it carries the label `x`, it is a draft and a bot opened it",
    ],
    [
      "not any: none of them",
      { not: { any: [{ paths: "**/*.sql" }, { labels: "risky" }] } },
      "no changed file matches `**/*.sql` and it does not carry the label `risky`",
    ],
    [
      "not several keys: one of them fails",
      { not: { labels: "x", draft: true } },
      "it does not carry the label `x` or it is no draft",
    ],
    [
      "a single one needs no brackets",
      { all: [{ any: [{ labels: "x" }] }, { draft: true }] },
      "it carries the label `x` and it is a draft",
    ],
  ])("%s", (_, predicate, expected) => {
    expect(words(predicate)).toBe(expected);
  });
});

test("every glob is told, however many there are, and none can break out of its quotes", () => {
  const paths = Array.from({ length: 9 }, (_, index) => `d${index}/**`);
  expect(paths.filter((path) => !words({ paths }).includes(path))).toEqual([]);
  expect(words({ labels: "a`b\n<b>" })).toBe("it carries the label `a'b <b>`");
});
