import { describe, expect, test } from "@jest/globals";
import { IANAZone } from "luxon";
import { readCalendar, type HolidayCalendar } from "../../../src/evidence/holidays/calendar.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const BERLIN = IANAZone.create("Europe/Berlin");

const file = (...lines: readonly string[]): string =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: readonly string[]): readonly string[] => ["BEGIN:VEVENT", ...lines, "END:VEVENT"];
const oneEvent = (...lines: readonly string[]): string => file(...event(...lines));

const calendar = (text: string): HolidayCalendar => {
  const read = readCalendar(text);
  if (!read.ok) throw new Error(`line ${read.problem.line}: ${read.problem.message}`);
  return read.calendar;
};

const daysOf = (text: string): readonly string[] => [...calendar(text).near(NOW, BERLIN).days.keys()].toSorted();
const timesOf = (text: string, zone = BERLIN): readonly string[] =>
  calendar(text)
    .near(NOW, zone)
    .times.map(({ from, to }) => `${shown(from)}/${shown(to)}`);
const shown = (at: number): string => new Date(at).toISOString().slice(0, 16);

describe("whole days", () => {
  test.each<{ title: string; text: string; days: readonly string[] }>([
    { title: "one", text: oneEvent("DTSTART;VALUE=DATE:20261225"), days: ["2026-12-25"] },
    {
      title: "until the day before its end",
      text: oneEvent("DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270102"),
      days: ["2026-12-30", "2026-12-31", "2027-01-01"],
    },
    {
      title: "an end on its first day",
      text: oneEvent("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"),
      days: ["2026-12-25"],
    },
    {
      title: "for a length",
      text: oneEvent("DTSTART;VALUE=DATE:20261225", "DURATION:P2D"),
      days: ["2026-12-25", "2026-12-26"],
    },
    {
      title: "every year, without an exception",
      text: oneEvent("DTSTART;VALUE=DATE:20201225", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271225"),
      days: ["2024-12-25", "2025-12-25", "2026-12-25", "2028-12-25"],
    },
    {
      title: "a leap day of every year",
      text: oneEvent("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"),
      days: ["2024-02-29", "2028-02-29"],
    },
    {
      title: "until a day, which is included",
      text: oneEvent("DTSTART;VALUE=DATE:20240501", "RRULE:FREQ=YEARLY;UNTIL=20260501"),
      days: ["2024-05-01", "2025-05-01", "2026-05-01"],
    },
    {
      title: "with dates of their own",
      text: oneEvent("DTSTART;VALUE=DATE:20261225", "RDATE;VALUE=DATE:20261231,20270106"),
      days: ["2026-12-25", "2026-12-31", "2027-01-06"],
    },
    {
      title: "one of them moved",
      text: file(
        ...event("UID:a", "DTSTART;VALUE=DATE:20250501", "RRULE:FREQ=YEARLY;COUNT=3"),
        ...event("UID:a", "RECURRENCE-ID;VALUE=DATE:20260501", "DTSTART;VALUE=DATE:20260504"),
      ),
      days: ["2025-05-01", "2026-05-04", "2027-05-01"],
    },
    {
      title: "one of them cancelled",
      text: file(
        ...event("UID:a", "DTSTART;VALUE=DATE:20250501", "RRULE:FREQ=YEARLY;COUNT=3"),
        ...event("UID:a", "RECURRENCE-ID;VALUE=DATE:20260501", "DTSTART;VALUE=DATE:20260501", "STATUS:CANCELLED"),
      ),
      days: ["2025-05-01", "2027-05-01"],
    },
    { title: "cancelled", text: oneEvent("DTSTART;VALUE=DATE:20261225", "STATUS:cancelled"), days: [] },
    {
      title: "shown as free, as public calendars have them",
      text: oneEvent("DTSTART;VALUE=DATE:20261225", "TRANSP:TRANSPARENT"),
      days: ["2026-12-25"],
    },
    { title: "no events", text: file(), days: [] },
    {
      title: "other things than events",
      text: file("BEGIN:VTODO", "DTSTART;VALUE=DATE:20261225", "END:VTODO"),
      days: [],
    },
    {
      title: "two calendars in one file, with a mark before the first",
      text: `\u{FEFF}${oneEvent("DTSTART;VALUE=DATE:20261225")}${oneEvent("DTSTART;VALUE=DATE:20261226")}`,
      days: ["2026-12-25", "2026-12-26"],
    },
    {
      title: "what began before the years that are looked at",
      text: oneEvent("DTSTART;VALUE=DATE:20241230", "DTEND;VALUE=DATE:20250102", "SUMMARY:Over the year"),
      days: ["2024-12-30", "2024-12-31", "2025-01-01"],
    },
  ])("$title", ({ text, days }) => {
    expect(daysOf(text).filter((day) => day >= "2024-01-01")).toEqual(days);
    expect(timesOf(text)).toEqual([]);
  });

  test("are called by their summary, unfolded; of two the first counts", () => {
    const text = file(
      ...event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christ", " mas\\, first day"),
      ...event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Another"),
    );
    expect(calendar(text).near(NOW, BERLIN).days.get("2026-12-25")).toBe("Christmas, first day");
  });
});

describe("times", () => {
  const meeting = "DTSTART;TZID=Europe/Berlin:20260323T140000";
  test.each<{ title: string; text: string; times: readonly string[] }>([
    {
      title: "in their zone, an hour earlier after the clock was changed",
      text: oneEvent(meeting, "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=2"),
      times: ["2026-03-23T13:00/2026-03-23T15:00", "2026-03-30T12:00/2026-03-30T14:00"],
    },
    {
      title: "of the window, without a zone",
      text: oneEvent("DTSTART:20261224T140000", "DTEND:20261224T180000"),
      times: ["2026-12-24T13:00/2026-12-24T17:00"],
    },
    {
      title: "in UTC",
      text: oneEvent("DTSTART:20261224T140000Z", "DTEND:20261224T180000Z"),
      times: ["2026-12-24T14:00/2026-12-24T18:00"],
    },
    {
      title: "over several days",
      text: oneEvent("DTSTART:20261224T140000Z", "DTEND:20261227T060000Z"),
      times: ["2026-12-24T14:00/2026-12-27T06:00"],
    },
    {
      title: "as long as the first, in the night of the change as well",
      text: oneEvent(
        "DTSTART;TZID=Europe/Berlin:20261024T230000",
        "DTEND;TZID=Europe/Berlin:20261025T000000",
        "RRULE:FREQ=DAILY;COUNT=2",
      ),
      times: ["2026-10-24T21:00/2026-10-24T22:00", "2026-10-25T22:00/2026-10-25T23:00"],
    },
    {
      title: "a day by the clock, which had 25 hours",
      text: oneEvent("DTSTART;TZID=Europe/Berlin:20261024T120000", "DURATION:P1D"),
      times: ["2026-10-24T10:00/2026-10-25T11:00"],
    },
    {
      title: "in the gap of spring, when the clock leaps",
      text: oneEvent("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT1H"),
      times: ["2026-03-29T01:00/2026-03-29T02:00"],
    },
    {
      title: "without an exception",
      text: oneEvent(
        meeting,
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE;TZID=Europe/Berlin:20260330T140000",
      ),
      times: ["2026-03-23T13:00/2026-03-23T14:00", "2026-04-06T12:00/2026-04-06T13:00"],
    },
    {
      title: "the exception told in UTC",
      text: oneEvent(meeting, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20260330T120000Z"),
      times: ["2026-03-23T13:00/2026-03-23T14:00"],
    },
    {
      title: "until a moment, which is included",
      text: oneEvent(meeting, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20260330T120000Z"),
      times: ["2026-03-23T13:00/2026-03-23T14:00", "2026-03-30T12:00/2026-03-30T13:00"],
    },
    {
      title: "one of them moved",
      text: file(
        ...event("UID:a", meeting, "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"),
        ...event(
          "UID:a",
          "RECURRENCE-ID;TZID=Europe/Berlin:20260330T140000",
          "DTSTART;TZID=Europe/Berlin:20260331T080000",
          "DURATION:PT1H",
        ),
      ),
      times: ["2026-03-23T13:00/2026-03-23T14:00", "2026-03-31T06:00/2026-03-31T07:00"],
    },
    {
      title: "that overlap are one",
      text: file(
        ...event("DTSTART:20261224T100000Z", "DURATION:PT2H"),
        ...event("DTSTART:20261224T110000Z", "DURATION:PT3H"),
        ...event("DTSTART:20261224T140000Z", "DURATION:PT1H"),
      ),
      times: ["2026-12-24T10:00/2026-12-24T15:00"],
    },
    {
      title: "in a zone under a program's own name",
      text: oneEvent("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261224T140000", "DURATION:PT1H"),
      times: ["2026-12-24T13:00/2026-12-24T14:00"],
    },
  ])("$title", ({ text, times }) => {
    expect(timesOf(text)).toEqual(times);
    expect(daysOf(text)).toEqual([]);
  });

  test("without a zone follow that of each window", () => {
    const text = oneEvent("DTSTART:20261224T140000", "DURATION:PT1H");
    expect(timesOf(text, IANAZone.create("Asia/Tokyo"))).toEqual(["2026-12-24T05:00/2026-12-24T06:00"]);
    expect(timesOf(text)).toEqual(["2026-12-24T13:00/2026-12-24T14:00"]);
  });
});

describe("what can't be relied on", () => {
  const DAY = "DTSTART;VALUE=DATE:20261225";
  test.each<{ title: string; text: string; line: number; says: string }>([
    { title: "nothing", text: "", line: 1, says: "no iCalendar file" },
    { title: "another format", text: "<html>", line: 1, says: "no iCalendar file" },
    { title: "a card", text: "BEGIN:VCARD\r\nEND:VCARD", line: 1, says: "no iCalendar file" },
    {
      title: "an end too many",
      text: file("END:VCALENDAR", "END:VCALENDAR", "VERSION:2.0"),
      line: 6,
      says: "`BEGIN` and `END` lines don't fit together",
    },
    { title: "a line of something else", text: file("hello"), line: 3, says: "This line can't be read" },
    { title: "a file that breaks off", text: "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", line: 2, says: "did not end" },
    { title: "no begin", text: oneEvent("SUMMARY:x"), line: 3, says: "no `DTSTART`" },
    { title: "a day that there is not", text: oneEvent("DTSTART;VALUE=DATE:20260229"), line: 4, says: "is no date" },
    { title: "a time that there is not", text: oneEvent("DTSTART:20260228T250000Z"), line: 4, says: "is no date" },
    { title: "a year out of reach", text: oneEvent("DTSTART;VALUE=DATE:99990101"), line: 4, says: "is no date" },
    {
      title: "an unknown zone",
      text: oneEvent("DTSTART;TZID=Mars/Base:20261224T140000", "DURATION:PT1H"),
      line: 4,
      says: "`Mars/Base` is no time zone",
    },
    {
      title: "another program's name of a zone",
      text: oneEvent("UID:1", "DTSTART;TZID=W. Europe Standard Time:20261224T140000", "DURATION:PT1H"),
      line: 5,
      says: "expected an IANA name such as `Europe/Berlin`",
    },
    { title: "a time without an end", text: oneEvent("DTSTART:20261224T140000Z"), line: 3, says: "has no end" },
    { title: "an end before the begin", text: oneEvent(DAY, "DTEND;VALUE=DATE:20261224"), line: 5, says: "before" },
    {
      title: "an end an hour before",
      text: oneEvent("DTSTART:20261224T140000Z", "DTEND:20261224T130000Z"),
      line: 5,
      says: "ends before it begins",
    },
    { title: "an end of another kind", text: oneEvent(DAY, "DTEND:20261226T000000Z"), line: 5, says: "both be days" },
    { title: "years", text: oneEvent(DAY, "DTEND;VALUE=DATE:20290101"), line: 5, says: "longer than 366 days" },
    { title: "a length of nothing", text: oneEvent(DAY, "DURATION:soon"), line: 5, says: "no length of time" },
    { title: "a rule by the hour", text: oneEvent(DAY, "RRULE:FREQ=HOURLY"), line: 5, says: "`FREQ`" },
    { title: "hours of a rule", text: oneEvent(DAY, "RRULE:FREQ=DAILY;BYHOUR=9"), line: 5, says: "`BYHOUR`" },
    { title: "weeks of a rule", text: oneEvent(DAY, "RRULE:FREQ=YEARLY;BYWEEKNO=20"), line: 5, says: "`BYWEEKNO`" },
    { title: "a rule of its own", text: oneEvent(DAY, "RRULE:FREQ=SOMETIMES"), line: 5, says: "can't be read" },
    { title: "a place in a week", text: oneEvent(DAY, "RRULE:FREQ=WEEKLY;BYDAY=2MO"), line: 5, says: "`BYDAY`" },
    {
      title: "a huge interval",
      text: oneEvent(DAY, "RRULE:FREQ=DAILY;INTERVAL=2147483647"),
      line: 5,
      says: "INTERVAL",
    },
    {
      title: "two rules",
      text: oneEvent(DAY, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"),
      line: 6,
      says: "`RRULE` twice",
    },
    { title: "exceptions by a rule", text: oneEvent(DAY, "EXRULE:FREQ=DAILY"), line: 5, says: "write `EXDATE`" },
    {
      title: "this one and all that follow",
      text: oneEvent(DAY, "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261225"),
      line: 5,
      says: "`RANGE` is not understood",
    },
    {
      title: "periods",
      text: oneEvent(DAY, "RDATE;VALUE=PERIOD:20261225T100000Z/PT1H"),
      line: 5,
      says: "A period in `RDATE`",
    },
    {
      title: "a folded line before it",
      text: oneEvent("SUMMARY:a", " b", " c", "DTSTART;VALUE=DATE:20261301"),
      line: 7,
      says: "is no date",
    },
    {
      title: "a reminder within the event",
      text: oneEvent("BEGIN:VALARM", "TRIGGER:-PT5M", "ACTION:AUDIO", "END:VALARM", "DTSTART;VALUE=DATE:20261301"),
      line: 8,
      says: "is no date",
    },
    {
      title: "a count from long ago",
      text: oneEvent("DTSTART;VALUE=DATE:17760704", "RRULE:FREQ=YEARLY;COUNT=400"),
      line: 3,
      says: "`COUNT` must begin in 1900",
    },
    {
      title: "more that repeats than any country has",
      text: file(...Array.from({ length: 201 }, () => event(DAY, "RRULE:FREQ=YEARLY")).flat()),
      line: 803,
      says: "more than 200 events that repeat",
    },
    {
      title: "times that repeat all day long",
      text: file(
        ...Array.from({ length: 3 }, () =>
          event("DTSTART:20261224T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
        ).flat(),
      ),
      line: 13,
      says: "more than 4000 times",
    },
  ])("$title: line $line, $says", ({ text, line, says }) => {
    const read = readCalendar(text);
    expect(read.ok ? "a calendar" : read.problem).toEqual({ line, message: expect.stringContaining(says) });
  });

  test("an old yearly day without a count is as good as any", () => {
    expect(daysOf(oneEvent("DTSTART;VALUE=DATE:17760704", "RRULE:FREQ=YEARLY"))).toContain("2026-07-04");
  });
});
