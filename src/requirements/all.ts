import type { z } from "zod";
import { childrenOf, earliest, inBrackets, parts, isError, isOpen, sentences, together } from "./combine.ts";
import type { AnyKind, Requirement, Ticker } from "./define.ts";
import { elapsed } from "./elapsed.ts";
import { met, type Open, type Outcome, type Undetermined } from "./outcome.ts";
import { durationMs } from "./settings.ts";
import { phrases } from "./wording.ts";

/** Several requirements at once: as good as the worst of them. */
export const all = (nested: z.ZodType<Requirement>): AnyKind => ({
  kind: "all",
  about: "Every one of these requirements is met.",
  schema: childrenOf(nested).transform(allOf),
});

const allOf = (children: readonly Requirement[]): Requirement => ({
  kind: "all",
  settings: children.map(({ kind, settings }) => ({ kind, settings })),
  ...parts(children),
  ticker: () => tickerOf(children),
  describe: () => phrases(inBrackets(children, "any")),
  judge: (snapshot, judging) => worst(children.map((child) => child.judge(snapshot, judging))),
});

/** Who ticks beside a time of watching says how it went, so it can't be said before the time is over. */
const tickerOf = (children: readonly Requirement[]): Ticker | undefined => {
  const ticker = parts(children).ticker();
  const times = children.flatMap(({ kind, settings }) =>
    kind === elapsed.kind ? durationMs(elapsed.settings.parse(settings).time) : [],
  );
  return ticker === undefined || times.length === 0 ? ticker : { ...ticker, afterMs: Math.max(...times) };
};

const worst = (outcomes: readonly Outcome[]): Outcome => {
  const errors = outcomes.filter(isError);
  const open = outcomes.filter(isOpen);
  const left = errors.length + open.length;
  if (errors.length > 0) return allErrors(errors, open, outcomes.length);
  if (open.length > 0) return allOpen(open, `${left} of ${outcomes.length} left`);
  const reasons = outcomes.flatMap((outcome) => (outcome.state === "met" ? [outcome] : []));
  return met(
    reasons.map(({ reason }) => reason).join(" "),
    reasons.flatMap(({ evidence }) => evidence ?? []),
    earliest(reasons),
  );
};

/** What is unmet comes first: a person can start there, while what is waited for is another's turn. */
const allOpen = (every: readonly Open[], short: string): Outcome => {
  const [only, ...more] = every.toSorted((one, other) => one.state.localeCompare(other.state));
  if (only === undefined || more.length === 0) return only ?? met("Nothing is asked for.");
  const open = { state: only.state, code: "all/open", short, ...together([only, ...more]) };
  return every.some(isSurely) || only.unknown !== true ? open : { ...open, unknown: true };
};

/** One that is surely not met is enough for the whole not to be met. */
const isSurely = ({ state, unknown }: Open): boolean => state === "unmet" && unknown !== true;

const allErrors = (errors: readonly Undetermined[], open: readonly Open[], of: number): Outcome => {
  const [only, ...more] = [...errors, ...open];
  if (only !== undefined && more.length === 0) return only;
  const short = `${errors.length} of ${of} not determined`;
  return { state: "error", code: "all/error", short, ...sentences([...errors, ...open]) };
};
