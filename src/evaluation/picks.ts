import type { Procedure, Step } from "../procedures/model.ts";
import type { Picks, Predicate } from "../procedures/predicates.ts";
import { pickOf } from "./judge-choice.ts";
import { standingIn, type Run } from "./judge-own.ts";

/** A choice and the conditions under which it is asked for: its phase's, those of the steps above it, its own. */
interface PlacedChoice {
  readonly choice: Step;
  readonly conditions: readonly (Predicate | undefined)[];
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
    const run = runWith(picks);
    picks = new Set(choices.flatMap((placed) => picked(placed, run)));
  }
  return picks;
};

const picked = ({ choice, conditions }: PlacedChoice, run: Run): readonly string[] => {
  const applies = conditions.every((when) => isSo(run, when)) && standingIn(choice, run).waiver === undefined;
  return applies ? pickOf(choice, run) : [];
};

const isSo = (run: Run, when: Predicate | undefined): boolean => {
  const judged = run.holds(when);
  return !("unknown" in judged) && judged.holds;
};

const isChoice = ({ require }: Step): boolean => require.kind === "choice";

const holdsChoice = ({ steps }: Step): boolean => steps.some((step) => isChoice(step) || holdsChoice(step));

const choicesIn = ({ phases }: Procedure): readonly PlacedChoice[] =>
  phases.flatMap(({ when, steps }) => steps.flatMap((step) => choicesBelow(step, [when])));

const choicesBelow = (step: Step, above: PlacedChoice["conditions"]): readonly PlacedChoice[] => {
  const conditions = [...above, step.when];
  const below = step.steps.flatMap((child) => choicesBelow(child, conditions));
  return isChoice(step) ? [{ choice: step, conditions }, ...below] : below;
};
