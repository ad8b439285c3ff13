import { expect, test } from "@jest/globals";
import { nextLook } from "../../../src/readiness/deploy/closing.ts";

const NOW = new Date("2026-03-02T10:00:00Z");

test.each([
  { title: "a day after it was asked for, where a check shows it", isChecked: true, at: "2026-03-03T10:00:00Z" },
  { title: "an hour after it was asked for, where nothing shows it", isChecked: false, at: "2026-03-02T11:00:00Z" },
  { title: "after six hours while a run waits", isChecked: true, waiting: 1, at: "2026-03-02T16:00:00Z" },
  {
    title: "soon where a run did not take its answer",
    isChecked: true,
    waiting: 1,
    isRefused: true,
    at: "2026-03-02T10:15:00Z",
  },
  {
    title: "at the edge that changes the decision",
    isChecked: false,
    wakeAt: new Date("2026-03-02T10:20:00Z"),
    at: "2026-03-02T10:20:00Z",
  },
])("a release looks again $title", ({ isChecked, waiting = 0, isRefused = false, wakeAt, at }) => {
  const after = { isChecked, askedAt: NOW.toISOString() };
  const next = nextLook(NOW.getTime(), { decision: { wakeAt } }, { told: { isRefused, waiting }, after });
  expect(next).toEqual(new Date(at));
});
