import { describe, expect, test } from "@jest/globals";
import { opening } from "../../src/evidence/calendar.ts";
import { Window, type Freeze } from "../../src/evidence/schedule.ts";
import { fc } from "../properties.ts";

const BERLIN = "Europe/Berlin";
const OFFICE = { days: ["mon-thu"], hours: "09:00-16:00", timezone: BERLIN };

const windowOf = (given: object): Window => Window.parse({ ...OFFICE, ...given });
const freeze = (from: string, to: string, timezone = BERLIN): Freeze => ({ name: "Year end", from, to, timezone });

interface Shown {
  readonly window?: object;
  readonly freezes?: readonly Freeze[];
  /** The clock in Berlin or, with a Z, in UTC. */
  readonly now: string;
}

/** "open until …", "shut by … until …", "never, …"; moments in UTC. */
const shown = ({ window = {}, freezes = [], now }: Shown): string => {
  const found = opening(windowOf(window), freezes, new Date(now));
  if (found.state === "open") return `open until ${found.until === undefined ? "ever" : minute(found.until)}`;
  return found.state === "never" ? `never, ${found.why.by}` : `shut by ${found.why.by} until ${minute(found.opensAt)}`;
};
const minute = (date: Date): string => date.toISOString().slice(0, 16);

describe("opening", () => {
  test.each<Shown & { is: string }>([
    { now: "2026-11-18T08:00Z", is: "open until 2026-11-18T15:00" },
    { now: "2026-11-18T07:59:59.999Z", is: "shut by hours until 2026-11-18T08:00" },
    { now: "2026-11-18T14:59:59.999Z", is: "open until 2026-11-18T15:00" },
    { now: "2026-11-18T15:00Z", is: "shut by hours until 2026-11-19T08:00" },
    { now: "2026-11-19T15:00Z", is: "shut by hours until 2026-11-23T08:00" },
    { now: "2026-11-20T12:00Z", is: "shut by hours until 2026-11-23T08:00" },
    { now: "2026-07-01T08:00Z", is: "open until 2026-07-01T14:00" },
  ])("by days and hours at $now: $is", ({ is, ...given }) => {
    expect(shown(given)).toBe(is);
  });

  test.each<Shown & { title: string; is: string }>([
    {
      title: "several ranges",
      window: { hours: ["09:00-11:00", "13:00-15:00"] },
      now: "2026-11-18T10:30Z",
      is: "shut by hours until 2026-11-18T12:00",
    },
    {
      title: "ranges that touch",
      window: { hours: ["09:00-11:00", "11:00-15:00"] },
      now: "2026-11-18T08:30Z",
      is: "open until 2026-11-18T14:00",
    },
    {
      title: "single days",
      window: { days: ["tue", "thu"] },
      now: "2026-11-18T09:00Z",
      is: "shut by hours until 2026-11-19T08:00",
    },
    {
      title: "days over the weekend",
      window: { days: ["fri-mon"] },
      now: "2026-11-17T09:00Z",
      is: "shut by hours until 2026-11-20T08:00",
    },
    {
      title: "to midnight",
      window: { hours: "09:00-24:00" },
      now: "2026-11-18T22:59Z",
      is: "open until 2026-11-18T23:00",
    },
    {
      title: "always",
      window: { days: ["mon-sun"], hours: "00:00-24:00" },
      now: "2026-11-18T22:59Z",
      is: "open until ever",
    },
    {
      title: "a whole week but one day",
      window: { days: ["tue-sun"], hours: "00:00-24:00" },
      now: "2026-11-17T00:00Z",
      is: "open until 2026-11-22T23:00",
    },
    {
      title: "over midnight, before it",
      window: { hours: "22:00-02:00" },
      now: "2026-11-18T22:30Z",
      is: "open until 2026-11-19T01:00",
    },
    {
      title: "over midnight, after it",
      window: { hours: "22:00-02:00" },
      now: "2026-11-19T00:30Z",
      is: "open until 2026-11-19T01:00",
    },
    {
      title: "the last night belongs to its day",
      window: { hours: "22:00-02:00" },
      now: "2026-11-20T00:30Z",
      is: "open until 2026-11-20T01:00",
    },
    {
      title: "Friday's night is not open",
      window: { hours: "22:00-02:00" },
      now: "2026-11-20T21:30Z",
      is: "shut by hours until 2026-11-23T21:00",
    },
    {
      title: "Monday's small hours belong to Sunday",
      window: { hours: "22:00-02:00" },
      now: "2026-11-23T00:30Z",
      is: "shut by hours until 2026-11-23T21:00",
    },
    {
      title: "until midnight, the other way",
      window: { hours: "22:00-00:00" },
      now: "2026-11-18T22:30Z",
      is: "open until 2026-11-18T23:00",
    },
    {
      title: "a holiday",
      window: { holidays: ["2026-11-18"] },
      now: "2026-11-18T09:00Z",
      is: "shut by holiday until 2026-11-19T08:00",
    },
    {
      title: "a night into a holiday",
      window: { hours: "22:00-02:00", holidays: ["2026-11-18"] },
      now: "2026-11-17T22:30Z",
      is: "open until 2026-11-17T23:00",
    },
    {
      title: "a holiday's night",
      window: { hours: "22:00-02:00", holidays: ["2026-11-18"] },
      now: "2026-11-18T23:30Z",
      is: "shut by hours until 2026-11-19T21:00",
    },
    {
      title: "a leap day",
      window: { days: ["mon-sun"] },
      now: "2028-02-28T20:00Z",
      is: "shut by hours until 2028-02-29T08:00",
    },
    {
      title: "after a leap day",
      window: { days: ["mon-sun"] },
      now: "2028-02-29T20:00Z",
      is: "shut by hours until 2028-03-01T08:00",
    },
    {
      title: "no leap day",
      window: { days: ["mon-sun"] },
      now: "2027-02-28T20:00Z",
      is: "shut by hours until 2027-03-01T08:00",
    },
    {
      title: "over the year",
      window: { days: ["mon-sun"] },
      now: "2026-12-31T20:00Z",
      is: "shut by hours until 2027-01-01T08:00",
    },
  ])("$title: $is", ({ is, ...given }) => {
    expect(shown(given)).toBe(is);
  });

  test.each<Shown & { title: string; is: string }>([
    { title: "Thursday", now: "2026-11-19T09:00Z", is: "open until 2026-11-19T15:00" },
    { title: "Friday", now: "2026-11-20T09:00Z", is: "shut by weekend until 2026-11-23T08:00" },
    { title: "Saturday", now: "2026-11-21T09:00Z", is: "shut by weekend until 2026-11-23T08:00" },
    { title: "Sunday", now: "2026-11-22T09:00Z", is: "shut by weekend until 2026-11-23T08:00" },
    { title: "before a holiday", now: "2026-12-23T09:00Z", is: "shut by holiday until 2026-12-28T08:00" },
    {
      title: "before a Friday that is a holiday",
      now: "2026-12-24T09:00Z",
      is: "shut by holiday until 2026-12-28T08:00",
    },
    { title: "a Monday that is a holiday", now: "2026-11-27T09:00Z", is: "shut by weekend until 2026-12-01T08:00" },
  ])("not before a weekend: $title: $is", ({ is, now }) => {
    const holidays = ["2026-12-24", "2026-12-25", "2026-11-30"];
    expect(shown({ window: { days: ["mon-sun"], not_before_weekend: true, holidays }, now })).toBe(is);
  });

  test.each<Shown & { title: string; is: string }>([
    {
      title: "a freeze by days",
      freezes: [freeze("2026-12-21", "2027-01-03")],
      now: "2026-12-22T09:00Z",
      is: "shut by freeze until 2027-01-04T08:00",
    },
    {
      title: "its first moment",
      freezes: [freeze("2026-12-21", "2027-01-03")],
      now: "2026-12-20T23:00Z",
      is: "shut by freeze until 2027-01-04T08:00",
    },
    {
      title: "the moment before",
      freezes: [freeze("2026-12-21", "2027-01-03")],
      now: "2026-12-20T22:59Z",
      is: "shut by hours until 2027-01-04T08:00",
    },
    {
      title: "a freeze of one day",
      freezes: [freeze("2026-11-18", "2026-11-18")],
      now: "2026-11-18T09:00Z",
      is: "shut by freeze until 2026-11-19T08:00",
    },
    {
      title: "a freeze ahead",
      freezes: [freeze("2026-11-18T12:30", "2026-11-19")],
      now: "2026-11-18T09:00Z",
      is: "open until 2026-11-18T11:30",
    },
    {
      title: "a freeze that ends while the window is open",
      freezes: [freeze("2026-11-18T12:30", "2026-11-18T13:00:30")],
      now: "2026-11-18T11:45Z",
      is: "shut by freeze until 2026-11-18T12:00",
    },
    {
      title: "a freeze in another zone",
      freezes: [freeze("2026-11-18", "2026-11-18", "America/New_York")],
      now: "2026-11-18T04:59Z",
      is: "shut by hours until 2026-11-19T08:00",
    },
    {
      title: "two freezes in a row",
      freezes: [freeze("2026-11-18", "2026-11-18"), freeze("2026-11-19", "2026-11-22")],
      now: "2026-11-18T09:00Z",
      is: "shut by freeze until 2026-11-23T08:00",
    },
    {
      title: "a freeze of years",
      freezes: [freeze("2026-11-18", "2029-11-18")],
      now: "2026-11-18T09:00Z",
      is: "never, freeze",
    },
    {
      title: "a day that never comes",
      window: { days: ["fri"], not_before_weekend: true },
      now: "2026-11-18T09:00Z",
      is: "never, hours",
    },
  ])("$title: $is", ({ is, ...given }) => {
    expect(shown(given)).toBe(is);
  });
});

