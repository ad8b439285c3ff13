import { describe, expect, test } from "@jest/globals";
import type { Release } from "../../../src/evaluation/deploy/decision.ts";
import { digestText } from "../../../src/report/deploy/digest.ts";
import { statusReport } from "../../../src/report/deploy/status.ts";
import {
  awaiting,
  blocking,
  clock,
  direct,
  LATER,
  member,
  never,
  openStep,
  opened,
  overridden,
  QUARTER_END,
  release,
  shut,
} from "../../evaluation/deploy/releases.ts";
import { fc } from "../../properties.ts";
import { decided, harmIn, HUGE, nastyRelease } from "./said.ts";

const MORE = "https://github.com/acme/shop/runs/1";
const said = (given: Release, more?: Parameters<typeof statusReport>[2]): string =>
  statusReport(...decided(given), more);
const strange = { listed: false, directCommits: "hold", known: ["production"], everywhere: false } as const;

test.each([
  { title: "ready", given: release([member(1), member(2)]), says: "**Ready: 2 pull requests, 10 steps done.**" },
  {
    title: "with a launch issue",
    given: release([member(1), member(2, { kind: "issue" })]),
    says: "**Ready: 1 pull request and 1 launch issue, 10 steps done.**",
  },
  { title: "nothing new", given: release([]), says: "**Ready: it brings no pull request.**" },
  {
    title: "the way back",
    given: release([], { course: "back" }),
    says: "**Ready: goes back to an earlier commit, which nothing bars.**",
  },
  {
    title: "the same again",
    given: release([], { course: "same" }),
    says: "**Ready: the same commit runs there already.**",
  },
  {
    title: "the clock alone",
    given: release([member(1, clock), member(2)]),
    says: "**Opens Mon 9 Mar 2026, 08:00 UTC.** Only time is awaited: 1 left in #1: window shut.",
  },
  {
    title: "people",
    given: release([member(1, awaiting), member(2, shut), member(3)]),
    says: "**Not yet: 3 left in 2 of 3 pull requests: rollback plan missing, 2 sign-offs.** Next: ada (author) and security (ann, bob).",
  },
  {
    title: "everything at once",
    given: release([member(1, awaiting)], {
      freezes: [QUARTER_END],
      blocking: [blocking, { ...blocking, number: 8 }],
      directCommits: [direct, direct],
    }),
    says: "**Not yet: 1 left in #1: 1 sign-off; 2 phases of the last deployment open; 2 commits without a pull request; frozen until Sun 8 Mar 2026, 00:00 UTC.** Next: security (ann, bob), whoever watches the last deployment and whoever may override.",
  },
  {
    title: "a commit of the default branch that nobody brought",
    given: release([], { directCommits: [direct] }),
    says: "**Not yet: 1 commit without a pull request.** Next: whoever keeps the config.",
  },
  {
    title: "a commit of a branch that nobody brought",
    given: release([], { directCommits: [direct, direct], onDefault: false }),
    says: "**Not yet: 2 commits without a pull request.** Next: whoever pushed it.",
  },
  {
    title: "a commit of which GitHub still has to tell who brought it",
    given: release([], { directCommits: [direct], askedAgainAt: LATER }),
    says: "**Not yet: GitHub still has to tell who brought 1 commit.**",
  },
  {
    title: "an environment that nobody knows",
    given: release([], { environment: "prodution", rule: strange }),
    says: "**Not yet: the environment is not known, `production` is.** Next: whoever keeps the config.",
  },
  {
    title: "a broken config",
    given: release([], { broken: ["a", "b"] }),
    says: "**Not yet: configuration error on the default branch.** Next: whoever keeps the config.",
  },
  {
    title: "nobody knows",
    given: release([], { problem: "GitHub does not know it." }),
    says: "**Not yet: what it brings could not be determined.**",
  },
  {
    title: "a no-go",
    given: release([member(1, never), member(2, awaiting)]),
    says: "**Rejected because of #1.** lea said no-go on 2026-03-05: `too many errors`. Deploy a commit without it, or this one again once that is settled.",
  },
  {
    title: "several no-goes",
    given: release([member(1, never), member(2, never)]),
    says: "**Rejected because of #1 and #2.** Deploy a commit without them, or this one again once that is settled.",
  },
  {
    title: "overridden",
    given: release([member(1, overridden), member(2)]),
    says: "**Overridden by lea.** `checkout is down`. Without that, it would wait: 1 left in #1: 1 sign-off.",
  },
  {
    title: "shadow mode",
    given: release([member(1, awaiting)], { mode: "shadow" }),
    says: "**Shadow mode: nothing is held back.** In enforce mode: **Not yet: 1 left in #1: 1 sign-off.** Next: security (ann, bob).",
  },
  {
    title: "shadow mode and a no-go",
    given: release([member(1, never)], { mode: "shadow" }),
    says: "**Shadow mode: nothing is held back.** In enforce mode: **Rejected because of #1.**",
  },
  {
    title: "nothing counted yet",
    given: release([member(1, { state: "shut", reason: "It could not be found on GitHub." })]),
    says: "**Not yet: #1 not ready.**",
  },
])("the first line tells whether it may go, what is left and whose turn it is: $title", ({ given, says }) => {
  expect(said(given).split("\n")[0]?.replaceAll("&#8203;", "")).toContain(says);
});

