import { describe, expect, test } from "@jest/globals";
import { fit } from "../../src/report/fit.ts";
import type { PullLine } from "../../src/report/pull-line.ts";
import { pullsComment, pullsParts } from "../../src/report/pulls.ts";

const line = (about: Partial<PullLine> = {}): PullLine => ({
  repository: "acme/shop",
  number: 34,
  title: "Basket",
  url: "https://github.com/acme/shop/pull/34",
  state: "ready",
  shadow: false,
  left: 0,
  total: 3,
  what: "",
  next: "",
  deployed: [],
  milestone: null,
  ...about,
});

const repository = "acme/shop";
const parts = (shown: Parameters<typeof pullsParts>[0]): string => fit(pullsParts(shown), 60_000);

test("pull requests of every state, with the columns that say something", () => {
  const lines = [
    line({ state: "completed", deployed: ["production", "staging"] }),
    line({ number: 35, state: "shut", left: 2, what: "1 tick, plan missing", next: "Next: qa (quinn)." }),
    line({ number: 36, state: "after-merge", left: 1, what: "1 tick" }),
    line({ number: 37, state: "none", title: "" }),
    line({ number: 2, repository: "acme/api", state: "awaiting", left: 1, next: "Awaited: time.", shadow: true }),
  ];
  expect(pullsComment({ repository, lines })).toMatchInlineSnapshot(`
   "<!-- gatehouse:status -->
   **5 pull requests:** 1 completed, 1 to do, 1 merged, 1 without a procedure, 1 awaited

   | Pull request | State | What is left | Deployed |
   | :-- | :-- | :-- | :-- |
   | [#&#8203;34](https://github.com/acme/shop/pull/34) Basket | ✅ completed |  | production, staging |
   | [#&#8203;35](https://github.com/acme/shop/pull/34) Basket | ❌ to do, 2 of 3 left | 1 tick, plan missing. Next: qa (quinn). |  |
   | [#&#8203;36](https://github.com/acme/shop/pull/34) Basket | 🟡 merged, 1 of 3 left | 1 tick. |  |
   | [#&#8203;37](https://github.com/acme/shop/pull/34) | ➖ without a procedure |  |  |
   | [acme/api#&#8203;2](https://github.com/acme/shop/pull/34) Basket | 🟡 awaited, 1 of 3 left (shadow mode) | Awaited: time. |  |
   "
  `);
});

describe("whether anything is said", () => {
  test.each<{ what: string; lines: readonly PullLine[]; said: boolean }>([
    { what: "no pull request", lines: [], said: false },
    {
      what: "none to which a procedure applies",
      lines: [line({ state: "none" }), line({ state: "unjudged" })],
      said: false,
    },
    { what: "one to which a procedure applies", lines: [line({ state: "none" }), line()], said: true },
  ])("$what: $said", ({ lines, said }) => {
    expect(pullsComment({ repository, lines }) !== undefined).toBe(said);
    expect(parts({ repository, lines }) !== "").toBe(said);
  });
});

describe("a launch", () => {
  test.each([
    { launch: ["production"], says: "This issue holds back deployments to production with one of these." },
    { launch: ["eu", "us"], says: "This issue holds back deployments to eu and us with one of these." },
    { launch: [], says: "This issue holds back every deployment with one of these." },
  ])("says what waits for it: $launch", ({ launch, says }) => {
    expect(parts({ repository, launch, lines: [line({ state: "none" })] })).toContain(says);
  });

  test("without a pull request says how it gets some", () => {
    expect(parts({ repository, launch: ["production"], lines: [] })).toMatchInlineSnapshot(`
     "
     **No pull request yet.** A launch has those that close its issue, those that its description names, and those of its milestone.
     "
    `);
  });

  test("that was closed says that it counts all the same", () => {
    expect(parts({ repository, launch: [], lines: [], closed: true })).toContain("counts all the same");
    expect(parts({ repository, launch: [], lines: [] })).not.toContain("counts all the same");
  });
});

test("what people wrote does nothing in it", () => {
  const title = "@max | fixes #7 <b> [x](javascript:a) `c` <!-- gatehouse:status -->";
  const text = pullsComment({
    repository,
    lines: [line({ title, what: title, next: title, state: "shut", deployed: ["@a|b"] })],
  });
  expect(text).not.toMatch(/@max|#7|<b>|[^\\]\]\(javascript|@a|\|b/u);
  expect(
    text
      ?.split("\n")
      .filter((row) => row.startsWith("| ["))
      .map((row) => row.split(" | ").length),
  ).toEqual([4]);
});

test("is cut at a row where there are too many", () => {
  const lines = Array.from({ length: 1000 }, (_none, index) => line({ number: index + 1, title: "x".repeat(150) }));
  const text = pullsComment({ repository, lines }) ?? "";
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/… and \d+ more\n$/u);
});
