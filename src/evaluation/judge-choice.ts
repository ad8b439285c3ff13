import type { Step } from "../procedures/model.ts";
import { met, undetermined, unmet, waiting, type Actor, type Outcome } from "../requirements/outcome.ts";
import { listed } from "../requirements/wording.ts";
import { boxVerdict, outcomeOf, standingIn, type Run } from "./judge-own.ts";
import { notApplicable, plain, sentence, stated, withSubSteps } from "./step-verdicts.ts";
import { CHOICE_OPTION, type BoxVerdict, type StepVerdict } from "./verdict.ts";

/**
 * Judges a step whose sub-steps are options. Exactly one has to be picked, by meeting the option's own requirement; then the steps
 * below it are to be done, and the other options with theirs are not.
 */
export const judgeChoice = (step: Step, run: Run, below: Below): StepVerdict => {
  const seen = step.steps.map((option) => look(option, run));
  const result = resultOf(seen);
  const options = seen.map((one) => optionVerdict(one, { result, below }));
  return withSubSteps({ ...plain(step), ...stated(result.outcome) }, options);
};

/** Id of the option that alone is picked, in a list. */
export const pickOf = (step: Step, run: Run): readonly string[] => {
  const { only } = resultOf(step.steps.map((option) => look(option, run)));
  return only === undefined ? [] : [only.option.id];
};

/** Judges the steps below the option that was picked. */
type Below = (steps: readonly Step[]) => readonly StepVerdict[];

/** An option as it stands by itself. */
interface Seen {
  readonly option: Step;
  readonly applies: "yes" | "no" | "unknown";
  /** Why it does not apply, or why that is not known. */
  readonly reason: string;
  readonly own: Outcome;
  readonly box: BoxVerdict | undefined;
}

/** Waivers and deferrals of an option mean nothing: it is picked or not. */
const look = (option: Step, run: Run): Seen => {
  const { waiver: _waiver, deferral: _deferral, ...standing } = standingIn(option, run);
  const box = boxVerdict(option.require, standing);
  const applies = run.holds(option.when);
  const own = outcomeOf(option, standing, run);
  if ("unknown" in applies) return { option, applies: "unknown", reason: applies.unknown, own, box };
  return { option, applies: applies.holds ? "yes" : "no", reason: applies.reason, own, box };
};

interface Result {
  readonly outcome: Outcome;
  readonly picked: readonly Seen[];
  /** The one option that counts. */
  readonly only?: Seen;
}

const resultOf = (seen: readonly Seen[]): Result => {
  const candidates = seen.filter(({ applies }) => applies !== "no");
  const picked = candidates.filter(({ own }) => own.state === "met");
  const unclear = candidates.find((one) => isUnclear(one));
  if (unclear !== undefined) return { outcome: notKnown(unclear), picked };
  const [only, ...more] = picked;
  if (candidates.length === 0) return { outcome: nothingToPick, picked };
  if (only === undefined) return { outcome: noneOf(candidates), picked };
  return more.length === 0 ? { outcome: pickedOne(only), picked, only } : { outcome: several(picked), picked };
};

const isUnclear = ({ applies, own }: Seen): boolean =>
  own.state === "error" || (applies === "unknown" && own.state === "met");

const name = ({ option }: Seen): string => `“${option.title}”`;

const pickedOne = (one: Seen): Outcome => {
  const evidence = one.own.state === "met" ? (one.own.evidence ?? []) : [];
  return met(`${name(one)} was picked.`, evidence);
};

const notKnown = (one: Seen): Outcome => {
  const why = one.own.state === "error" ? one.own.reason : one.reason;
  return undetermined({
    code: "choice/unknown",
    reason: sentence(`Whether ${name(one)} is picked could not be determined: ${why}`),
    remedy:
      one.own.state === "error" ? one.own.remedy : "Comment `/gate recheck`; if it stays, mend the option's condition.",
    short: "choice not determined",
  });
};

const nothingToPick: Outcome = unmet({
  code: "choice/no-option",
  reason: "None of its options applies here.",
  remedy: "Change what rules the options out, or mend their conditions in the procedure.",
  short: "nothing to choose",
  actors: [{ kind: "writers" }],
});

const noneOf = (candidates: readonly Seen[]): Outcome =>
  waiting({
    code: "choice/none",
    reason: `Pick one of: ${listed(candidates.map(name), "or")}.`,
    remedy: candidates.every(({ box }) => box !== undefined)
      ? "Tick exactly one of them in the checklist comment."
      : "Bring about exactly one of them.",
    short: "1 choice",
    actors: actorsOf(candidates),
  });

const several = (picked: readonly Seen[]): Outcome =>
  unmet({
    code: "choice/several",
    reason: `Only one can be picked, and ${listed(picked.map(name))} are.`,
    remedy: `Keep one and take the others back: ${listed(picked.map(name), "or")}.`,
    short: `${picked.length} options picked`,
    actors: [{ kind: "writers" }],
  });

const actorsOf = (candidates: readonly Seen[]): readonly Actor[] => [
  ...new Map(
    candidates
      .flatMap(({ own }) => ("actors" in own ? own.actors : []))
      .map((actor) => [JSON.stringify(actor), actor] as const),
  ).values(),
];

interface Chosen {
  readonly result: Result;
  readonly below: Below;
}

const optionVerdict = (seen: Seen, { result, below }: Chosen): StepVerdict => {
  const { option, applies, reason, own, box } = seen;
  if (applies === "no") return notApplicable(option, sentence(`Does not apply: ${reason}`));
  const { only, picked } = result;
  const verdict = { ...plain(option), box, option: true };
  if (only === seen) return withSubSteps({ ...verdict, ...stated(own) }, below(option.steps));
  if (only !== undefined) return { ...notApplicable(option, `${name(only)} was picked.`), box, option: true };
  const steps = option.steps.map((child) => unpicked(child, `Opens when ${name(seen)} alone is picked.`));
  if (picked.length > 1 && own.state === "met") return { ...verdict, ...tooMany(seen), steps };
  const open = own.state === "met" ? { state: "waiting" as const, reason: own.reason } : { ...stated(own), ...OPEN };
  return { ...verdict, ...open, code: CHOICE_OPTION, short: "", steps };
};

/** An option is never unmet by itself: only the whole choice waits. */
const OPEN = { state: "waiting" } as const;

const tooMany = (seen: Seen) =>
  ({
    state: "unmet",
    code: CHOICE_OPTION,
    reason: "It is picked, and it is not the only one.",
    remedy: `Take ${name(seen)} back, unless it is the one that is meant.`,
  }) as const;

const unpicked = (step: Step, reason: string): StepVerdict => ({
  ...plain(step),
  code: CHOICE_OPTION,
  reason,
  steps: step.steps.map((child) => unpicked(child, reason)),
});
