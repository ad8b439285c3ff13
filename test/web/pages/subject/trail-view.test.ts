import { expect, test } from "@jest/globals";
import { entry, judged, step, stepsPolicy, tick, ticked } from "../../../evaluation/world.ts";
import { APPROVED } from "./standing.ts";
import { trailView } from "../../../../src/web/pages/subject/trail-view.ts";

const verdict = judged(stepsPolicy(step("a", tick())));
const url = "https://github.com/acme/shop/pull/7";

test("the newest comes first, with the step and the comment that it leads to", () => {
  const ledger = [
    ticked("a", "walt"),
    entry("waive", "gone", { login: "lea", comment: "12" }),
    entry("refused", "a", { login: "rita", comment: "not a number" }),
  ];
  expect(trailView(ledger, { verdict, url })).toEqual({
    older: 0,
    rows: [
      {
        at: new Date("2026-03-01T12:00:00Z"),
        words: "The tick by rita was undone: not allowed.",
        isRefused: true,
        step: { title: "Step a", anchor: "step-p-a" },
        url: undefined,
        is: "comment",
      },
      {
        at: new Date("2026-03-01T12:00:00Z"),
        words: "lea waived it: not needed",
        isRefused: false,
        step: { title: "gone", anchor: undefined },
        url: `${url}#issuecomment-12`,
        is: "comment",
      },
      {
        at: new Date("2026-03-01T12:00:00Z"),
        words: "walt ticked it",
        isRefused: false,
        step: { title: "Step a", anchor: "step-p-a" },
        url: undefined,
        is: "comment",
      },
    ],
  });
});

test("an approving review that counts has its place among the acts, also where nobody did anything else", () => {
  const review = {
    at: new Date("2026-03-01T11:00:00Z"),
    words: "olga approved it",
    isRefused: false,
    step: { title: "Step a", anchor: "step-p-a" },
    url: `${url}#pullrequestreview-1`,
    is: "review",
  };
  expect(trailView([], { verdict: APPROVED, url }).rows).toEqual([review]);
  const { rows } = trailView([ticked("b", "walt")], { verdict: APPROVED, url });
  expect(rows.map(({ words }) => words)).toEqual(["walt ticked it", "olga approved it"]);
});

test("of very many acts the newest are shown, and the others are counted", () => {
  const ledger = Array.from({ length: 205 }, (_, index) => ticked("a", `p${index}`));
  const { rows, older } = trailView(ledger, { verdict, url });
  expect([rows.length, older, rows[0]?.words]).toEqual([200, 5, "p204 ticked it"]);
});
