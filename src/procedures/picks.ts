import { everyStep, type Procedure, type Step } from "./model.ts";
import type { Requirement } from "../requirements/define.ts";
import type { Predicate } from "./predicates.ts";

/** The steps that offer a choice: their sub-steps are its options. */
export const choicesOf = ({ phases }: Procedure): readonly Step[] =>
  phases.flatMap(({ steps }) => everyStep(steps)).filter(({ require }) => require.kind === "choice");

/** Ids of the options that a condition speaks of. */
export const picksNamed = (predicate: Predicate | undefined): readonly string[] => {
  if (predicate === undefined) return [];
  const { picked = [], all = [], any = [], not } = predicate;
  const own = typeof picked === "string" ? [picked] : picked;
  return [...own, ...[...all, ...any].flatMap(picksNamed), ...picksNamed(not)];
};

/** Titles of the options that a choice gives in its settings. */
export const optionsOf = ({ kind, settings }: Requirement): readonly string[] => {
  if (kind !== "choice" || typeof settings !== "object" || settings === null || !("options" in settings)) return [];
  return Array.isArray(settings.options) ? settings.options.filter((option) => typeof option === "string") : [];
};
