import { describe, expect, test } from "@jest/globals";
import type { MemberOutcome } from "../../../../src/evaluation/deploy/outcome.ts";
import { LEVELS, limited } from "../../../../src/web/pages/deployment/deployment-view.ts";
import { BEFORE, member, memoryOf, SHA, shownOf as viewOf } from "./releases.ts";

const OPEN_STEP: MemberOutcome["steps"][number] = {
  procedure: "p",
  step: "a",
  title: "A",
  state: "waiting",
  reason: "Not ticked.",
  remedy: "Tick it.",
  short: "1 tick",
  actors: ["qa"],
};

describe("a deployment", () => {
  test("has what holds it first, and links to our pages and to GitHub's", () => {
    const view = viewOf([
      member(1, "open"),
      member(2, "awaiting"),
      member(3, "shut"),
      member(4, "never", { kind: "issue" }),
    ]);
    expect(view?.members.map(({ href, word, tone }) => [href, word, tone])).toEqual([
      ["/r/acme/shop/issues/4", "can't go", "bad"],
      ["/r/acme/shop/pull/3", "to do", "bad"],
      ["/r/acme/shop/pull/2", "awaited", "waiting"],
      ["/r/acme/shop/pull/1", "ready", "good"],
    ]);
    expect(view).toMatchObject({
      commitUrl: `https://github.example.com/acme/shop/commit/${SHA}`,
      previousUrl: `https://github.example.com/acme/shop/commit/${BEFORE}`,
      direct: [{ sha: BEFORE }],
      runs: [{ url: "https://github.example.com/acme/shop/actions/runs/9" }],
      isOver: false,
    });
  });

  test("that was made still has what it brought, and what ran before", () => {
    const previous = { sha: BEFORE, at: "2026-03-01T09:00:00Z" };
    const delivered = { members: [member(1, "open")], previous };
    const made = { ...memoryOf([], { sha: SHA, at: "2026-03-02T09:00:00Z" }), delivered };
    expect(viewOf([], { memory: made })).toMatchObject({
      bringing: "What it brought: 1 pull request",
      before: { sha: BEFORE, url: `https://github.example.com/acme/shop/commit/${BEFORE}` },
      members: [{ href: "/r/acme/shop/pull/1" }],
      withoutPlan: [{ number: 1 }],
    });
    expect(viewOf([member(1, "open")])).toMatchObject({
      bringing: "What it brings: 1 pull request",
      before: undefined,
    });
  });

  test("says what each member lacks with that member, and beside that only what holds it as a whole", () => {
    const whole = ["One.", "#8 Pull 8: its watch is open.", "Two."];
    const lacking = { steps: [OPEN_STEP] };
    expect(viewOf([member(2, "awaiting", lacking)])?.reasons).toEqual(whole);
    const opened = { ...lacking, overridden: { by: ["lea"], reason: "now", until: "2026-03-03T09:00:00.000Z" } };
    expect(viewOf([member(2, "open", opened)])?.reasons).toHaveLength(4);
  });

  test("that was closed is over, and of one that was never decided there is nothing", () => {
    expect(viewOf([], { state: "closed" })?.isOver).toBe(true);
    expect(viewOf([], { memory: undefined })).toBeUndefined();
    expect(viewOf([], { memory: { of: "another release" } })).toBeUndefined();
  });

  test("of very many members the first are shown and the others counted, without their papers", () => {
    const paper = { text: "Long. ".repeat(1000) };
    const view = viewOf(
      Array.from({ length: 20 }, (_, index) => member(index + 1, "shut", { notes: paper, plan: paper })),
    );
    const least = LEVELS.at(-1);
    if (view === undefined || least === undefined) throw new Error("there is no view");
    const small = limited(view, least);
    expect([small.members.length, small.more, small.members[0]?.member.notes]).toEqual([15, 5, undefined]);
    expect(limited(view, { ...least, paper: 10 }).members[0]?.member.plan?.text).toBe("Long. Long");
  });
});
