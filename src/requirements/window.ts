import { DateTime } from "luxon";
import { z } from "zod";
import { HORIZON_DAYS, opening, type Opening, type Shut } from "../evidence/calendar.ts";
import { windowShape, type Freeze, type Window } from "../evidence/schedule.ts";
import { defineRequirement, type Judging } from "./define.ts";
import { met, undetermined, unmet, waiting, type Outcome } from "./outcome.ts";
import { isSound, Text } from "./settings.ts";
import { pastOf, type Past } from "./window-past.ts";
import { windowWords } from "./window-words.ts";
import { listed, quote } from "./wording.ts";

const { days, hours, timezone, not_before_weekend, holidays } = windowShape;

const textOf = ({ description = "" }: z.ZodType): string => description;

const Settings = z
  .strictObject({
    name: Text.optional().describe(
      "Name of a window of the config. Where the config has none of that name, the window given here counts.",
    ),
    environment: Text.optional().describe(
      "Freezes of other environments don't count; without it, every freeze counts. After the deployment there, its moment is judged.",
    ),
    days: days.optional(),
    hours: hours.optional(),
    timezone: timezone.optional(),
    not_before_weekend: not_before_weekend.unwrap().optional().describe(textOf(not_before_weekend)),
    holidays: holidays.unwrap().optional().describe(textOf(holidays)),
  })
  .superRefine(
    (given, context) => {
      const keys = ["days", "hours", "timezone"] as const;
      const lacking = keys.filter((key) => given[key] === undefined);
      const isBegun =
        lacking.length < keys.length || given.not_before_weekend !== undefined || given.holidays !== undefined;
      if (!isBegun || lacking.length === 0) return;
      const message = `A window has \`days\`, \`hours\` and \`timezone\`; add ${listed(lacking.map(quote))}.`;
      context.addIssue({ code: "custom", message });
    },
    { when: isSound },
  );
export type WindowSettings = z.output<typeof Settings>;
type Settings = WindowSettings;

/** A good moment: inside an allowed window and outside every freeze. */
export const window = defineRequirement({
  kind: "window",
  about: "Now is inside an allowed window and outside every freeze.",
  settings: z.union([Text.transform((name) => Settings.parse({ name })), Settings]),
  needs: [],
  describe: windowWords,
  judge: (settings, facts, judging) => {
    const meant = windowOf(settings, judging);
    if (meant === undefined) return noWindow(settings, judging);
    const freezes = judging.freezes.filter((freeze) => isAbout(freeze, settings));
    const past = pastOf(settings.environment, facts, { meant, freezes });
    if (past !== undefined) return pastOutcome(past, meant);
    return outcomeOf(opening(meant, freezes, judging.now), meant);
  },
});

/** The config's own word comes first, so that what a procedure brings along is only its default. */
const windowOf = (settings: Settings, { windows }: Judging): Window | undefined => {
  const { name } = settings;
  if (name !== undefined && Object.hasOwn(windows, name)) return windows[name];
  const inline = inlineOf(settings);
  if (inline !== undefined || name !== undefined) return inline;
  const [only, ...more] = Object.values(windows);
  return more.length === 0 ? only : undefined;
};

const inlineOf = ({ days: on, hours: at, timezone: zone, ...more }: Settings): Window | undefined => {
  if (on === undefined || at === undefined || zone === undefined) return undefined;
  const { not_before_weekend: notBefore = false, holidays: off = [] } = more;
  return { days: on, hours: at, timezone: zone, not_before_weekend: notBefore, holidays: off };
};

const isAbout = ({ environments }: Freeze, { environment }: Settings): boolean =>
  environments === undefined || environment === undefined || environments.includes(environment);

const noWindow = ({ name }: Settings, { windows }: Judging): Outcome => {
  const known = Object.keys(windows);
  if (name === undefined && known.length > 0)
    return undetermined({
      code: "window/which",
      reason: `The config has several windows, and the step does not say which: ${listed(known.map(quote))}.`,
      remedy: `Name one in the procedure, such as ${quote(`window: ${known[0] ?? ""}`)}.`,
      short: "window not named",
    });
  const others = known.length === 0 ? "" : `; there ${known.length === 1 ? "is" : "are"} ${listed(known.map(quote))}`;
  return undetermined({
    code: "window/unknown",
    reason: `The config has no window${name === undefined ? "" : ` ${quote(name)}`}${others}.`,
    remedy: `Define ${name === undefined ? "a window" : quote(name)} under \`windows\` in \`.github/gatehouse.yml\`, with \`days\`, \`hours\` and \`timezone\`.`,
    short: "window unknown",
  });
};

const outcomeOf = (found: Opening, { timezone: zone }: Window): Outcome => {
  switch (found.state) {
    case "open":
      return found.until === undefined
        ? met("The window is open, and stays so.")
        : met(`The window is open until ${moment(found.until, zone)}.`, [], found.until);
    case "shut":
      return waiting({
        code: found.why.by === "freeze" ? "window/frozen" : "window/shut",
        reason: `${because(found.why)} Opens ${moment(found.opensAt, zone)}.`,
        remedy: `Wait until ${moment(found.opensAt, zone)}.`,
        short: found.why.by === "freeze" ? "frozen" : "window shut",
        actors: [{ kind: "clock" }],
        wakeAt: found.opensAt,
      });
    case "never":
      return unmet({
        code: "window/never",
        reason: `${because(found.why)} The window does not open within ${HORIZON_DAYS} days.`,
        remedy: "Correct the window's days, hours and holidays, or the freeze, in the config or the procedure.",
        short: "window never opens",
        actors: [{ kind: "writers" }],
      });
  }
};

const pastOutcome = ({ at, why }: Past, { timezone: zone }: Window): Outcome => {
  if (why === undefined) return met(`It was deployed inside the window, ${moment(at, zone)}.`);
  return unmet({
    code: "window/missed",
    reason: `It was deployed at a bad moment, ${moment(at, zone)}. ${because(why)}`,
    remedy: "Deploy again inside the window, or put the step off with a reason: `/gate defer STEP REASON`.",
    short: "window missed",
    actors: [{ kind: "writers" }],
  });
};

const because = (why: Shut): string => {
  switch (why.by) {
    case "freeze":
      return `Frozen: ${quote(why.name)}.`;
    case "holiday":
      return `${why.day} is a holiday.`;
    case "weekend":
      return "Nothing goes out before or at a weekend.";
    case "hours":
      return "Outside the window's days and hours.";
  }
};

const moment = (date: Date, zone: string): string =>
  `${DateTime.fromJSDate(date, { zone }).setLocale("en-US").toFormat("ccc d LLL yyyy, HH:mm")} (${zone})`;
