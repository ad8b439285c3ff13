import { describe, expect, test } from "@jest/globals";
import { checkRun } from "../../src/report/check-run.ts";
import { groupRun, unmappedGroupRun, type GroupContext, type GroupMember } from "../../src/report/group-run.ts";
import { gateNow } from "../../src/report/stage.ts";
import {
  finding,
  judged,
  policy,
  procedure,
  phase,
  snapshot,
  step,
  stepsPolicy,
  tick,
  ticked,
} from "../evaluation/world.ts";

const AT: GroupContext = { repository: "acme/shop", headSha: "f".repeat(40), now: new Date("2026-03-02T09:00:00Z") };

const OPEN = stepsPolicy(step("a", tick()), step("b", tick("lead")));
const BROKEN = policy([], { findings: [finding()] });
const NOTHING = policy([]);

const member = (number: number, given = OPEN, ledger: Parameters<typeof judged>[2] = []): GroupMember => {
  const verdict = judged(given, snapshot(), ledger);
  const gate = gateNow(verdict);
  const run = checkRun(verdict, gate, { repository: "acme/shop", number, headSha: "a".repeat(40) });
  return { number, standing: "judged", title: "Basket @ada #7", verdict, gate, run };
};

const ready = (number: number): GroupMember => member(number, NOTHING);
const free: GroupMember = { number: 8, standing: "free" };
const unknown: GroupMember = { number: 9, standing: "unknown", why: "it is closed" };
const tried = (number: number): GroupMember => member(number, { ...OPEN, mode: "shadow" });

describe("the check of a group says", () => {
  test.each([
    { members: [ready(1)], says: "success: Ready" },
    { members: [ready(1), ready(2), free], says: "success: Ready" },
    { members: [member(1)], says: "failure: #1 holds it back: 2 ticks" },
    { members: [ready(1), member(2), ready(3)], says: "failure: #2 holds it back: 2 ticks" },
    { members: [member(1), member(2)], says: "failure: #1 and #2 hold it back: 2 ticks; 2 ticks" },
    { members: [member(1, BROKEN)], says: "failure: #1 holds it back: Configuration error" },
    { members: [unknown], says: "failure: #9 holds it back: it is closed" },
    { members: [tried(1)], says: "neutral: Shadow mode: 2 of 2 left: 2 ticks" },
    { members: [tried(1), unknown], says: "failure: #9 holds it back: it is closed" },
  ])("$says", ({ members, says }) => {
    const { conclusion, title, name, headSha } = groupRun(members, AT);
    expect(`${conclusion}: ${title}`).toBe(says);
    expect({ name, headSha }).toEqual({ name: "gatehouse", headSha: AT.headSha });
  });
});

test("its page tells of each pull request what its own check says, and mentions nobody", () => {
  const { summary } = groupRun([member(1), ready(2)], AT);
  expect(summary).toMatch(/^\*\*#1 holds it back\.\*\* Add it to the merge queue again/u);
  expect(summary).toContain("## #1: Basket");
  expect(summary).toContain("**2 of 2 left.**");
  expect(summary).toContain("**Ready.** No procedure applies");
  expect(summary).not.toMatch(/ @ada| #7\b/u);
});

test("however many and long they are, GitHub takes it", () => {
  const steps = Array.from({ length: 300 }, (_each, index) =>
    step(`s${index}`, tick(), { title: "A step ".repeat(20) }),
  );
  const long = policy([procedure([phase("p", steps)])]);
  const { title, summary } = groupRun(
    Array.from({ length: 40 }, (_each, index) => member(index + 1, long)),
    AT,
  );
  expect(summary.length).toBeLessThanOrEqual(65_535);
  expect(title.length).toBeLessThanOrEqual(255);
});

test("is news when a pull request stands otherwise, and no news when only time went on", () => {
  const later = { ...AT, now: new Date("2026-03-02T10:00:00Z") };
  expect(groupRun([member(1)], later).digest).toBe(groupRun([member(1)], AT).digest);
  expect(groupRun([member(1, OPEN, [ticked("a", "max")])], AT).digest).not.toBe(groupRun([member(1)], AT).digest);
});

test("a group of which nobody knows the pull requests fails and says what can be done", () => {
  expect(unmappedGroupRun("the queue does not show it", AT)).toMatchObject({
    conclusion: "failure",
    title: "Could not tell which pull request this is",
    summary: expect.stringContaining("the queue does not show it"),
  });
});
