import { describe, expect, test } from "@jest/globals";
import type { Release } from "../../../src/evaluation/deploy/decision.ts";
import { deployRun } from "../../../src/report/deploy/run.ts";
import {
  awaiting,
  blocking,
  clock,
  direct,
  member,
  never,
  overridden,
  QUARTER_END,
  release,
  shut,
} from "../../evaluation/deploy/releases.ts";
import { retiredRun } from "../../../src/report/deploy/retired.ts";
import { CONFIG_CHECK } from "../../../src/report/proposal/run.ts";
import { fc } from "../../properties.ts";
import { decided, harmIn, HUGE, nastyRelease } from "./said.ts";

const run = (given: Release) => deployRun(...decided(given), { externalId: "acme/shop/deploy:production" });

describe("conclusions", () => {
  const strange = { listed: false, directCommits: "hold", known: ["production"], everywhere: false } as const;
  test.each([
    { title: "ready", given: release([member(1)]), is: "success" },
    { title: "overridden", given: release([member(1, overridden)]), is: "success" },
    { title: "a person is awaited", given: release([member(1, awaiting)]), is: "action_required" },
    { title: "the clock", given: release([member(1, clock)]), is: "action_required" },
    { title: "a freeze", given: release([member(1)], { freezes: [QUARTER_END] }), is: "action_required" },
    { title: "the last deployment", given: release([member(1)], { blocking: [blocking] }), is: "action_required" },
    { title: "something must change", given: release([member(1, awaiting), member(2, shut)]), is: "failure" },
    { title: "a no-go", given: release([member(1, never)]), is: "failure" },
    { title: "a direct commit", given: release([], { directCommits: [direct] }), is: "failure" },
    { title: "unreadable", given: release([], { problem: "x" }), is: "failure" },
    { title: "broken", given: release([], { broken: ["x"] }), is: "failure" },
    { title: "an unknown environment", given: release([], { environment: "x", rule: strange }), is: "failure" },
    { title: "shadow mode", given: release([member(1, never)], { mode: "shadow" }), is: "neutral" },
    { title: "shadow mode, and nothing holds it", given: release([member(1)], { mode: "shadow" }), is: "neutral" },
  ])("$title: $is", ({ given, is }) => {
    expect(run(given).conclusion).toBe(is);
  });
});

const note = (text: string, category?: string) => ({ text, ...(category === undefined ? {} : { category }) });

test("the whole page, as people read it", () => {
  const given = release(
    [
      member(1, {
        ...shut,
        mergedAt: "2026-03-03T10:00:00Z",
        notes: note("Fixed: discounts.", "Fixed"),
        plan: { text: "1. Off\n2. Back", url: "https://github.com/acme/shop/blob/x/plan.md" },
      }),
      member(2, {
        mergedAt: "2026-03-05T10:00:00Z",
        notes: note("Search is faster.\n\n- and better"),
        plan: { text: "Revert it.", url: "https://github.com/acme/shop/pull/2" },
      }),
      member(3, { ...clock, notes: note("NONE") }),
      member(4, { state: "not-asked", reason: "No procedure asks anything of it." }),
      member(5, { kind: "issue", title: "Launch", url: "https://github.com/acme/shop/issues/5" }),
      member(6, { ...shut, mode: "shadow", notes: note("Added: coupons.", "Added") }),
    ],
    { freezes: [QUARTER_END] },
  );
  const { name, title, summary, externalId, headSha, actions } = run(given);
  expect({ name, title, externalId, headSha, actions }).toMatchInlineSnapshot(`
   {
     "actions": [
       {
         "description": "Look at everything again",
         "identifier": "recheck",
         "label": "Re-check",
       },
     ],
     "externalId": "acme/shop/deploy:production",
     "headSha": "4444444444444444444444444444444444444444",
     "name": "gatehouse/production",
     "title": "Not yet: 3 left in 2 of 5 pull requests and 1 launch issue: rollback plan missing, 1 sign-off, window shut; frozen until Sun 8 Mar 2026, 00:00 UTC",
   }
  `);
  expect(summary).toMatchInlineSnapshot(`
   "**Not yet: 3 left in 2 of 5 pull requests and 1 launch issue: rollback plan missing, 1 sign-off, window shut; frozen until Sun 8 Mar 2026, 00:00 UTC.** Next: ada (author) and security (ann, bob).

   What holds it as a whole:

   - Frozen until Sun 8 Mar 2026, 00:00 UTC: \`Quarter end\`.

   | 5 pull requests and 1 launch issue | State | What is left | Whose turn |
   | :-- | :-- | :-- | :-- |
   | [#&#8203;1](https://github.com/acme/shop/pull/1) Change 1 | ❌ to do | 2 of 5 left: rollback plan missing, 1 sign-off | ada (author) and security (ann, bob) |
   | [#&#8203;3](https://github.com/acme/shop/pull/3) Change 3 | 🕒 opens by itself | opens Mon 9 Mar 2026, 08:00 UTC: window shut |  |
   | [#&#8203;2](https://github.com/acme/shop/pull/2) Change 2 | ✅ ready |  |  |
   | [#&#8203;4](https://github.com/acme/shop/pull/4) Change 4 | ➖ not asked | No procedure asks anything of it. |  |
   | [#&#8203;5](https://github.com/acme/shop/issues/5) Launch | ✅ ready |  |  |
   | [#&#8203;6](https://github.com/acme/shop/pull/6) Change 6 | ❌ to do (shadow mode) | 2 of 5 left: rollback plan missing, 1 sign-off | ada (author) and security (ann, bob) |

   <details><summary>What would close each step (3)</summary>

   - [#&#8203;1](https://github.com/acme/shop/pull/1) **Security agrees**: 0 of 1 sign-offs by security. Ask security.
   - [#&#8203;1](https://github.com/acme/shop/pull/1) **Security agrees**: 0 of 1 sign-offs by security. Ask security.
   - [#&#8203;3](https://github.com/acme/shop/pull/3) **Security agrees**: 0 of 1 sign-offs by security. Ask security.

   </details>

   <details><summary>Rollback plans, newest first (2)</summary>

   1. [#&#8203;2](https://github.com/acme/shop/pull/2) Change 2

      Revert it.

   1. [#&#8203;1](https://github.com/acme/shop/pull/1) Change 1 ([plan](https://github.com/acme/shop/blob/x/plan.md))

      1. Off
      2. Back


   No rollback plan: [#&#8203;3](https://github.com/acme/shop/pull/3), [#&#8203;4](https://github.com/acme/shop/pull/4) and [#&#8203;6](https://github.com/acme/shop/pull/6).

   What ran before: \`aaaaaaa\`.

   </details>

   <details><summary>Release notes (3)</summary>


   **Added**

   - [#&#8203;6](https://github.com/acme/shop/pull/6) Added: coupons.

   **Fixed**

   - [#&#8203;1](https://github.com/acme/shop/pull/1) Fixed: discounts.

   **Other**

   - [#&#8203;2](https://github.com/acme/shop/pull/2) Change 2

     Search is faster.

     - and better


   Nothing to note: [#&#8203;3](https://github.com/acme/shop/pull/3).

   No release note: [#&#8203;4](https://github.com/acme/shop/pull/4).

   </details>

   Brings \`4444444\`. Last successful deployment: \`aaaaaaa\`, Mon 2 Mar 2026, 09:00 UTC.

   Evaluated 2026-03-06 17:30:00 UTC.
   "
  `);
});

