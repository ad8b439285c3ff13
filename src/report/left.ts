import { closesAt } from "../evaluation/closes-at.ts";
import { isOpen } from "../evaluation/gates.ts";
import type { GateVerdict, StepVerdict, Verdict } from "../evaluation/verdict.ts";
import { momentIn } from "../requirements/moment-in.ts";
import { listed } from "../requirements/wording.ts";
import { actorNames } from "./people.ts";
import { clipped } from "./prose.ts";
import { counting, isNow, stepsNow } from "./stage.ts";

/** What is open now, in the order in which people should look at it: what must change first, then what is awaited. */
const openSteps = (verdict: Verdict): readonly StepVerdict[] => byUrgency(stepsNow(verdict).filter(isOpen));

/** "4 of 12 left". What is counted, `gateNow` decides; what of it is left out, `scopeOf` says. */
export const countLeft = ({ left, total }: Pick<GateVerdict, "left" | "total">): string => `${left} of ${total} left`;

/** "rollback plan missing, 2 sign-offs, 1 tick": what is left in as few words as possible, the same things added up. */
export const whatIsLeft = (verdict: Verdict, max = 200): string => {
  const problems = counting(verdict).flatMap(({ problem }) => problem?.short ?? []);
  const open = openSteps(verdict);
  const locked = open.filter(({ state }) => state === "locked").length;
  const named = [...problems, ...open.map(({ short }) => short)].filter((short) => short !== "");
  return addedUp(named, locked, max);
};

/** The same for the short words of any steps, and how many more are locked. */
export const addedUp = (shorts: readonly string[], locked: number, max: number): string =>
  joined([...summed(shorts), ...(locked === 0 ? [] : [`${locked} locked`])], max);

/** Whose turn it is: people first, those with a name before those without, then what runs by itself; where everything is locked, what opens it. */
export const whoseTurn = (verdict: Verdict): string => {
  const open = openSteps(verdict);
  if (open.every(({ state }) => state === "locked")) return lockedBy(verdict);
  const actors = open.flatMap((step) => step.actors);
  const people = actors.filter(({ kind }) => kind !== "automation" && kind !== "clock");
  const named = people.filter(({ kind }) => kind !== "writers");
  const others = actors.filter(({ kind }) => kind === "automation");
  return `${part("Next", actorNames([...named, ...people]))}${part("Awaited", [...actorNames(others), ...timeIn(verdict, open)])}`;
};

/** "time, until Mon 9 Mar 2026, 09:00 (Europe/Berlin)": until the last of them, where each is known. */
const timeIn = ({ timeZone }: Verdict, open: readonly StepVerdict[]): readonly string[] => {
  const waiting = open.filter(({ actors }) => actors.some(({ kind }) => kind === "clock"));
  const [clock] = actorNames(waiting.flatMap(({ actors }) => actors.filter(({ kind }) => kind === "clock")));
  if (clock === undefined) return [];
  const moments = waiting.flatMap((step) => closesAt(step) ?? []);
  if (moments.length < waiting.length) return [clock];
  const last = new Date(Math.max(...moments.map(Number)));
  return [`${clock}, until ${momentIn(last, timeZone)}`];
};

/** " “After production” opens after the deployment to production." */
const lockedBy = (verdict: Verdict): string => {
  const phases = counting(verdict).flatMap((procedure) => procedure.phases.filter((phase) => isNow(verdict, phase)));
  const locked = phases.find(({ state, reason }) => state === "locked" && reason !== undefined);
  return locked === undefined ? "" : ` “${locked.title}”: ${locked.reason ?? ""}`.replace("”: Opens ", "” opens ");
};

const part = (title: string, names: readonly string[]): string =>
  names.length === 0 ? "" : ` ${title}: ${listed(names)}.`;

const URGENCY = {
  error: 0,
  unmet: 1,
  waiting: 2,
  locked: 3,
  met: 4,
  waived: 4,
  deferred: 4,
  "not-applicable": 4,
} as const satisfies Record<StepVerdict["state"], number>;

/** Stable, so that steps of the same urgency keep the procedure's order. */
export const byUrgency = (steps: readonly StepVerdict[]): readonly StepVerdict[] =>
  steps.toSorted((one, other) => URGENCY[one.state] - URGENCY[other.state]);

/** "1 tick" and "2 ticks" are "3 ticks"; other words that repeat are counted. */
const summed = (shorts: readonly string[]): readonly string[] => {
  const sums = new Map<string, { readonly count: number; readonly numbered: boolean }>();
  for (const short of shorts) {
    const { count, noun } = measured(short);
    const name = noun ?? short;
    sums.set(name, { count: (sums.get(name)?.count ?? 0) + count, numbered: noun !== undefined });
  }
  return [...sums].map(([name, { count, numbered }]) =>
    numbered ? `${count} ${count === 1 ? name : plural(name)}` : times(name, count),
  );
};

const measured = (short: string): { readonly count: number; readonly noun: string | undefined } => {
  const [, count, noun] = /^(\d{1,6}) ([\p{L}-]+)$/u.exec(short) ?? [];
  return count === undefined || noun === undefined
    ? { count: 1, noun: undefined }
    : { count: Number(count), noun: count === "1" ? noun : singular(noun) };
};

const singular = (noun: string): string => noun.replace(/s$/u, "");
const plural = (noun: string): string => `${noun}s`;
const times = (name: string, count: number): string => (count === 1 ? name : `${name} (${count} times)`);

const joined = (items: readonly string[], max: number): string => {
  const shown: string[] = [];
  for (const item of items.map((each) => clipped(each, 60))) {
    if ([...shown, item].join(", ").length > max) break;
    shown.push(item);
  }
  const rest = items.length - shown.length;
  return rest === 0 ? shown.join(", ") : [...shown, `${rest} more`].join(", ");
};
