import ICAL from "ical.js";
import { z } from "zod";
import { CalendarFlaw, shown } from "./flaw.ts";
import { linesOf, type ContentLine } from "./lines.ts";

/** A property of an event, as RFC 7265 writes its value. */
export interface RawProperty {
  /** Lower-cased. */
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Such as `date`, `date-time` or `recur`. */
  readonly type: string;
  readonly values: readonly unknown[];
  /** 1-based. */
  readonly line: number;
}

export interface RawEvent {
  /** Where it begins; 1-based. */
  readonly line: number;
  readonly properties: readonly RawProperty[];
}

/** A value as text, whatever the parser made of it. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Every event of an iCalendar file (RFC 5545), none of them judged yet. Throws `CalendarFlaw` where it is no such file. */
export const rawEvents = (text: string): readonly RawEvent[] => {
  const plain = text.replace(/^\u{FEFF}/u, "");
  const lines = linesOf(plain);
  refuseOtherFiles(lines);
  const calendars = parsed(plain, lines);
  const places = placesOf(lines);
  return calendars
    .flatMap(([, , components]) => components)
    .filter(([kind]) => kind === "vevent")
    .map(([, properties], index) => rawEvent(properties, places[index]));
};

const Property = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()], z.unknown());
const Component = z.tuple([z.string(), z.array(Property), z.array(z.unknown())]);
const Calendars = z.array(z.tuple([z.string(), z.array(Property), z.array(Component)]));

const refuseOtherFiles = (lines: readonly ContentLine[]): void => {
  const [first] = lines;
  if (first !== undefined && /^BEGIN:VCALENDAR\s*$/iu.test(first.text)) return;
  throw new CalendarFlaw(
    first?.line ?? 1,
    "This is no iCalendar file: expected `BEGIN:VCALENDAR` in its first line. Export the calendar again as iCalendar (`.ics`).",
  );
};

/** What does not belong together, such as one end too many, comes out of the parser in another shape. */
const parsed = (text: string, lines: readonly ContentLine[]): z.output<typeof Calendars> => {
  try {
    return Calendars.parse(asList(ICAL.parse(text)));
  } catch (error) {
    throw flawIn(lines, error);
  }
};

/** The parser does not say where it stopped, so its lines are asked one by one. */
const flawIn = (lines: readonly ContentLine[], error: unknown): CalendarFlaw => {
  const wrong = lines.find(({ text }) => !/^(BEGIN|END):/iu.test(text) && !isProperty(text));
  const expected = "Expected iCalendar as RFC 5545 has it. Correct it, or export the calendar again.";
  if (wrong !== undefined)
    return new CalendarFlaw(wrong.line, `This line can't be read: ${shown(wrong.text)}. ${expected}`);
  return new CalendarFlaw(lines.at(-1)?.line ?? 1, `The calendar can't be read${whyOf(error)}. ${expected}`);
};

const whyOf = (error: unknown): string => {
  if (error instanceof z.ZodError || error instanceof TypeError)
    return ": its `BEGIN` and `END` lines don't fit together";
  return error instanceof Error ? `: ${error.message.slice(0, 100)}` : "";
};

const isProperty = (text: string): boolean => {
  try {
    ICAL.parse.property(text);
    return true;
  } catch {
    return false;
  }
};

const asList = (answer: unknown): unknown =>
  Array.isArray(answer) && typeof answer[0] === "string" ? [answer] : answer;

interface Place {
  readonly line: number;
  readonly properties: readonly number[];
}

/** Where the events and their properties stand, in the order of the file. */
const placesOf = (lines: readonly ContentLine[]): readonly Place[] => {
  const places: { line: number; properties: number[] }[] = [];
  const open: string[] = [];
  for (const { text, line } of lines) {
    const [, begun] = /^BEGIN:(.*)$/iu.exec(text) ?? [];
    if (begun !== undefined) open.push(begun.trim().toLowerCase());
    if (open.length === 2 && open[1] === "vevent") note(places, { line, isFirst: begun !== undefined });
    if (/^END:/iu.test(text)) open.pop();
  }
  return places;
};

const note = (
  places: { line: number; properties: number[] }[],
  { line, isFirst }: { readonly line: number; readonly isFirst: boolean },
): void => {
  if (isFirst) places.push({ line, properties: [] });
  else places.at(-1)?.properties.push(line);
};

const rawEvent = (properties: readonly z.output<typeof Property>[], place: Place | undefined): RawEvent => {
  const line = place?.line ?? 1;
  return {
    line,
    properties: properties.map(([name, params, type, ...values], index) => ({
      name,
      params,
      type,
      values,
      line: place?.properties[index] ?? line,
    })),
  };
};
