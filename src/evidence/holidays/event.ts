import { Duration } from "luxon";
import { textOf, type RawEvent, type RawProperty } from "./content.ts";
import { numberOf } from "./day-numbers.ts";
import { CalendarFlaw } from "./flaw.ts";
import { readRule, type Rule } from "./rule.ts";
import { stampsOf, type Stamp } from "./stamp.ts";

/** How long something of a calendar lasts: whole days, until another stamp, or a length of time. */
export type Length =
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "until"; readonly end: Stamp }
  | { readonly kind: "for"; readonly duration: Duration };

/** An event of a calendar, ready to be repeated. */
export interface CalendarEvent {
  readonly uid: string | undefined;
  readonly name: string | undefined;
  /** Where it begins in the file; 1-based. */
  readonly line: number;
  readonly start: Stamp;
  readonly length: Length;
  readonly rule?: Rule | undefined;
  /** The last moment at which the rule repeats it. */
  readonly until?: Stamp | undefined;
  /** Further dates, and those that fall out. */
  readonly more: readonly Stamp[];
  readonly except: readonly Stamp[];
  /** Which date of the event with the same `uid` this one takes the place of. */
  readonly replaces?: Stamp | undefined;
  /** It takes place no more. */
  readonly cancelled: boolean;
}

/** Reads an event; throws `CalendarFlaw` for what would have to be guessed. */
export const readEvent = (raw: RawEvent): CalendarEvent => {
  refuseUnknown(raw);
  const start = stampOf(only(raw, "dtstart"));
  if (start === undefined)
    throw new CalendarFlaw(raw.line, "The event has no `DTSTART`; add the day on which it begins.");
  const rule = only(raw, "rrule");
  const read = rule === undefined ? undefined : readRule(rule);
  return {
    uid: wordsOf(only(raw, "uid")),
    name: wordsOf(only(raw, "summary")),
    line: raw.line,
    start,
    length: lengthOf(raw, start),
    rule: read,
    until:
      rule === undefined || read?.until === undefined
        ? undefined
        : stampOf({ ...rule, params: {}, values: [read.until] }),
    more: all(raw, "rdate").flatMap(stampsOf),
    except: all(raw, "exdate").flatMap(stampsOf),
    replaces: stampOf(only(raw, "recurrence-id")),
    cancelled: wordsOf(only(raw, "status"))?.toUpperCase() === "CANCELLED",
  };
};

const all = ({ properties }: RawEvent, name: string): readonly RawProperty[] =>
  properties.filter((property) => property.name === name);

const only = (raw: RawEvent, name: string): RawProperty | undefined => {
  const [first, second] = all(raw, name);
  if (second === undefined) return first;
  throw new CalendarFlaw(
    second.line,
    `The event has \`${name.toUpperCase()}\` twice; remove one, or write two events.`,
  );
};

const refuseUnknown = (raw: RawEvent): void => {
  const [exrule] = all(raw, "exrule");
  if (exrule !== undefined) throw new CalendarFlaw(exrule.line, "`EXRULE` is not understood; write `EXDATE` instead.");
  const from = only(raw, "recurrence-id");
  if (from?.params["range"] !== undefined)
    throw new CalendarFlaw(from.line, "`RANGE` is not understood; end the event with `UNTIL`, and write another one.");
  const period = all(raw, "rdate").find(({ type }) => type === "period");
  if (period !== undefined)
    throw new CalendarFlaw(period.line, "A period in `RDATE` is not understood; write an event of its own.");
  const rule = only(raw, "rrule");
  if (from !== undefined && rule !== undefined)
    throw new CalendarFlaw(
      rule.line,
      "An event with `RECURRENCE-ID` is about one date and can't repeat; remove `RRULE`.",
    );
};

const stampOf = (property: RawProperty | undefined): Stamp | undefined =>
  property === undefined ? undefined : stampsOf(property)[0];

const wordsOf = (property: RawProperty | undefined): string | undefined => {
  const text = textOf(property?.values[0] ?? "").trim();
  return text === "" ? undefined : text;
};

/** Longer ones are no holidays. */
const MOST_DAYS = 366;

const lengthOf = (raw: RawEvent, start: Stamp): Length => {
  const duration = only(raw, "duration");
  const end = only(raw, "dtend");
  const at = end ?? duration;
  if (at === undefined && start.kind === "day") return { kind: "days", days: 1 };
  if (at === undefined)
    throw new CalendarFlaw(raw.line, "The event begins at a time and has no end; add `DTEND` or `DURATION`.");
  const length = end === undefined ? forDuration(at, start) : untilEnd(end, start);
  const days = daysOf(length, start);
  if (days >= 0 && days <= MOST_DAYS) return length;
  const problem = days < 0 ? "ends before it begins" : `lasts longer than ${MOST_DAYS} days`;
  throw new CalendarFlaw(
    at.line,
    `The event ${problem}. Correct its end; for a long time write a freeze in the config.`,
  );
};

const untilEnd = (property: RawProperty, start: Stamp): Length => {
  const end = stampOf(property);
  if (end === undefined || end.kind !== start.kind)
    throw new CalendarFlaw(property.line, "`DTSTART` and `DTEND` must both be days, or both be times.");
  if (start.kind === "time") return { kind: "until", end };
  const days = numberOf(end.day) - numberOf(start.day);
  return { kind: "days", days: days === 0 ? 1 : days };
};

const forDuration = ({ values: [value], line }: RawProperty, start: Stamp): Length => {
  const duration = Duration.fromISO(textOf(value));
  if (!duration.isValid) throw new CalendarFlaw(line, "`DURATION` is no length of time; expected `P1D` or `PT2H`.");
  return start.kind === "time"
    ? { kind: "for", duration }
    : { kind: "days", days: Math.max(1, Math.ceil(duration.as("days"))) };
};

/** About how many; only for telling what is senseless. */
const daysOf = (length: Length, start: Stamp): number => {
  switch (length.kind) {
    case "days":
      return length.days;
    case "until":
      return endsBefore(length.end, start) ? -1 : numberOf(length.end.day) - numberOf(start.day);
    case "for":
      return length.duration.as("days");
  }
};

const endsBefore = (end: Stamp, start: Stamp): boolean => {
  if (end.kind === "day" || start.kind === "day" || end.zone?.name !== start.zone?.name)
    return numberOf(end.day) < numberOf(start.day) - 1;
  return `${end.day}T${end.time}` < `${start.day}T${start.time}`;
};
