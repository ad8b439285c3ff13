import type { Procedure, Step } from "../procedures/model.ts";
import type { Picks, Predicate } from "../procedures/predicates.ts";
import { pickOf } from "./judge-choice.ts";
import { standingIn, type Run } from "./judge-own.ts";

/** What a choice lies below. */
interface Place {
  /** The conditions under which it is asked for: its phase's, those of the steps above it, its own. */
  readonly conditions: readonly (Predicate | undefined)[];
  /** Ids of the options that it belongs to: it is asked for only where all of them are picked. */
  readonly options: readonly string[];
}

interface PlacedChoice extends Place {
  readonly choice: Step;
}

/** Whether the procedure offers a choice, on which its conditions may depend. */
export const offersChoice = ({ phases }: Procedure): boolean =>
  phases.some(({ steps }) => steps.some((step) => isChoice(step) || holdsChoice(step)));

/**
 * Ids of the options that were picked. What can be picked may depend on what is picked elsewhere: each round knows the picks of
 * the one before, and without rings, which no valid procedure has, as many rounds as there are choices settle it.
 */
export const picksIn = (procedure: Procedure, runWith: (picks: Picks) => Run): Picks => {
  const choices = choicesIn(procedure);
  let picks: Picks = new Set<string>();
  for (let round = 0; round < choices.length; round += 1) {
    picks = roundOf(choices, runWith(picks));
  }
  return picks;
};

/** What is picked in choices that stand before those below them. */
const roundOf = (choices: readonly PlacedChoice[], run: Run): Picks => {
  const known = new Set<string>();
  for (const placed of choices) picked(placed, known, run).forEach((id) => known.add(id));
  return known;
};

const picked = ({ choice, conditions, options }: PlacedChoice, known: Picks, run: Run): readonly string[] => {
  const applies = conditions.every((when) => isSo(run, when)) && standingIn(choice, run).waiver === undefined;
  return applies && options.every((id) => known.has(id)) ? pickOf(choice, run) : [];
};

const isSo = (run: Run, when: Predicate | undefined): boolean => {
  const judged = run.holds(when);
  return !("unknown" in judged) && judged.holds;
};

const isChoice = ({ require }: Step): boolean => require.kind === "choice";

const holdsChoice = ({ steps }: Step): boolean => steps.some((step) => isChoice(step) || holdsChoice(step));

/** A choice stands before those below it. */
const choicesIn = ({ phases }: Procedure): readonly PlacedChoice[] =>
  phases.flatMap(({ when, steps }) => steps.flatMap((step) => choicesBelow(step, { conditions: [when], options: [] })));

const choicesBelow = (step: Step, above: Place): readonly PlacedChoice[] => {
  const place = { ...above, conditions: [...above.conditions, step.when] };
  const below = step.steps.flatMap((child) =>
    choicesBelow(child, isChoice(step) ? { ...place, options: [...place.options, child.id] } : place),
  );
  return isChoice(step) ? [{ choice: step, ...place }, ...below] : below;
};
