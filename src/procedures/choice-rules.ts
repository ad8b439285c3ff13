import type { Requirement } from "../requirements/define.ts";
import type { Sourced } from "./build.ts";
import { conditions } from "./conditions.ts";
import { printed } from "./leaves.ts";
import { everyStep, type Step } from "./model.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { choicesOf, optionsOf, picksNamed } from "./picks.ts";
import { error, phaseSource, type Rule } from "./rule.ts";

const tooFewOptions: Rule = ({ sourced }) =>
  choicesOf(sourced.procedure)
    .filter(({ steps }) => steps.length < 2)
    .map((step) =>
      error("too-few-options", sourced.steps.get(step.id) ?? sourced.source, {
        message: `The choice \`${step.id}\` has ${step.steps.length === 0 ? "no options" : "one option only"}; it needs at least two. Write them as its sub-steps, or as \`choice: { options: [Direct, Blue-green] }\`.`,
        word: "choice",
      }),
    );

const optionsTwice: Rule = ({ sourced }) =>
  choicesOf(sourced.procedure)
    .filter(({ require, steps }) => isOtherwise(optionsOf(require), steps))
    .map((step) =>
      error("options-twice", sourced.steps.get(step.id) ?? sourced.source, {
        message: `The choice \`${step.id}\` has both \`options\` and sub-steps; give the options in one way.`,
        word: optionsOf(step.require)[0],
      }),
    );

const isOtherwise = (options: readonly string[], steps: readonly Step[]): boolean =>
  options.length > 0 && (options.length !== steps.length || steps.some(({ title }, index) => title !== options[index]));

/** A choice is seen in its sub-steps, which only a step of its own has. */
const choiceNotAlone: Rule = ({ sourced }) => [
  ...everyStep(sourced.procedure.phases.flatMap(({ steps }) => steps))
    .filter(({ require }) => isHidden(require))
    .map(({ id }) =>
      error("choice-not-alone", sourced.steps.get(id) ?? sourced.source, {
        message: `The step \`${id}\` has a \`choice\` among other requirements; make the choice a step of its own.`,
        word: "choice",
      }),
    ),
  ...sourced.procedure.phases
    .filter(({ gate }) => gate !== undefined && printed(gate).some(isChoice))
    .map(({ id }) =>
      error("choice-not-alone", phaseSource(sourced, id), {
        message: `A \`choice\` can't close the phase \`${id}\`; make the choice a step of it.`,
        word: "choice",
      }),
    ),
];

const isChoice = ({ kind }: { readonly kind: string }): boolean => kind === "choice";

const isHidden = (require: Requirement): boolean => !isChoice(require) && printed(require).some(isChoice);

/** What is picked in one choice may depend on another, but never in a ring: then nothing could be picked first. */
const choicesInRing: Rule = ({ sourced }) => {
  const choices = choicesOf(sourced.procedure);
  const offeredBy = new Map(choices.flatMap((choice) => choice.steps.map(({ id }) => [id, choice.id] as const)));
  const asks = new Map(
    choices.map((choice) => [choice.id, conditionsAround(choice.id, sourced).flatMap((id) => offeredBy.get(id) ?? [])]),
  );
  return choices
    .filter(({ id }) => reaches(id, id, asks))
    .map(({ id }) =>
      error("choice-ring", sourced.steps.get(id) ?? sourced.source, {
        message: `What can be picked in the choice \`${id}\` depends on what is picked in it. Remove one of the \`picked\` conditions.`,
        word: "picked",
      }),
    );
};

/** Options that decide whether a choice, or one of its options, applies. */
const conditionsAround = (choice: string, { procedure }: Sourced): readonly string[] =>
  procedure.phases.flatMap(({ when, steps }) => {
    const around = everyStep(steps).filter(
      (step) => step.id === choice || everyStep(step.steps).some(({ id }) => id === choice),
    );
    const own = around.find(({ id }) => id === choice);
    if (own === undefined) return [];
    return [when, ...[...around, ...own.steps].map((step) => step.when)].flatMap(picksNamed);
  });

const reaches = (from: string, to: string, asks: ReadonlyMap<string, readonly string[]>): boolean => {
  const seen = new Set<string>();
  const open = [...(asks.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (!seen.has(next)) open.push(...(asks.get(next) ?? []));
    seen.add(next);
  }
  return false;
};

const unknownPicks: Rule = ({ sourced }) => {
  const options = choicesOf(sourced.procedure).flatMap(({ steps }) => steps.map(({ id }) => id));
  return conditions(sourced).flatMap(({ when, source, key }) =>
    (key === "applies" ? [] : picksNamed(when))
      .filter((id) => !options.includes(id))
      .map((id) => {
        const meant = didYouMean(id, options);
        const remedy = options.length === 0 ? "This procedure has no `choice`." : `Expected ${oneOf(options)}.`;
        const message = `\`picked: ${id}\` is no option of a \`choice\` in this procedure.${meant === "" ? ` ${remedy}` : meant}`;
        return error("unknown-option", source, { message, word: id });
      }),
  );
};

const pickedTooEarly: Rule = ({ sourced: { procedure, source } }) =>
  picksNamed(procedure.applies).map((id) =>
    error("picked-too-early", source, {
      message: `Whether the procedure applies can't depend on what is picked in it; move \`picked: ${id}\` to the \`when\` of a phase or step.`,
      word: id,
    }),
  );

/** What has to be so around choices. */
export const CHOICE_RULES: readonly Rule[] = [
  tooFewOptions,
  optionsTwice,
  choiceNotAlone,
  choicesInRing,
  unknownPicks,
  pickedTooEarly,
];
