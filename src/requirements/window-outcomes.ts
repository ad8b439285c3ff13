import { HORIZON_DAYS, type Opening, type Shut } from "../evidence/calendar.ts";
import { nextFreezeEdge } from "../evidence/freeze-edges.ts";
import { spanOf } from "../evidence/freeze-span.ts";
import type { ExemptFreeze, Freeze, Timetable } from "../evidence/schedule.ts";
import type { Judging } from "./judging.ts";
import { weekdayIn } from "./moment-in.ts";
import { met, unmet, waiting, type Met, type Open, type Outcome } from "./outcome.ts";
import type { Past } from "./window-past.ts";
import { listed, quote } from "./wording.ts";

/** A window and what else there is to say about it. */
interface Meant {
  readonly meant: Timetable;
  readonly judging: Judging;
}

/** What a window says at this moment. */
export const openingOutcome = (found: Opening, { meant, judging }: Meant): Outcome => {
  const { timezone: zone } = meant;
  switch (found.state) {
    case "open":
      return found.until === undefined
        ? met("The window is open, and stays so.")
        : met(`The window is open until ${weekdayIn(found.until, zone)}.`, [], found.until);
    case "shut":
      return waiting({
        code: found.why.by === "freeze" ? "window/frozen" : "window/shut",
        reason: `${because(found.why)}${letsThrough(found.why, judging)} Opens ${weekdayIn(found.opensAt, zone)}.`,
        remedy: `Wait until ${weekdayIn(found.opensAt, zone)}${orExempt(found.why, judging)}.`,
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

/** Whether it is shut or frozen is news as well: it is looked at again when a freeze begins or ends. */
export const atFreezeEdges = (outcome: Outcome, freezes: readonly Freeze[], now: Date): Outcome => {
  const edge = nextFreezeEdge(freezes, now);
  if (outcome.state === "error" || outcome.state === "met" || edge === undefined) return outcome;
  return wokenAt(outcome, edge);
};

/** Says which freezes do not hold it and why, until they are over; a rule's word is told while its freeze lasts. */
export const withExempt = (outcome: Outcome, exempt: readonly ExemptFreeze[], now: Date): Outcome => {
  const at = now.getTime();
  const edge = nextFreezeEdge(
    exempt.map(({ freeze }) => freeze),
    now,
  );
  if (outcome.state === "error" || edge === undefined) return outcome;
  const words = exempt
    .map((one) => ({ ...one, span: spanOf(one.freeze) }))
    .filter(({ by, span }) => at < span.to && (by === "people" || span.from <= at))
    .map(({ freeze: { name }, why }) => ` The freeze ${quote(name)} does not hold it: ${why}.`);
  return wokenAt({ ...outcome, reason: `${outcome.reason}${words.join("")}` }, edge);
};

/** Also looked at then, if that is before the moment at which it changes as a whole. */
const wokenAt = (outcome: Met | Open, moment: Date): Outcome => {
  const { wakeAt } = outcome;
  if (wakeAt !== undefined && wakeAt <= moment) return outcome;
  if (outcome.state === "met" || wakeAt === undefined) return { ...outcome, wakeAt: moment };
  return { ...outcome, wakeAt: moment, opensAt: outcome.opensAt ?? wakeAt };
};

const letsThrough = (why: Shut, { freezes }: Judging): string => {
  const rule = why.by === "freeze" ? freezes.find(({ name }) => name === why.name)?.letsThrough : undefined;
  return rule === undefined ? "" : ` It lets through where ${rule}.`;
};

const orExempt = (why: Shut, { overrideRoles = [] }: Judging): string => {
  if (why.by !== "freeze" || overrideRoles.length === 0) return "";
  return `, or have it exempted by ${listed(overrideRoles.map(quote), "or")}: ${quote(`/gate exempt "${why.name}" REASON`)}`;
};

/** What a deployment that happened already says. */
export const pastOutcome = ({ at, why }: Past, { timezone: zone }: Timetable): Outcome => {
  if (why === undefined) return met(`It was deployed inside the window, ${weekdayIn(at, zone)}.`);
  return unmet({
    code: "window/missed",
    reason: `It was deployed at a bad moment, ${weekdayIn(at, zone)}. ${because(why)}`,
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
      return `${why.day} is a holiday${why.name === undefined ? "" : `: ${quote(why.name)}`}.`;
    case "event":
      return `The calendar keeps it shut${why.name === "" ? "" : `: ${quote(why.name)}`}.`;
    case "weekend":
      return "Nothing goes out before or at a weekend.";
    case "hours":
      return "Outside the window's days and hours.";
  }
};