const night = (hours: string) => ({ days: ["mon-sun"], hours });

describe("when the clock is changed", () => {
  test.each<Shown & { title: string; is: string }>([
    {
      title: "the first day of summer time",
      window: night("09:00-16:00"),
      now: "2026-03-29T06:59Z",
      is: "shut by hours until 2026-03-29T07:00",
    },
    {
      title: "an opening in the gap",
      window: night("02:30-04:00"),
      now: "2026-03-29T00:45Z",
      is: "shut by hours until 2026-03-29T01:00",
    },
    {
      title: "a window in the gap",
      window: night("02:00-03:00"),
      now: "2026-03-29T00:45Z",
      is: "shut by hours until 2026-03-30T00:00",
    },
    {
      title: "a closing in the gap",
      window: night("01:00-02:30"),
      now: "2026-03-29T00:45Z",
      is: "open until 2026-03-29T01:00",
    },
    {
      title: "over midnight and the gap",
      window: night("23:00-04:00"),
      now: "2026-03-28T23:30Z",
      is: "open until 2026-03-29T02:00",
    },
    {
      title: "an opening that comes twice",
      window: night("02:30-04:00"),
      now: "2026-10-25T00:30Z",
      is: "open until 2026-10-25T01:00",
    },
    {
      title: "its second time",
      window: night("02:30-04:00"),
      now: "2026-10-25T01:00Z",
      is: "shut by hours until 2026-10-25T01:30",
    },
    {
      title: "a closing that comes twice",
      window: night("01:00-02:30"),
      now: "2026-10-25T00:00Z",
      is: "open until 2026-10-25T00:30",
    },
    {
      title: "its second time",
      window: night("01:00-02:30"),
      now: "2026-10-25T00:30Z",
      is: "shut by hours until 2026-10-25T01:00",
    },
    {
      title: "over all of it",
      window: night("01:00-05:00"),
      now: "2026-10-25T00:00Z",
      is: "open until 2026-10-25T04:00",
    },
    {
      title: "a day without midnight",
      window: { ...night("00:00-24:00"), days: ["sun"], timezone: "Asia/Beirut" },
      now: "2026-03-28T21:00Z",
      is: "shut by hours until 2026-03-28T22:00",
    },
    {
      title: "a freeze that begins in the gap",
      window: night("00:00-24:00"),
      freezes: [freeze("2026-03-29T02:30", "2026-03-29")],
      now: "2026-03-29T00:00Z",
      is: "open until 2026-03-29T01:00",
    },
    {
      title: "a freeze that begins with the first of two",
      window: night("00:00-24:00"),
      freezes: [freeze("2026-10-25T02:30", "2026-10-25")],
      now: "2026-10-25T00:00Z",
      is: "open until 2026-10-25T00:30",
    },
    {
      title: "a freeze that ends with the second of two",
      window: night("00:00-24:00"),
      freezes: [freeze("2026-10-24", "2026-10-25T02:30")],
      now: "2026-10-25T00:45Z",
      is: "shut by freeze until 2026-10-25T01:30",
    },
    {
      title: "a freeze of a day without midnight",
      window: { ...night("00:00-24:00"), timezone: "Asia/Beirut" },
      freezes: [freeze("2026-03-29", "2026-03-29", "Asia/Beirut")],
      now: "2026-03-28T21:00Z",
      is: "open until 2026-03-28T22:00",
    },
    {
      title: "a day that never was",
      window: { ...night("00:00-24:00"), timezone: "Pacific/Apia" },
      freezes: [freeze("2011-12-30", "2011-12-30", "Pacific/Apia")],
      now: "2011-12-30T09:00Z",
      is: "open until ever",
    },
  ])("$title: $is", ({ is, ...given }) => {
    expect(shown(given)).toBe(is);
  });
});

