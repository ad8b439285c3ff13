import { IANAZone } from "luxon";
import { shownAt } from "../freeze-span.ts";
import type { CalendarDay } from "../wall-time.ts";
import { textOf, type RawProperty } from "./content.ts";
import { numberOf, yearOf } from "./day-numbers.ts";
import { CalendarFlaw, shown } from "./flaw.ts";

/** A date of a calendar: a whole day, or a time of it by the clock of a zone. Without a zone it is that of the window. */
export type Stamp =
  | { readonly kind: "day"; readonly day: CalendarDay }
  | { readonly kind: "time"; readonly day: CalendarDay; readonly time: string; readonly zone: IANAZone | undefined };

/** Every date of a property; throws `CalendarFlaw` for what is none. */
export const stampsOf = (property: RawProperty): readonly Stamp[] =>
  property.values.map((value) => {
    const [, day, time, utc] = DATE.exec(textOf(value)) ?? [];
    if (day === undefined || !isDay(day)) throw noDate(property, value);
    if (time === undefined) return { kind: "day", day };
    return { kind: "time", day, time: time.replace(/:60$/u, ":59"), zone: utc === undefined ? zoneOf(property) : UTC };
  });

/** Begins and ends of a stamp in milliseconds since 1970: the clock may show its time twice. */
export const momentsOf = (stamp: Stamp, window: IANAZone): { readonly from: number; readonly to: number } => {
  const moments =
    stamp.kind === "day" ? shownAt(window, stamp.day, "") : shownAt(stamp.zone ?? window, stamp.day, stamp.time);
  return { from: Math.min(...moments), to: Math.max(...moments) };
};

const DATE = /^(\d{4}-\d\d-\d\d)(?:T((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))(Z)?)?$/u;

const UTC = IANAZone.create("UTC");

const isDay = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && isNear(day);
};

const isNear = (day: CalendarDay): boolean => yearOf(numberOf(day)) >= 1600 && yearOf(numberOf(day)) <= 2200;

const noDate = ({ name, line }: RawProperty, value: unknown): CalendarFlaw =>
  new CalendarFlaw(
    line,
    `${shown(name.toUpperCase())} is no date between 1600 and 2200: ${shown(textOf(value))}. Expected \`20261225\` with \`VALUE=DATE\`, or \`20261224T140000\`.`,
  );

const zoneOf = ({ params, line }: RawProperty): IANAZone | undefined => {
  if (params["tzid"] === undefined) return undefined;
  const tzid = textOf(params["tzid"]);
  const name = zoneNames(tzid).find((one) => IANAZone.isValidZone(one));
  if (name !== undefined) return IANAZone.create(name);
  throw new CalendarFlaw(
    line,
    `${shown(tzid)} is no time zone that is known here; expected an IANA name such as \`Europe/Berlin\`. Change \`TZID\`, or make it an event of whole days (\`VALUE=DATE\`).`,
  );
};

/** Some programs put their own name before: `/freeassociation.sourceforge.net/Europe/Berlin`. */
const zoneNames = (tzid: string): readonly string[] => {
  const parts = tzid.split("/");
  return tzid.startsWith("/") ? [parts.slice(-2).join("/"), parts.slice(-3).join("/")] : [tzid];
};
