import { useContext } from "hono/jsx";
import { labelOf } from "../../../requirements/moment-in.ts";
import { TimeZone } from "./time-zone.ts";

/** A moment as people read it, and as programs do: `6 Mar 2026, 09:00 UTC`, in the time zone of the page. */
export const Time = ({ at }: { readonly at: Date }) => <time datetime={at.toISOString()}>{inFull(at)}</time>;

/** The same in a column whose head says in which time zone its moments are: `6 Mar 2026, 09:00`. */
export const ShortTime = ({ at }: { readonly at: Date }) => (
  <time datetime={at.toISOString()}>{inShort(at, useContext(TimeZone))}</time>
);

/** The time zone of the page by its name. */
export const Zone = () => <>{useContext(TimeZone)}</>;

/** A moment by how long ago it was, or how soon it comes: `3 days ago`; the moment itself is its title. */
export const Ago = ({ at, now }: { readonly at: Date; readonly now: Date }) => (
  <time datetime={at.toISOString()} title={inFull(at)}>
    {distance(at.getTime() - now.getTime())}
  </time>
);

/** How long something has been so: `for 3 days`; since when is its title. */
export const Since = ({ at, now }: { readonly at: Date; readonly now: Date }) => (
  <time datetime={at.toISOString()} title={`since ${inFull(at)}`}>
    {lasting(now.getTime() - at.getTime())}
  </time>
);

/** How long something that asked has had no answer: `Waiting for 3 days`; since when is its title. */
export const Waiting = ({ at, now }: { readonly at: Date; readonly now: Date }) => (
  <time datetime={at.toISOString()} title={`since ${inFull(at)}`}>
    {now.getTime() - at.getTime() < MINUTE ? "Just asked" : `Waiting ${lasting(now.getTime() - at.getTime())}`}
  </time>
);

const inFull = (at: Date): string => {
  const timeZone = useContext(TimeZone);
  return `${inShort(at, timeZone)} ${labelOf(timeZone)}`;
};

const inShort = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(at);

const MINUTE = 60_000;
const UNITS = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always" });

const distance = (ms: number): string => {
  const unit = UNITS.find(([, size]) => Math.abs(ms) >= size);
  if (unit === undefined) return ms > 0 ? "in a moment" : "just now";
  return RELATIVE.format(Math.trunc(ms / unit[1]), unit[0]);
};

const lasting = (ms: number): string => {
  const unit = UNITS.find(([, size]) => ms >= size);
  if (unit === undefined) return "for less than a minute";
  const count = Math.trunc(ms / unit[1]);
  return `for ${count} ${unit[0]}${count === 1 ? "" : "s"}`;
};
