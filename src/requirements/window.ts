import { z } from "zod";
import { opening } from "../evidence/calendar.ts";
import { concerns } from "../evidence/freeze-edges.ts";
import { isCalendarPath, windowShape, type Freeze, type Timetable } from "../evidence/schedule.ts";
import { defineRequirement } from "./define.ts";
import type { Judging } from "./judging.ts";
import { undetermined, type Outcome } from "./outcome.ts";
import { isSound, Text } from "./settings.ts";
import { atFreezeEdges, openingOutcome, pastOutcome, withExempt } from "./window-outcomes.ts";
import { pastOf } from "./window-past.ts";
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
    const unread = meant.unread?.[0];
    if (unread !== undefined) return noCalendar(unread);
    const { environment } = settings;
    const freezes = judging.freezes.filter((freeze) => isAbout(freeze, environment));
    const past = pastOf(environment, facts, { meant, freezes, rollbacks: judging.rollbacks });
    if (past !== undefined) return pastOutcome(past, meant);
    const exempt = (judging.exempt ?? []).filter(({ freeze }) => isAbout(freeze, environment));
    const outcome = openingOutcome(opening(meant, freezes, judging.now), { meant, judging });
    return withExempt(atFreezeEdges(outcome, freezes, judging.now), exempt, judging.now);
  },
});

/** The config's own word comes first, so that what a procedure brings along is only its default. */
const windowOf = (settings: Settings, judging: Judging): Timetable | undefined => {
  const { name } = settings;
  const { windows } = judging;
  if (name !== undefined && Object.hasOwn(windows, name)) return windows[name];
  const inline = inlineOf(settings, judging);
  if (inline !== undefined || name !== undefined) return inline;
  const [only, ...more] = Object.values(windows);
  return more.length === 0 ? only : undefined;
};

const inlineOf = (settings: Settings, { calendars }: Judging): Timetable | undefined => {
  const { days: on, hours: at, timezone: zone, ...more } = settings;
  if (on === undefined || at === undefined || zone === undefined) return undefined;
  const { not_before_weekend: notBefore = false, holidays: off = [] } = more;
  const paths = off.filter(isCalendarPath);
  return {
    days: on,
    hours: at,
    timezone: zone,
    not_before_weekend: notBefore,
    holidays: off.filter((one) => !isCalendarPath(one)),
    calendars: paths.flatMap((path) => calendars?.get(path) ?? []),
    unread: paths.filter((path) => calendars?.has(path) !== true),
  };
};

/** Where the step names no environment, every freeze counts. */
const isAbout = (freeze: Freeze, environment: string | undefined): boolean =>
  environment === undefined || concerns(freeze, environment);

const noCalendar = (path: string): Outcome =>
  undetermined({
    code: "window/no-calendar",
    reason: `The calendar ${quote(path)} could not be read, so nobody can tell whether it is a holiday.`,
    remedy: `Mend ${quote(path)} on the base branch as an iCalendar file of at most 1 MB, or remove it from \`holidays\`.`,
    short: "calendar not read",
  });

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
