import { describe, expect } from "@jest/globals";
import { IANAZone } from "luxon";
import { z } from "zod";
import { globs, nameGlobs, pattern, Glob, Re2 } from "../../src/evidence/patterns.ts";
import { readCalendar } from "../../src/evidence/holidays/calendar.ts";
import { pathInRepository } from "../../src/evidence/repository-path.ts";
import { Day, Days, endsAfterItBegins, freezeShape, Hours, Timezone, Window } from "../../src/evidence/schedule.ts";
import { opening } from "../../src/evidence/calendar.ts";
import { nextFreezeEdge } from "../../src/evidence/freeze-edges.ts";
import { durationOf } from "../../src/deploy-check/durations.ts";
import { workflowsOf } from "../../src/github/workflow-files.ts";
import { expand } from "../../src/procedures/parameters.ts";
import { valueAtPointer } from "../../src/procedures/pointer.ts";
import { parseReference } from "../../src/procedures/reference.ts";
import { Changes, isGroupKey, releaseKey, releaseNamed } from "../../src/readiness/change.ts";
import { releaseMemoryOf } from "../../src/readiness/deploy/memory.ts";
import { namedBy } from "../../src/readiness/known.ts";
import { memoryOf } from "../../src/readiness/memory.ts";
import { groupMemoryOf } from "../../src/readiness/queue/memory.ts";
import { Duration, durationMs } from "../../src/requirements/settings.ts";
import { fc } from "../properties.ts";
import { read } from "../repository/files.ts";
import { filesOf, fuzz, fuzzLater, soup, spoilt, spoiltJson, texts } from "./cases.ts";

const CALENDAR = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "BEGIN:VEVENT",
  "UID:1@acme",
  "DTSTART;VALUE=DATE:20261225",
  "DTEND;VALUE=DATE:20261227",
  "RRULE:FREQ=YEARLY;BYMONTH=12",
  "EXDATE;VALUE=DATE:20271225",
  "SUMMARY:Christmas",
  "END:VEVENT",
  "BEGIN:VEVENT",
  "UID:2@acme",
  "DTSTART;TZID=Europe/Berlin:20261109T180000",
  "DURATION:PT2H",
  "RRULE:FREQ=MONTHLY;BYDAY=2MO;COUNT=12",
  "SUMMARY:Stock-taking\\, all shops",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

const ICAL = [
  "BEGIN:VEVENT\r\n",
  "END:VEVENT\r\n",
  "BEGIN:VCALENDAR\r\n",
  "END:VCALENDAR\r\n",
  "BEGIN:VTIMEZONE\r\n",
  "DTSTART:",
  "DTSTART;VALUE=DATE:",
  "20261225",
  "00000000",
  "99991231",
  "20261225T250000Z",
  "T235959",
  "DTEND:",
  "DURATION:",
  "PT1H",
  "P1W",
  "-P1D",
  "P99999999D",
  "RRULE:",
  "FREQ=",
  "SECONDLY",
  "HOURLY",
  "DAILY",
  "WEEKLY",
  "MONTHLY",
  "YEARLY",
  ";INTERVAL=1",
  ";INTERVAL=0",
  ";INTERVAL=999999999",
  ";COUNT=1",
  ";COUNT=1000000000",
  ";UNTIL=20300101",
  ";BYDAY=MO",
  ";BYDAY=-5SU",
  ";BYDAY=54MO",
  ";BYMONTHDAY=-31",
  ";BYMONTH=13",
  ";BYYEARDAY=366",
  ";BYWEEKNO=53",
  ";BYSETPOS=-1",
  ";BYHOUR=1,2,3",
  ";WKST=SU",
  "RDATE:",
  "EXDATE:",
  "EXRULE:",
  "RECURRENCE-ID:",
  "UID:",
  "STATUS:CANCELLED\r\n",
  "SUMMARY:",
  "TZID=",
  "Europe/Berlin",
  "\r\n",
  "\r\n ",
  "\n",
  ":",
  ";",
  ",",
  "=",
  '"',
  "\\",
  "VALUE=DATE",
  "X-A:",
  "METHOD:PUBLISH\r\n",
];

const berlin = IANAZone.create("Europe/Berlin");

