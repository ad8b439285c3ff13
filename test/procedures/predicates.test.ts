import { describe, expect, test } from "@jest/globals";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { judgePredicate, Predicate, predicateNeeds } from "../../src/procedures/predicates.ts";

const snapshot = Snapshot.parse({
  subject: { repository: "acme/shop", number: 7 },
  title: "feat: sign in",
  author: { login: "Ada" },
  labels: ["Launch", "area/auth", "size: XL (huge)"],
  milestone: "2026 Q1",
  base: "release/1.2",
  head: "feature/login",
  size: 40,
  files: [{ path: "src/new.ts", previous: "db/old.sql", change: "renamed" }, { path: "docs/.hidden/a.md" }],
});

describe("what holds", () => {
  test.each<[Predicate, boolean, string]>([
    [{ base: "main" }, false, "the base branch is `release/1.2`"],
    [{ base: ["main", "release/*"] }, true, "the base branch is `release/1.2`"],
    [{ head: "feature/**" }, true, "the head branch is `feature/login`"],
    [{ paths: "src/**" }, true, "`src/new.ts` is changed"],
    [{ paths: "db/**" }, true, "`db/old.sql` is changed"],
    [{ paths: "docs/**" }, true, "`docs/.hidden/a.md` is changed"],
    [
      { paths: ["**", "!src/**", "!db/**", "!docs/**"] },
      false,
      "no changed file matches `**`, `!src/**`, `!db/**`, `!docs/**`",
    ],
    [{ paths: "api/**" }, false, "no changed file matches `api/**`"],
    [{ labels: "launch" }, true, "it carries the label `Launch`"],
    [{ labels: "area/*" }, true, "it carries the label `area/auth`"],
    [{ labels: ["size: XL (huge)"] }, true, "it carries the label `size: XL (huge)`"],
    [{ labels: ["x", "y"] }, false, "it carries none of the labels `x`, `y`"],
    [{ author: ["bob", "ADA"] }, true, "Ada opened it"],
    [{ author: "bob" }, false, "Ada opened it"],
    [{ bot: false }, true, "no bot opened it"],
    [{ bot: true }, false, "no bot opened it"],
    [{ draft: true }, false, "it is no draft"],
    [{ fork: false }, true, "it does not come from a fork"],
    [{ size: { min: 41 } }, false, "it changes 40 lines"],
    [{ size: { min: 40, max: 40 } }, true, "it changes 40 lines"],
    [{ title: "^feat(\\(.+\\))?:" }, true, "its title matches `^feat(\\(.+\\))?:`"],
    [{ title: ["^fix", "^docs"] }, false, "its title does not match `^fix`, `^docs`"],
    [{ milestone: "2026*" }, true, "its milestone is `2026 Q1`"],
    [{ milestone: "2027*" }, false, "it belongs to none of the milestones `2027*`"],
    [{ not: { draft: true } }, true, "it is no draft"],
    [{ all: [{ draft: false }, { fork: true }] }, false, "it does not come from a fork"],
    [{ any: [{ draft: true }, { fork: true }] }, false, "it is no draft and it does not come from a fork"],
    [{ any: [{ draft: true }, { fork: false }] }, true, "it does not come from a fork"],
    [{ base: "release/*", draft: false }, true, "the base branch is `release/1.2` and it is no draft"],
  ])("%j: %s", (predicate, holds, reason) => {
    expect(judgePredicate(Predicate.parse(predicate), snapshot)).toEqual({ holds, reason });
  });
});

describe("what is not known", () => {
  const { files: _, ...without } = snapshot;
  test.each<[Predicate, "unknown" | boolean]>([
    [{ paths: "**" }, "unknown"],
    [{ not: { paths: "**" } }, "unknown"],
    [{ all: [{ paths: "**" }, { draft: false }] }, "unknown"],
    [{ all: [{ paths: "**" }, { draft: true }] }, false],
    [{ any: [{ paths: "**" }, { draft: true }] }, "unknown"],
    [{ any: [{ paths: "**" }, { draft: false }] }, true],
    [{ environment: "production" }, "unknown"],
  ])("%j: %s", (predicate, expected) => {
    const judged = judgePredicate(predicate, without);
    expect("unknown" in judged ? "unknown" : judged.holds).toBe(expected);
  });
});

test.each<[Predicate, "unknown" | boolean]>([
  [{ author: "ada" }, "unknown"],
  [{ not: { author: "ada" } }, "unknown"],
  [{ bot: true }, "unknown"],
  [{ bot: false }, "unknown"],
  [{ not: { bot: true } }, "unknown"],
  [{ all: [{ bot: false }, { draft: true }] }, false],
])("of a deleted author, %j: %s", (predicate, expected) => {
  const judged = judgePredicate(predicate, { ...snapshot, author: null });
  expect("unknown" in judged ? "unknown" : judged.holds).toBe(expected);
});

test.each<[Predicate, ReadonlySet<string> | undefined, string]>([
  [{ picked: "flag" }, new Set(["flag"]), "true: `flag` was picked"],
  [{ picked: ["direct", "flag"] }, new Set(["flag"]), "true: `flag` was picked"],
  [{ picked: "flag" }, new Set(), "false: `flag` was not picked"],
  [{ not: { picked: "flag" } }, new Set(), "true: `flag` was not picked"],
  [{ picked: "flag" }, undefined, "unknown"],
  [{ any: [{ picked: "flag" }, { draft: false }] }, undefined, "true: it is no draft"],
])("of what was picked, %j with %p: %s", (predicate, picks, expected) => {
  const judged = judgePredicate(predicate, snapshot, picks);
  expect("unknown" in judged ? "unknown" : `${judged.holds}: ${judged.reason}`).toBe(expected);
});

test.each<[Predicate, readonly string[]]>([
  [{ base: "main" }, []],
  [{ paths: "a" }, ["files"]],
  [{ not: { any: [{ all: [{ paths: "a" }] }, { paths: "b" }] } }, ["files"]],
])("%j needs %j", (predicate, needs) => {
  expect(predicateNeeds(predicate)).toEqual(needs);
});