const linesOf = (given: Release): readonly (string | undefined)[] => {
  const [, decision] = decided(given);
  return decision.holders.map((holder) =>
    statusReport(given, { ...decision, holders: [holder] })
      .split("\n")
      .at(-1),
  );
};

test("each holder has a line", () => {
  const given = release(
    [
      member(1, shut),
      member(2, clock),
      member(3, { ...awaiting, reason: "lea wants to override this gate." }),
      member(4, { state: "shut", reason: "It could not be found on GitHub." }),
      member(5, overridden),
      member(6, { lifts: opened }),
    ],
    {
      lead: 1,
      broken: ["Line 3 is wrong.", "Line 4 is wrong."],
      blocking: [
        blocking,
        { ...blocking, number: 8, dueAt: "2026-03-05T10:00:00Z" },
        { ...blocking, number: 7, dueAt: undefined },
      ],
      freezes: [QUARTER_END],
      directCommits: [direct, { ...direct, author: null }, direct, direct],
    },
  );
  expect(linesOf(given).join("\n")).toMatchInlineSnapshot(`
   "- Line 3 is wrong. 1 more error. Nothing passes until the config of the default branch is mended.
   - #1 Change 1: 2 of 5 left: rollback plan missing, 1 sign-off. Next: ada (author) and security (ann, bob).
   - #4 Change 4: It could not be found on GitHub.
   - #3 Change 3: 1 of 5 left: 1 sign-off. Next: security (ann, bob). lea wants to override this gate.
   - #9 An earlier change: deployed before, and its phase \`after-production\` of \`release\` is not complete, due Sun 8 Mar 2026, 10:00 UTC.
   - #8 An earlier change: deployed before, and its phase \`after-production\` of \`release\` is not complete, overdue since Thu 5 Mar 2026, 10:00 UTC.
   - #7 An earlier change: deployed before, and its phase \`after-production\` of \`release\` is not complete.
   - 4 commits came without a pull request: \`ddddddd\` \`hotfix: typo\` by bob, \`ddddddd\` \`hotfix: typo\` by somebody, \`ddddddd\` \`hotfix: typo\` by bob and 1 more. If that is meant: \`/gate override deploy/production REASON\` on #&#8203;1.
   - Frozen until Sun 8 Mar 2026, 00:00 UTC: \`Quarter end\`.
   - #2 Change 2: opens Mon 9 Mar 2026, 08:00 UTC: window shut."
  `);
});

test.each([
  {
    given: release([], { environment: "prodution", rule: strange }),
    says: "- No procedure and no config speaks of this environment. Did you mean `production`? If it was renamed, rename it there, too. List it under `environments` in `.github/gatehouse.yml`.",
  },
  {
    given: release([], { unconfigured: true }),
    says: "- `.github/gatehouse.yml` is not on the default branch, so nobody says what is asked: add it, or take this rule off the environment.",
  },
  {
    given: release([], { course: "back", overtaken: true }),
    says: "- `aaaaaaa`, which holds this commit, was deployed since this run began, so it would take that back unasked. Cancel it; to go back on purpose, run it again.",
  },
])("what stands alone has a line: $says", ({ given, says }) => {
  expect(linesOf(given)).toEqual([says]);
});