/** Wall times by the platform's own formatting, to hold ours against. */
const formats = new Map<string, Intl.DateTimeFormat>();
const wallOf = (zone: string, at: number) => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
  formats.set(zone, format);
  const [, day = "", month = "", year = "", hour = "", minutes = ""] =
    /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d)$/u.exec(format.format(at)) ?? [];
  return { date: `${year}-${month}-${day}`, minute: Number(hour) * 60 + Number(minutes) };
};

const shift = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

interface Simple {
  readonly days: readonly string[];
  readonly ranges: readonly (readonly [number, number])[];
  readonly zone: string;
  readonly holidays: readonly string[];
  readonly notBeforeWeekend: boolean;
  readonly frozen: readonly string[];
}

/** The rules as a person would tell them, one minute at a time. */
const isOpenAt = (simple: Simple, at: number): boolean => {
  const { date, minute: now } = wallOf(simple.zone, at);
  const isOff = (day: string) =>
    simple.holidays.includes(day) ||
    (simple.notBeforeWeekend &&
      ([0, 5, 6].includes(new Date(day).getUTCDay()) || simple.holidays.includes(shift(day, 1))));
  const isDay = (day: string) => !isOff(day) && simple.days.includes(DAYS[new Date(day).getUTCDay()] ?? "");
  if (simple.frozen.includes(date) || isOff(date)) return false;
  return simple.ranges.some(([from, to]) =>
    from < to
      ? isDay(date) && from <= now && now < to
      : (isDay(date) && from <= now) || (isDay(shift(date, -1)) && now < to),
  );
};

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Weeks in which clocks change, and others; days of the first seven days are holidays or frozen now and then. */
const WEEKS = [
  [BERLIN, "2026-03-27"],
  [BERLIN, "2026-10-23"],
  ["America/New_York", "2026-03-06"],
  ["America/New_York", "2026-10-30"],
  ["Australia/Lord_Howe", "2026-04-03"],
  ["Australia/Lord_Howe", "2026-10-02"],
  ["Asia/Beirut", "2026-03-27"],
  ["Africa/Casablanca", "2026-02-13"],
  ["Asia/Kathmandu", "2028-02-27"],
  ["UTC", "2026-12-29"],
] as const;