fuzz("a calendar of holidays is read or refused with its line", texts([CALENDAR], ICAL), (text) => {
  const answer = readCalendar(text);
  if (!answer.ok) {
    expect(answer.problem.message.trim()).not.toBe("");
    expect(answer.problem.line).toBeGreaterThanOrEqual(1);
    return answer.problem;
  }
  const { days, times } = answer.calendar.near(Date.parse("2026-11-21T12:00:00Z"), berlin);
  for (const { from, to } of times) expect(to).toBeGreaterThanOrEqual(from);
  return [[...days], times];
});

const PATTERNS = [
  "*",
  "**",
  "**/",
  "?",
  "!",
  "!(",
  "+(",
  "@(",
  "*(",
  "?(",
  "(",
  ")",
  "[",
  "]",
  "[^",
  "[[:alpha:]]",
  "{",
  "}",
  "{a,b}",
  "{1..1000}",
  "{1..999999999}",
  ",",
  "|",
  "\\",
  "/",
  ".",
  "..",
  "a",
  "src",
  ".github",
  "(a+)+$",
  "(?:",
  "(?P<n>",
  "(?<n>",
  "(?=",
  "(?!",
  "\\1",
  "\\p{L}",
  "\\pN",
  "\\x{10FFFF}",
  "{1000}",
  "{1,1001}",
  "+",
  "$",
  "^",
  "\\b",
  "\\C",
  "\\Q",
  "(?i)",
  "-",
  "ä",
  "🚀",
];

describe("patterns of people", () => {
  const subject = fc.constantFrom(
    "src/a.ts",
    "a".repeat(2000),
    ".github/gatehouse.yml",
    "",
    "ä/🚀.md",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
  );

  fuzz("globs are compiled or refused", fc.tuple(soup(PATTERNS), subject), ([glob, text]) => {
    const { success, error } = Glob.safeParse(glob);
    if (!success) return error?.issues.map(({ message }) => message);
    return [globs(glob)(text), nameGlobs(glob)(text)];
  });

  fuzz("RE2 patterns are compiled or refused", fc.tuple(soup(PATTERNS), subject), ([source, text]) => {
    const { success } = Re2.safeParse(source);
    const compiled = pattern(source);
    expect(compiled.ok).toBe(success);
    return compiled.ok ? [compiled.test(text), compiled.every(text), compiled.first(text) ?? null] : compiled.problem;
  });
});

describe("times of people", () => {
  const times = texts(
    ["30m", "24h", "7d", "2w", "mon-thu", "09:00-16:00", "2026-12-20", "Europe/Berlin", "2026-12-20T09:00"],
    [
      "0",
      "9",
      "00",
      "24",
      "60",
      ":",
      "-",
      "m",
      "h",
      "d",
      "w",
      "s",
      "mon",
      "sun",
      "fri-mon",
      "T",
      "Z",
      "+01:00",
      "/",
      "Etc/GMT+14",
      "2027-02-29",
      " ",
    ],
  );

  fuzz("durations, days, hours and zones are read or refused", times, (text) => {
    const duration = Duration.safeParse(text);
    if (duration.success) expect(durationMs(duration.data)).toBeGreaterThan(0);
    const said = [Days, Hours, Day, Timezone].map((schema) => schema.safeParse(text).data ?? null);
    return [duration.data ?? null, durationOf(text) ?? null, said];
  });

  fuzz(
    "a window and a freeze of any such times can be judged",
    fc.record({
      days: times,
      hours: times,
      from: times,
      to: times,
      timezone: times,
      now: fc.date({ noInvalidDate: true, min: new Date("1990-01-01"), max: new Date("2100-01-01") }),
    }),
    ({ days, hours, from, to, timezone, now }) => {
      const zone = Timezone.safeParse(timezone).data ?? "Europe/Berlin";
      const freeze = z.object(freezeShape).safeParse({ name: "one", from, to, timezone: zone });
      const freezes = freeze.success && endsAfterItBegins(freeze.data) ? [freeze.data] : [];
      const window = Window.safeParse({ days: [days], hours, timezone: zone });
      return [window.success ? opening(window.data, freezes, now) : null, nextFreezeEdge(freezes, now) ?? null];
    },
  );
});

