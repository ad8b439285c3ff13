import { describe, expect, test } from "@jest/globals";
import ICAL from "ical.js";
import { dayOf, numberOf, yearOf } from "../../../src/evidence/holidays/day-numbers.ts";
import { daysRepeated, rememberingYears, type Repeating } from "../../../src/evidence/holidays/repeats.ts";
import { readRule } from "../../../src/evidence/holidays/rule.ts";
import { fc } from "../../properties.ts";

const years = rememberingYears();

const repeating = (rule: string, start: string): Repeating => {
  const number = numberOf(start);
  const first = years(yearOf(number)).find((day) => day.number === number);
  if (first === undefined) throw new Error(`no such day: ${start}`);
  const [, , , value]: unknown[] = ICAL.parse.property(`RRULE:${rule}`);
  const read = readRule({ name: "rrule", params: {}, type: "recur", values: [value], line: 1 });
  return { rule: read, first, until: numberOf("2200-01-01") };
};

const days = (rule: string, start: string, to: string): readonly string[] =>
  daysRepeated(repeating(rule, start), { from: numberOf(start), to: numberOf(to) }, years).map(dayOf);

describe("daysRepeated", () => {
  test.each([
    ["FREQ=YEARLY", "2024-02-29", "2033-01-01", ["2024-02-29", "2028-02-29", "2032-02-29"]],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2026-02-28", "2028-12-31", ["2026-02-28", "2027-02-28", "2028-02-29"]],
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2060-01-01", ["2026-01-01"]],
    ["FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26", "2028-12-31", ["2026-11-26", "2027-11-25", "2028-11-23"]],
    ["FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2026-05-25", "2028-12-31", ["2026-05-25", "2027-05-31", "2028-05-29"]],
    ["FREQ=YEARLY;BYYEARDAY=-1", "2026-12-31", "2028-12-31", ["2026-12-31", "2027-12-31", "2028-12-31"]],
    ["FREQ=YEARLY;BYDAY=-1FR", "2026-12-25", "2027-12-31", ["2026-12-25", "2027-12-31"]],
    [
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
      "2024-11-05",
      "2033-01-01",
      ["2024-11-05", "2028-11-07", "2032-11-02"],
    ],
    ["FREQ=MONTHLY", "2026-01-31", "2026-06-30", ["2026-01-31", "2026-03-31", "2026-05-31"]],
    [
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
      "2026-01-30",
      "2026-03-31",
      ["2026-01-30", "2026-02-27", "2026-03-31"],
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO",
      "2026-11-16",
      "2026-12-14",
      ["2026-11-16", "2026-11-22", "2026-11-30", "2026-12-06", "2026-12-14"],
    ],
    [
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
      "2026-11-16",
      "2026-12-14",
      ["2026-11-16", "2026-11-29", "2026-11-30", "2026-12-13", "2026-12-14"],
    ],
    ["FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "2026-12-25", "2027-01-08", ["2026-12-25", "2027-01-01", "2027-01-08"]],
    ["FREQ=DAILY;COUNT=3", "2026-12-30", "2027-12-30", ["2026-12-30", "2026-12-31", "2027-01-01"]],
    ["FREQ=DAILY;INTERVAL=3;COUNT=2", "2026-12-30", "2027-12-30", ["2026-12-30", "2027-01-02"]],
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2060-01-01", ["2026-01-01"]],
  ])("%s from %s", (rule, start, ...[to, expected]) => {
    expect(days(rule, start, to)).toEqual(expected);
  });

  test("counts from the first day, also where only later days are asked for", () => {
    const span = { from: numberOf("2028-01-01"), to: numberOf("2040-01-01") };
    expect(daysRepeated(repeating("FREQ=YEARLY;COUNT=4", "2026-05-01"), span, years).map(dayOf)).toEqual([
      "2028-05-01",
      "2029-05-01",
    ]);
  });
});

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const nthWeekday = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, -1), fc.constantFrom(...WEEKDAYS))
  .map(([nth, weekday]) => `BYDAY=${nth}${weekday}`);
const month = fc.integer({ min: 1, max: 12 });
const date = fc.constantFrom(1, 15, 28, -1);
const ordinary = fc.oneof(
  fc.constant("FREQ=YEARLY"),
  fc.tuple(month, fc.integer({ min: 1, max: 28 })).map(([of, on]) => `FREQ=YEARLY;BYMONTH=${of};BYMONTHDAY=${on}`),
  fc.tuple(month, nthWeekday).map(([of, day]) => `FREQ=YEARLY;BYMONTH=${of};${day}`),
  nthWeekday.map((day) => `FREQ=YEARLY;${day}`),
  fc.constant("FREQ=MONTHLY"),
  date.map((on) => `FREQ=MONTHLY;BYMONTHDAY=${on}`),
  nthWeekday.map((day) => `FREQ=MONTHLY;${day}`),
  fc.constantFrom(1, 3, -1).map((place) => `FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${place}`),
  fc
    .tuple(fc.subarray([...WEEKDAYS], { minLength: 1 }), fc.constantFrom("MO", "SU"))
    .map(([on, start]) => `FREQ=WEEKLY;BYDAY=${on.join(",")};WKST=${start}`),
  fc.constant("FREQ=DAILY"),
);

test("ordinary rules mean the same to another reader of calendars", () => {
  const start = fc.integer({ min: numberOf("2020-01-01"), max: numberOf("2027-01-01") });
  const more = fc.constantFrom("", ";INTERVAL=2", ";INTERVAL=3", ";COUNT=7", ";COUNT=5;INTERVAL=2");
  fc.assert(
    fc.property(ordinary, more, start, (rule, rest, from) => {
      const [begun = ""] = days(`${rule}${rest}`.replace(/;COUNT=\d/u, ""), dayOf(from), "2060-01-01").slice(1);
      fc.pre(begun !== "" && Number(begun.slice(8)) <= 28);
      const ours = days(`${rule}${rest}`, begun, dayOf(numberOf(begun) + 1500));
      const iterator = ICAL.Recur.fromString(`${rule}${rest}`).iterator(ICAL.Time.fromDateString(begun));
      const theirs = ours.map(() => String(iterator.next()));
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 300 },
  );
});
