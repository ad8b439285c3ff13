import { expect, test } from "@jest/globals";
import type { Release } from "../../../src/evaluation/deploy/decision.ts";
import { DeployAnswer } from "../../../src/report/deploy/answer.ts";
import { deployAnswer, deployText } from "../../../src/report/deploy/answer-of.ts";
import {
  awaiting,
  clock,
  direct,
  member,
  MONDAY,
  overridden,
  QUARTER_END,
  release,
  shut,
} from "../../evaluation/deploy/releases.ts";
import { fc } from "../../properties.ts";
import { decided, nastyRelease } from "./said.ts";

const answer = (given: Release): DeployAnswer => deployAnswer(...decided(given), "acme/shop");

const mixed = release(
  [member(1, shut), member(2), member(3, { state: "not-asked", reason: "No procedure asks anything of it." })],
  {
    directCommits: [direct],
    freezes: [QUARTER_END],
  },
);

test("tells everything that programs ask", () => {
  const { report, members, ...rest } = answer(mixed);
  expect(members).toEqual(mixed.members);
  expect(report).toContain("| [#&#8203;1](https://github.com/acme/shop/pull/1) Change 1 |");
  expect(rest).toEqual({
    repository: "acme/shop",
    environment: "production",
    sha: "4".repeat(40),
    decision: "awaiting",
    title:
      "Not yet: 2 left in #1: rollback plan missing, 1 sign-off; 1 commit without a pull request; frozen until Sun 8 Mar 2026, 00:00 UTC",
    reasons: [
      "#1 Change 1: 2 of 5 left: rollback plan missing, 1 sign-off. Next: ada (author) and security (ann, bob).",
      "1 commit came without a pull request: `ddddddd` `hotfix: typo` by bob. If that is meant: `/gate override deploy/production REASON` on #1.",
      "Frozen until Sun 8 Mar 2026, 00:00 UTC: `Quarter end`.",
    ],
    course: "forward",
    previous: { sha: "a".repeat(40), at: "2026-03-02T09:00:00Z" },
    direct: ["d".repeat(40)],
    decidedAt: "2026-03-06T17:30:00.000Z",
  });
});

test.each([
  { title: "when it opens", given: release([member(1, clock)]), is: { opensAt: MONDAY } },
  {
    title: "that it was opened",
    given: release([member(1, overridden)]),
    is: { decision: "approved", despite: "lea opened it: `checkout is down`." },
  },
  {
    title: "that it only watches",
    given: release([member(1, awaiting)], { mode: "shadow" }),
    is: { decision: "approved", despite: "The config is in shadow mode: nothing is held back." },
  },
])("tells $title", ({ given, is }) => {
  expect(answer(given)).toMatchObject(is);
});

test("a terminal shows the decision first, and what is ready last", () => {
  expect(deployText(answer(mixed))).toMatchInlineSnapshot(`
   "AWAITING  acme/shop 4444444 to production
   Not yet: 2 left in #1: rollback plan missing, 1 sign-off; 1 commit without a pull request; frozen until Sun 8 Mar 2026, 00:00 UTC

   What holds it
     #1 Change 1: 2 of 5 left: rollback plan missing, 1 sign-off. Next: ada (author) and security (ann, bob).
     1 commit came without a pull request: \`ddddddd\` \`hotfix: typo\` by bob. If that is meant: \`/gate override deploy/production REASON\` on #1.
     Frozen until Sun 8 Mar 2026, 00:00 UTC: \`Quarter end\`.

   Ready
     #2  Change 2
     #3  Change 3  (No procedure asks anything of it.)
   "
  `);
  expect(deployText(answer(release([member(1, overridden)])))).toMatchInlineSnapshot(`
   "APPROVED  acme/shop 4444444 to production
   Overridden by lea
   lea opened it: \`checkout is down\`.

   What would hold it
     #1 Change 1: opened by lea: \`checkout is down\` (1 of 5 left: 1 sign-off)
   "
  `);
});

test("whatever people write, the answer has its shape, and a terminal obeys nothing", () => {
  fc.assert(
    fc.property(nastyRelease, (given) => {
      const found = answer(given);
      expect(DeployAnswer.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
      expect(deployText(found)).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E]/u);
    }),
    { numRuns: 60 },
  );
});

test("tells every moment by the clock of the config, and which that is", () => {
  const given = release([member(1, clock)], { timeZone: "Europe/Berlin" });
  expect(answer(given)).toMatchObject({
    timeZone: "Europe/Berlin",
    title: "Opens Mon 9 Mar 2026, 09:00 (Europe/Berlin)",
    reasons: ["#1 Change 1: opens Mon 9 Mar 2026, 09:00 (Europe/Berlin): window shut."],
    opensAt: MONDAY,
  });
  const { report } = answer(given);
  expect(report).toContain("opens Mon 9 Mar 2026, 09:00 (Europe/Berlin)");
  expect(report).not.toContain("UTC");
});
