import { readCalendar, type HolidayCalendar } from "../evidence/holidays/calendar.ts";
import { isCalendarPath, type Timetable } from "../evidence/schedule.ts";
import type { Requirement } from "../requirements/define.ts";
import type { Ingredients, ReadDocument } from "./assemble.ts";
import type { Sourced } from "./build.ts";
import type { CalendarUse, ConfigWindow } from "./config.ts";
import { whereIs } from "./draft.ts";
import type { Finding } from "./finding.ts";
import { printed } from "./leaves.ts";
import { parseSourced } from "./parse.ts";
import { referenceKey, type Reference } from "./reference.ts";
import { requirements } from "./rules.ts";

/** Calendars by `referenceKey`; what is missing here could not be read, and a finding says why. */
export type Calendars = ReadonlyMap<string, HolidayCalendar>;

/** Every calendar that the windows of config and procedures name, with each place where one is named. */
export const calendarUses = ({
  config,
  documents,
}: Pick<Ingredients, "config" | "documents">): readonly CalendarUse[] => [
  ...Object.values(config.windows).flatMap(({ calendars }) => calendars),
  ...config.procedures.flatMap(({ reference }) => {
    const document = documents.get(referenceKey(reference));
    if (document === undefined || "missing" in document) return [];
    const { sourced } = parseSourced(document.text, document.file);
    return sourced === undefined ? [] : calendarsOf(sourced, reference);
  }),
];

/** Reads each calendar once; a file that can't be relied on is an error, so that no window is open by mistake. */
export const readCalendars = (
  uses: readonly CalendarUse[],
  documents: Ingredients["documents"],
): { readonly calendars: Calendars; readonly findings: readonly Finding[] } => {
  const first = new Map(uses.toReversed().map((use) => [referenceKey(use.reference), use]));
  const read = [...first].map(([key, use]) => ({ key, ...calendarAt(use, documents.get(key)) }));
  return {
    calendars: new Map(read.flatMap(({ key, calendar }) => (calendar === undefined ? [] : [[key, calendar]]))),
    findings: read.flatMap(({ finding }) => finding ?? []),
  };
};

/** A window of the config with its calendars. */
export const timetableOf = ({ calendars: uses, ...window }: ConfigWindow, calendars: Calendars): Timetable => ({
  ...window,
  calendars: uses.flatMap(({ reference }) => calendars.get(referenceKey(reference)) ?? []),
  unread: uses.filter(({ reference }) => !calendars.has(referenceKey(reference))).map(({ written }) => written),
});

/** The calendars of a procedure's own windows, by the path as written. */
export const ownCalendars = (sourced: Sourced, home: Reference, calendars: Calendars): Calendars =>
  new Map(
    requirements(sourced)
      .flatMap(({ requirement }) => pathsIn(requirement))
      .flatMap((path) => {
        const calendar = calendars.get(referenceKey(referenceOf(path, home)));
        return calendar === undefined ? [] : [[path, calendar]];
      }),
  );

const calendarsOf = (sourced: Sourced, home: Reference): readonly CalendarUse[] =>
  requirements(sourced).flatMap(({ requirement, source }) =>
    pathsIn(requirement).map((path) => ({
      reference: referenceOf(path, home),
      written: path,
      file: source.file,
      at: whereIs(source, (scalar) => scalar === path),
    })),
  );

const pathsIn = (requirement: Requirement): readonly string[] =>
  printed(requirement)
    .flatMap(({ kind, settings }) => (kind === "window" ? holidaysIn(settings) : []))
    .filter(isCalendarPath);

const holidaysIn = (settings: unknown): readonly string[] =>
  typeof settings === "object" && settings !== null && "holidays" in settings && Array.isArray(settings.holidays)
    ? settings.holidays.filter((one): one is string => typeof one === "string")
    : [];

/** A path in a procedure is one in the repository that the procedure is in. */
const referenceOf = (path: string, home: Reference): Reference =>
  home.kind === "elsewhere" ? { kind: "elsewhere", repository: home.repository, path } : { kind: "path", path };

interface ReadUse {
  readonly calendar?: HolidayCalendar;
  readonly finding?: Finding;
}

const calendarAt = (use: CalendarUse, document: ReadDocument = { missing: "it was not read" }): ReadUse => {
  const { file, at, written } = use;
  const problem = { severity: "error", ...at, file } as const;
  if ("missing" in document) {
    const { missing, remedy = "Add it, or remove it from `holidays`." } = document;
    const message = `The calendar \`${written}\` can't be used: ${missing}. ${remedy}`;
    return { finding: { code: "config/missing-calendar", message, ...problem } };
  }
  const read = readCalendar(document.text);
  if (read.ok) return { calendar: read.calendar };
  const { line, message } = read.problem;
  return { finding: { ...problem, code: "config/bad-calendar", message, file: document.file, line, column: 1 } };
};
