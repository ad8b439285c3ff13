import { expect, test } from "@jest/globals";
import { judge, shown } from "./judging.ts";

const now = new Date("2026-11-20T12:00:00Z");
const openedAt = new Date("2026-11-20T11:00:00Z");

const times: readonly (readonly [unknown, Parameters<typeof judge>[2], Parameters<typeof judge>[1], string])[] = [
  ["1h", { now, openedAt }, {}, "met"],
  [{ time: "1h" }, { now, openedAt }, {}, "met"],
  ["61m", { now, openedAt }, {}, "waiting elapsed/too-early"],
  ["1h", { now }, { openedAt: "2026-11-20T11:00:00Z" }, "met"],
  ["1h", { now }, { openedAt: "2026-11-20T11:00:01Z" }, "waiting elapsed/too-early"],
  ["1h", { now, openedAt, runsSince: openedAt }, {}, "met"],
  ["1h", { now, openedAt, runsSince: new Date("2026-11-20T11:59:00Z") }, {}, "waiting elapsed/too-early"],
  ["1m", { now, openedAt, runsSince: null }, {}, "waiting elapsed/gone"],
  ["1h", { now }, {}, "error elapsed/unknown-start"],
];

test.each(times.map(([time, judging, given, expected]) => ({ time, judging, given, expected })))(
  "$time, judged by $judging and $given: $expected",
  ({ time, judging, given, expected }) => {
    expect(shown(judge({ elapsed: time }, given, judging))).toBe(expected);
  },
);

test("says when the time is over, and is looked at again then", () => {
  expect(judge({ elapsed: "24h" }, {}, { now, openedAt })).toMatchObject({
    reason: "24h since 2026-11-20 11:00 UTC have not passed yet.",
    remedy: "Wait until 2026-11-21 11:00 UTC.",
    wakeAt: new Date("2026-11-21T11:00:00Z"),
  });
});

test.each(["", "1", "1y", "-1h", {}, { time: 3 }])("%j is no time", (time) => {
  expect(() => judge({ elapsed: time })).toThrow(/./u);
});