describe("what it was compared with", () => {
  const previous = {
    sha: "a".repeat(40),
    at: "2026-03-02T09:00:00Z",
    begunAt: "2026-03-02T09:00:00Z",
    url: "https://github.com/acme/shop/deployments/1",
  };
  test.each([
    {
      title: "forward",
      given: release([]),
      says: "Brings `4444444`. Last successful deployment: `aaaaaaa`, Mon 2 Mar 2026, 09:00 UTC.",
    },
    {
      title: "with a link",
      given: release([], { previous }),
      says: "[aaaaaaa](https://github.com/acme/shop/deployments/1)",
    },
    { title: "back", given: release([], { course: "back" }), says: "Goes back to `4444444`." },
    { title: "same", given: release([], { course: "same" }), says: "Deploys again `4444444`." },
    {
      title: "first",
      given: release([], { course: "first", previous: undefined }),
      says: "First deployment, of `4444444`: nothing ran there before.",
    },
    {
      title: "allowed commits",
      given: release([], {
        directCommits: [direct],
        rule: { listed: true, directCommits: "allow", known: [], everywhere: false },
      }),
      says: "1 commit without a pull request is in it, which the config allows.",
    },
  ])("$title", ({ given, says }) => {
    expect(run(given).summary).toContain(says);
  });
});

test("the moment is no news", () => {
  const given = release([member(1, awaiting)]);
  const [, decision] = decided(given);
  const later = deployRun(given, { ...decision, decidedAt: new Date("2026-03-06T18:00:00Z") }, { externalId: "x" });
  expect(later.digest).toBe(run(given).digest);
  expect(later.summary).not.toBe(run(given).summary);
  expect(deployRun(given, decision, { externalId: "x", detailsUrl: "https://gate.example" }).detailsUrl).toBe(
    "https://gate.example",
  );
});

test("five hundred pull requests fit, cut at a row", () => {
  const { title, summary } = run(HUGE);
  expect(title.length).toBeLessThanOrEqual(255);
  expect(summary.length).toBeLessThanOrEqual(65_535);
  const has = (pattern: RegExp): boolean => pattern.test(summary);
  expect(has(/\n\| … and \d+ more \| \| \| \|\n/u)).toBe(true);
  expect(has(/Rollback plans, newest first \(500\)<\/summary>\n\n1\. /u)).toBe(true);
  expect(has(/Release notes \(500\)<\/summary>\n\n- /u)).toBe(true);
  expect(has(/\nEvaluated 2026-03-06 17:30:00 UTC\.\n$/u)).toBe(true);
  expect(summary.match(/<details>/gu)).toHaveLength(summary.match(/<\/details>/gu)?.length ?? 0);
});

test("whatever people write does nothing, and breaks no table", () => {
  fc.assert(
    fc.property(nastyRelease, (given) => {
      const { title, summary } = run(given);
      expect(Array.from(title).length).toBeLessThanOrEqual(255);
      expect(harmIn(summary).filter((harm) => !/^link https?:/u.test(harm))).toEqual([]);
      const rows = summary.split("\n").filter((line) => line.startsWith("| "));
      for (const row of rows) expect(row.match(/(?<!\\)\|/gu)).toHaveLength(5);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["production", "gatehouse/production"],
  ["config", "gatehouse/config (environment)"],
  ["Config", "gatehouse/Config (environment)"],
  ["config/eu", "gatehouse/config/eu"],
])("the check of %s is %s, and never that of proposals", (environment, name) => {
  const sha = "a".repeat(40);
  const retired = retiredRun({ environment, sha }, { why: "forgotten", externalId: "acme/shop/deploy:x" });
  expect([run(release([], { environment })).name, retired.name]).toEqual([name, name]);
  expect(name.toLowerCase()).not.toBe(CONFIG_CHECK);
});