const simples = fc.constantFrom(...WEEKS).chain(([zone, first]) => {
  const date = fc.nat(6).map((days) => shift(first, days));
  const time = fc.oneof(fc.constantFrom(0, 60, 90, 105, 120, 150, 180, 1380), fc.nat(1439));
  const range = fc.tuple(time, fc.oneof(time, fc.constant(1440))).filter(([from, to]) => from !== to);
  return fc.record({
    zone: fc.constant(zone),
    first: fc.constant(first),
    days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1 }),
    ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
    holidays: fc.array(date, { maxLength: 2 }),
    notBeforeWeekend: fc.boolean(),
    frozen: fc.array(date, { maxLength: 1 }),
    start: fc.nat(5 * 1440),
  });
});

describe("laws", () => {
  test("it is open when the rules say so, and the edge is the next change", () => {
    fc.assert(
      fc.property(simples, ({ first, start, ...simple }) => {
        const window = windowOf({
          days: simple.days,
          hours: simple.ranges.map(([from, to]) => `${clock(from)}-${clock(to)}`),
          timezone: simple.zone,
          holidays: simple.holidays,
          not_before_weekend: simple.notBeforeWeekend,
        });
        const freezes = simple.frozen.map((day) => freeze(day, day, simple.zone));
        const now = Date.parse(first) + start * 60_000;
        const found = opening(window, freezes, new Date(now));
        const isOpen = isOpenAt(simple, now);
        expect(found.state === "open").toBe(isOpen);
        const edge = found.state === "open" ? found.until : found.state === "shut" ? found.opensAt : undefined;
        const end = Math.min(edge?.getTime() ?? Infinity, now + 4 * 86_400_000);
        for (let at = now; at < end; at += 60_000)
          if (isOpenAt(simple, at) !== isOpen) throw new Error(`${new Date(at).toISOString()} is another`);
        if (edge !== undefined) expect(isOpenAt(simple, edge.getTime())).toBe(!isOpen);
      }),
      { numRuns: 150 },
    );
  });
});