test("what does not fit is counted, with where to read on", () => {
  const report = said(HUGE, { more: MORE });
  expect(report.length).toBeLessThanOrEqual(1024);
  expect(report).toMatch(
    /\n- … and 16\d more: see \[the whole report\]\(https:\/\/github\.com\/acme\/shop\/runs\/1\)$/u,
  );
  expect(said(HUGE)).toMatch(/\n- … and 16\d more: see the check of this commit$/u);
});

test("the last report says that it is", () => {
  const given = release([member(1, awaiting)]);
  expect(said(given, { more: MORE, isLast: true })).toContain(
    "\n\nGitHub takes no further report here. What changes from now on is in [the whole report](https://github.com/acme/shop/runs/1).",
  );
  expect(said(given, { more: MORE })).not.toContain("no further report");
});

test("whatever people write, it fits, and does nothing", () => {
  fc.assert(
    fc.property(nastyRelease, fc.boolean(), (given, isLast) => {
      const report = said(given, { more: MORE, isLast });
      expect(report.length).toBeLessThanOrEqual(1024);
      expect(report).not.toBe("");
      expect(report).not.toContain("<!--");
      expect(harmIn(report)).toEqual([]);
    }),
    { numRuns: 120 },
  );
});

const digest = (given: Release): string => digestText(decided(given)[1]);

describe("news", () => {
  const base = release([member(1, awaiting), member(2)]);

  test.each([
    { title: "the order of members", given: release([member(2), member(1, awaiting)], { lead: 1 }) },
    { title: "a title", given: release([member(1, { ...awaiting, title: "Another" }), member(2)]) },
    {
      title: "who holds a role",
      given: release([member(1, { ...awaiting, steps: [openStep({ actors: ["security (cleo)"] })] }), member(2)]),
    },
    {
      title: "a number that counts down",
      given: release([member(1, { ...awaiting, steps: [openStep({ reason: "3 days left." })] }), member(2)]),
    },
    {
      title: "a window that shuts while people are awaited",
      given: release([
        member(1, {
          ...awaiting,
          left: 2,
          steps: [...(awaiting.steps ?? []), openStep({ step: "window", opensAt: "2026-03-09T08:00:00.000Z" })],
        }),
        member(2),
      ]),
    },
    { title: "another member's window", given: release([member(1, awaiting), member(2, clock)]) },
    { title: "another member that is ready", given: release([member(1, awaiting), member(2), member(3)]) },
  ])("is not $title", ({ given }) => {
    expect(digest(given)).toBe(digest(base));
  });

  test.each([
    { title: "that it may go", given: release([member(1), member(2)]) },
    { title: "another step", given: release([member(1, shut), member(2)]) },
    { title: "another member that is not ready", given: release([member(1, awaiting), member(2, awaiting)]) },
    { title: "a no-go", given: release([member(1, never), member(2)]) },
    { title: "that only the clock is awaited", given: release([member(1, clock), member(2)]) },
    { title: "a freeze", given: { ...base, freezes: [QUARTER_END] } },
    { title: "a commit without a pull request", given: { ...base, directCommits: [direct] } },
    { title: "the last deployment", given: { ...base, blocking: [blocking] } },
    { title: "a broken config", given: { ...base, broken: ["x"] } },
    { title: "what can't be read", given: { ...base, problem: "x" } },
    {
      title: "an environment that nobody knows",
      given: release([member(1, { ...awaiting, names: [] }), member(2, { names: [] })], {
        rule: strange,
        environment: "x",
      }),
    },
    { title: "an override", given: release([member(1, overridden), member(2)]) },
    { title: "shadow mode", given: { ...base, mode: "shadow" as const } },
  ])("is $title", ({ given }) => {
    expect(digest(given)).not.toBe(digest(base));
  });
});
