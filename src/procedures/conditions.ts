import type { Sourced } from "./build.ts";
import type { Source } from "./draft.ts";
import { everyStep } from "./model.ts";
import type { Predicate } from "./predicates.ts";
import { phaseSource } from "./rule.ts";

interface Condition {
  readonly when: Predicate | undefined;
  /** Where what it decides about is written, and under which key of that. */
  readonly source: Source;
  readonly key: "applies" | "when";
}

/** Everything in a procedure that may have a condition, with it. */
export const conditions = (sourced: Sourced): readonly Condition[] => {
  const { applies, phases } = sourced.procedure;
  return [{ when: applies, source: sourced.source, key: "applies" }, ...parts(sourced, phases)];
};

const parts = (sourced: Sourced, phases: Sourced["procedure"]["phases"]): readonly Condition[] => [
  ...everyStep(phases.flatMap(({ steps }) => steps)).map(({ id, when }) => ({
    when,
    source: sourced.steps.get(id) ?? sourced.source,
    key: "when" as const,
  })),
  ...phases.map(({ id, when }) => ({ when, source: phaseSource(sourced, id), key: "when" as const })),
];
