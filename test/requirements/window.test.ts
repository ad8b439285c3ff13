import { describe, expect, test } from "@jest/globals";
import { Window, type Freeze } from "../../src/evidence/schedule.ts";
import type { Judging } from "../../src/requirements/judging.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { judge, requirement, shown } from "./judging.ts";

const BERLIN = { days: ["mon-thu"], hours: "09:00-16:00", timezone: "Europe/Berlin" };
const TOKYO = { ...BERLIN, timezone: "Asia/Tokyo" };
const production = Window.parse(BERLIN);
const night = Window.parse({ ...BERLIN, hours: "22:00-02:00" });
const windows = { production };

const freeze = (more: Partial<Freeze> = {}): Freeze => ({
  name: "Year end",
  from: "2026-11-17",
  to: "2026-11-19",
  timezone: "Europe/Berlin",
  ...more,
});

/** A Wednesday, 10:00 in Berlin and 18:00 in Tokyo. */
const now = new Date("2026-11-18T09:00:00Z");
const friday = new Date("2026-11-20T09:00:00Z");

describe("window", () => {
  test.each<{ title: string; given: unknown; judging: Partial<Judging>; is: string }>([
    { title: "open", given: "production", judging: { windows }, is: "met" },
    { title: "shut", given: "production", judging: { windows, now: friday }, is: "waiting window/shut" },
    { title: "inline", given: BERLIN, judging: {}, is: "met" },
    { title: "inline and shut", given: TOKYO, judging: {}, is: "waiting window/shut" },
    { title: "inline where the config has others", given: TOKYO, judging: { windows }, is: "waiting window/shut" },
    {
      title: "the config's before the default",
      given: { name: "production", ...TOKYO },
      judging: { windows },
      is: "met",
    },
    { title: "the default", given: { name: "production", ...BERLIN }, judging: {}, is: "met" },
    { title: "no such window", given: "staging", judging: { windows }, is: "error window/unknown" },
    { title: "a method's name", given: "constructor", judging: { windows }, is: "error window/unknown" },
    { title: "the only one", given: {}, judging: { windows }, is: "met" },
    { title: "one of two", given: {}, judging: { windows: { production, night } }, is: "error window/which" },
    { title: "none", given: {}, judging: {}, is: "error window/unknown" },
    { title: "a freeze", given: "production", judging: { windows, freezes: [freeze()] }, is: "waiting window/frozen" },
    {
      title: "a freeze of that environment",
      given: { name: "production", environment: "production" },
      judging: { windows, freezes: [freeze({ environments: ["staging", "production"] })] },
      is: "waiting window/frozen",
    },
    {
      title: "a freeze of another environment",
      given: { name: "production", environment: "production" },
      judging: { windows, freezes: [freeze({ environments: ["staging"] })] },
      is: "met",
    },
    {
      title: "a freeze of an environment, and none is named",
      given: "production",
      judging: { windows, freezes: [freeze({ environments: ["staging"] })] },
      is: "waiting window/frozen",
    },
    {
      title: "a freeze of years",
      given: "production",
      judging: { windows, freezes: [freeze({ to: "2030-01-01" })] },
      is: "unmet window/never",
    },
    {
      title: "never",
      given: { ...BERLIN, days: ["fri"], not_before_weekend: true },
      judging: {},
      is: "unmet window/never",
    },
  ])("$title: $is", ({ given, judging, is }) => {
    expect(shown(judge({ window: given }, {}, { now, ...judging }))).toBe(is);
  });

  test("says when it opens, and wakes then", () => {
    expect(judge({ window: "production" }, {}, { windows, now: friday })).toEqual({
      state: "waiting",
      code: "window/shut",
      reason: "Outside the window's days and hours. Opens Mon 23 Nov 2026, 09:00 (Europe/Berlin).",
      remedy: "Wait until Mon 23 Nov 2026, 09:00 (Europe/Berlin).",
      short: "window shut",
      actors: [{ kind: "clock" }],
      wakeAt: new Date("2026-11-23T08:00:00Z"),
    });
  });

  test("says until when it is open, and wakes then", () => {
    expect(judge({ window: "production" }, {}, { windows, now })).toEqual({
      state: "met",
      reason: "The window is open until Wed 18 Nov 2026, 16:00 (Europe/Berlin).",
      evidence: [],
      wakeAt: new Date("2026-11-18T15:00:00Z"),
    });
    expect(judge({ window: { ...BERLIN, days: ["mon-sun"], hours: "00:00-24:00" } }, {}, { now })).toEqual({
      state: "met",
      reason: "The window is open, and stays so.",
    });
  });

  test.each<{ given: unknown; judging: Partial<Judging>; reason: string }>([
    {
      given: BERLIN,
      judging: { freezes: [freeze()] },
      reason: "Frozen: `Year end`. Opens Mon 23 Nov 2026, 09:00 (Europe/Berlin).",
    },
    {
      given: { ...BERLIN, holidays: ["2026-11-18"] },
      judging: {},
      reason: "2026-11-18 is a holiday. Opens Thu 19 Nov 2026, 09:00 (Europe/Berlin).",
    },
    {
      given: { ...BERLIN, not_before_weekend: true },
      judging: { now: friday },
      reason: "Nothing goes out before or at a weekend. Opens Mon 23 Nov 2026, 09:00 (Europe/Berlin).",
    },
    {
      given: BERLIN,
      judging: { freezes: [freeze({ to: "2030-01-01" })] },
      reason: "Frozen: `Year end`. The window does not open within 400 days.",
    },
    { given: "staging", judging: { windows }, reason: "The config has no window `staging`; there is `production`." },
    { given: {}, judging: {}, reason: "The config has no window." },
    {
      given: {},
      judging: { windows: { production, night } },
      reason: "The config has several windows, and the step does not say which: `production` and `night`.",
    },
  ])("says why: $reason", ({ given, judging, reason }) => {
    expect(judge({ window: given }, {}, { now, ...judging })).toMatchObject({ reason });
  });

  test("describes itself", () => {
    const inline = { days: ["mon-thu", "sat"], hours: "09:00-16:00", timezone: "Europe/Berlin" };
    expect(requirement({ window: inline }).describe()).toBe(
      "inside the window (mon-thu and sat, 09:00-16:00 Europe/Berlin)",
    );
    const whole = { ...inline, name: "night", not_before_weekend: true, holidays: ["2026-12-24", "2026-12-25"] };
    expect(requirement({ window: whole }).describe()).toBe(
      "inside the window `night` (unless the config says otherwise: mon-thu and sat, 09:00-16:00 Europe/Berlin; not at or before a weekend or holiday; not on 2026-12-24 or 2026-12-25)",
    );
    expect(requirement("window").describe()).toBe("inside the window");
    expect(requirement({ window: { name: "night", environment: "production" } }).describe()).toBe(
      "inside the window `night` for `production`",
    );
  });

  test.each([
    { given: { days: ["mon-thu"] }, says: "add `hours` and `timezone`." },
    { given: { name: "production", holidays: ["2026-12-25"] }, says: "add `days`, `hours` and `timezone`." },
    { given: { name: "production", not_before_weekend: true }, says: "add `days`, `hours` and `timezone`." },
    { given: { ...BERLIN, days: [] }, says: "days" },
    { given: { ...BERLIN, days: ["friday"] }, says: "Days are `mon`" },
    { given: { ...BERLIN, hours: "9-17" }, says: "Hours are two times" },
    { given: { ...BERLIN, hours: "25:00-26:00" }, says: "Hours are two times" },
    { given: { ...BERLIN, hours: ["09:00-09:00"] }, says: "begins and ends at the same time" },
    { given: { ...BERLIN, timezone: "Berlin" }, says: "is no time zone" },
    { given: { ...BERLIN, holidays: ["2026-02-29"] }, says: "is no day" },
    { given: { ...BERLIN, hour: "09:00-16:00" }, says: "hour" },
    { given: "", says: "window" },
  ])("$given: $says", ({ given, says }) => {
    const parsed = RequirementSchema.safeParse({ window: given });
    expect(JSON.stringify(parsed.error?.issues)).toContain(says);
  });
});
