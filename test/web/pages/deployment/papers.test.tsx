import { expect, test } from "@jest/globals";
import type { MemberOutcome } from "../../../../src/evaluation/deploy/outcome.ts";
import { NoWayBack, Papers } from "../../../../src/web/pages/deployment/papers.tsx";
import { text } from "../rendered.ts";
import { member, viewOf } from "./releases.ts";

const plan = (words: string) => ({ plan: { text: words } });

const named = (members: readonly MemberOutcome[]) => text(<NoWayBack view={viewOf(members)} />);

test("what has no rollback plan is named, whatever else is shown of it", () => {
  expect(
    named([
      member(1, "open", { mergedAt: "2026-03-01T08:00:00Z" }),
      member(2, "shut", plan("Revert.")),
      member(3, "awaiting", { mergedAt: "2026-03-01T09:00:00Z" }),
      member(4, "open", { kind: "issue" }),
    ]),
  ).toBe("No rollback plan: #3 Pull 3, #1 Pull 1.");
  expect(named([member(2, "shut", plan("Revert."))])).toBe("");
  expect(named(Array.from({ length: 12 }, (_, index) => member(index + 1, "open")))).toMatch(/ and 2 more\.$/u);
});

test("rollback plans stand in the order in which to go back", () => {
  const page = text(
    <Papers
      view={viewOf([
        member(1, "shut", { ...plan("First out."), mergedAt: "2026-03-01T08:00:00Z" }),
        member(2, "open", { ...plan("Last out."), mergedAt: "2026-03-01T09:00:00Z" }),
      ])}
    />,
  );
  expect(page).toMatch(/Rollback plans, newest first \(2\).*Last out\..*First out\./su);
});