describe("where something is", () => {
  const PATHS = [
    "..",
    ".",
    "/",
    "./",
    "../",
    "\\",
    "\0",
    "a",
    ".github",
    "gatehouse.yml",
    ".md",
    ".yml",
    "%2e%2e",
    "builtin:",
    "acme/.github:",
    ":",
    "{feature}",
    "{",
    "}",
    "~",
    "~0",
    "~1",
    "*",
    " ",
    "C:",
    "//",
  ];

  fuzz("no path leads out of the repository", soup(PATHS), (text) => {
    const path = pathInRepository(text);
    if (typeof path === "string") expect(path.split("/").some((part) => part === ".." || part === ".")).toBe(false);
    const { ok, ...rest } = parseReference(text);
    return [path, ok, rest];
  });

  fuzz(
    "no value of a parameter leads out of the folder it stands in, or to more than one file",
    fc.tuple(soup(PATHS), soup(PATHS)),
    ([path, value]) => {
      const answer = expand(`docs/{feature}/${path}`, { feature: value });
      if (answer.ok)
        expect(answer.path.slice("docs/".length, "docs/".length + value.length)).not.toMatch(
          /[\\*{}]|(^|\/)\.{0,2}(\/|$)/u,
        );
      return answer;
    },
  );

  fuzz(
    "a pointer finds what a value itself has, and nothing else",
    fc.tuple(fc.jsonValue({ maxDepth: 4 }), soup([...PATHS, "__proto__", "constructor", "length", "0"])),
    ([value, pointer]) => {
      const found = valueAtPointer(value, pointer);
      expect(typeof found).not.toBe("function");
      return found ?? null;
    },
  );

  fuzz(
    "keys of subjects are taken apart as they were put together",
    fc.tuple(fc.nat(), soup(["production", "prod/köln", "%", "%zz", "/", ":", "\uD800", "\0"]), fc.string()),
    ([id, environment, text]) => {
      const sha = "0123456789abcdef0123456789abcdef01234567";
      const key = releaseKey(id, { environment: environment.toLowerCase(), sha });
      const named = environment.toLowerCase().replaceAll(/\p{Surrogate}/gu, "\uFFFD");
      if (environment !== "") expect(releaseNamed(key)).toEqual({ environment: named, sha });
      return [key, namedBy(text) ?? null, releaseNamed(text) ?? null, isGroupKey(text)];
    },
  );
});

describe("what the database remembers", () => {
  const stored = [
    {
      version: 1,
      checks: { merge: { id: 1, digest: "a" } },
      checklist: { id: 1, body: "x" },
      needs: [],
      environments: [],
    },
    { version: 1, requests: [], members: [], decided: { state: "awaiting", at: "2026-11-21T12:00:00Z" } },
    {},
    [
      {
        event: "push",
        action: null,
        installationId: 1,
        repository: { id: 1, owner: "a", name: "b" },
        sender: { login: "x", type: "User" },
        pulls: [],
        shas: [],
        touches: "any",
      },
    ],
  ];

  fuzz("is known again, or nothing", spoiltJson(stored), (value) => [
    memoryOf(value) ?? null,
    releaseMemoryOf(value) ?? null,
    groupMemoryOf(value) ?? null,
    Changes.safeParse(value).data ?? null,
  ]);
});

const WORKFLOW = [
  "jobs:\n",
  "environment: ",
  "name: ",
  "${{ inputs.env }}",
  "production",
  "&a ",
  "*a",
  "<<: *a",
  "<<: [*a, *a]",
  "- ",
  "  ",
  "\n",
  "{",
  "}",
  "[",
  "]",
  "!!js/function ",
  ": ",
  "on:\n",
  "'",
  '"',
  "|\n",
  "\t",
];

describe("workflow files of a repository", () => {
  fuzzLater(
    "are read, or said to be unreadable",
    spoilt(filesOf([".github/workflows"], /\.yml$/u), WORKFLOW),
    async (text) => {
      const get = (route: string, { path }: Readonly<Record<string, unknown>>): Promise<unknown> =>
        Promise.resolve(
          route.endsWith("{path}") && path === ".github/workflows"
            ? [{ path: ".github/workflows/a.yml", type: "file" }]
            : { content: Buffer.from(text).toString("base64"), encoding: "base64" },
        );
      return workflowsOf(get, { owner: "acme", repo: "shop", ref: "main" });
    },
  );
});

fuzz(
  "a whole calendar that ships with nothing is no calendar",
  fc.constantFrom(read("README.md"), read("package.json"), ""),
  (text) => {
    const answer = readCalendar(text);
    expect(answer.ok).toBe(false);
    return answer;
  },
);
