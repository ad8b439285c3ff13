import type { Requirement } from "../requirements/define.ts";
import { parameterNames } from "./braces.ts";
import type { Sourced } from "./build.ts";
import { everyDraft, type Source } from "./draft.ts";
import { unjudgedEnvironments } from "./environment-rules.ts";
import type { Finding } from "./finding.ts";
import { everyStep, type Procedure } from "./model.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { CHOICE_RULES } from "./choice-rules.ts";
import { error, phaseSource, warning, type Rule, type Ruled } from "./rule.ts";

/** What a schema can't say: rules over the whole of a procedure. */
export const judgeRules = (ruled: Ruled): readonly Finding[] => RULES.flatMap((rule) => rule(ruled));

const duplicatePhases: Rule = ({ draft }) => duplicates(draft.phases, "phase");

const duplicateSteps: Rule = ({ draft }) =>
  duplicates(
    draft.phases.flatMap(({ steps }) => everyDraft(steps)),
    "step",
  );

const nothingToDo: Rule = ({ draft: { phases, source } }) =>
  phases.length > 0
    ? []
    : [
        warning("no-steps", source, {
          message:
            "The document has no task items, so as a procedure it asks for nothing. Add items such as `- [ ] Tests pass`.",
        }),
      ];

const unknownParameters: Rule = ({ sourced }) => {
  const known = Object.keys(sourced.procedure.parameters);
  return requirements(sourced).flatMap(({ requirement, source }) => {
    const { documents, baseDocuments } = requirement.needs();
    const named = new Set([...documents, ...baseDocuments].flatMap(parameterNames));
    return [...named].filter((name) => !known.includes(name)).map((name) => unknownParameter(name, { known, source }));
  });
};

const unknownParameter = (name: string, { known, source }: { known: readonly string[]; source: Source }): Finding => {
  const meant = didYouMean(name, known);
  const remedy =
    known.length === 0
      ? "Add it under `parameters` at the top."
      : `Expected ${oneOf(known)}; or add it under \`parameters\`.`;
  const message = `The parameter \`{${name}}\` is not defined.${meant === "" ? ` ${remedy}` : meant}`;
  return error("unknown-parameter", source, { message, word: `{${name}}` });
};

/** A parameter named `feature` takes what `{feature}` of its own pattern matched. */
const branchWithoutName: Rule = ({ sourced: { procedure, source } }) =>
  Object.entries(procedure.parameters).flatMap(([name, from]) => {
    if (!("branch" in from) || parameterNames(from.branch).includes(name)) return [];
    const message = `The branch pattern \`${from.branch}\` does not hold \`{${name}}\`, the name of its parameter. Write it where the value stands.`;
    return [error("branch-without-name", source, { message, word: from.branch })];
  });

const deployWithoutEnvironments: Rule = ({ sourced }) =>
  sourced.procedure.phases
    .filter(({ blocks, environments }) => blocks === "deploy" && environments.length === 0)
    .map((phase) =>
      warning("deploy-everywhere", phaseSource(sourced, phase.id), {
        message: `The phase \`${phase.id}\` holds back deployments to every environment. Name those that are meant: \`environments: [production]\`.`,
        word: "deploy",
      }),
    );

const environmentsWithoutDeploy: Rule = ({ sourced }) =>
  sourced.procedure.phases
    .filter(({ blocks, environments }) => blocks !== "deploy" && environments.length > 0)
    .map((phase) =>
      warning("environments-unused", phaseSource(sourced, phase.id), {
        message: `The phase \`${phase.id}\` names environments but holds back ${phase.blocks ?? "nothing"}. Add \`blocks: deploy\`, or remove \`environments\`.`,
        word: phase.environments[0],
      }),
    );

const startsAndHoldsBack: Rule = ({ sourced }) =>
  sourced.procedure.phases
    .filter(({ starts, blocks }) => starts !== undefined && blocks === "merge")
    .map((phase) =>
      error("starts-too-late", phaseSource(sourced, phase.id), {
        message: `The phase \`${phase.id}\` starts after a deployment, so it can't hold back the merge before it. Remove \`blocks\` or \`starts\`.`,
        word: "merge",
      }),
    );

const dueWithoutStart: Rule = ({ sourced }) =>
  sourced.procedure.phases
    .filter(({ due, starts }) => due !== undefined && starts === undefined)
    .map((phase) =>
      warning("due-unused", phaseSource(sourced, phase.id), {
        message: `The phase \`${phase.id}\` has a \`due\` but no \`starts\`, so nobody can tell from when it counts. Add \`starts\`, or remove \`due\`.`,
        word: phase.due,
      }),
    );

const RULES: readonly Rule[] = [
  duplicatePhases,
  duplicateSteps,
  nothingToDo,
  unknownParameters,
  branchWithoutName,
  deployWithoutEnvironments,
  environmentsWithoutDeploy,
  startsAndHoldsBack,
  ...CHOICE_RULES,
  unjudgedEnvironments,
  dueWithoutStart,
];

interface Placed {
  readonly requirement: Requirement;
  readonly source: Source;
  /** For the beginning of a sentence: "The step `tests`". */
  readonly owner: string;
}

/** Every requirement of the procedure and where it is written. */
export const requirements = (sourced: Sourced): readonly Placed[] => [
  ...stepsOf(sourced.procedure).map(({ id, require }) => ({
    requirement: require,
    source: sourced.steps.get(id) ?? sourced.source,
    owner: `The step \`${id}\``,
  })),
  ...sourced.procedure.phases.flatMap(({ id, gate }) =>
    gate === undefined ? [] : [{ requirement: gate, source: phaseSource(sourced, id), owner: `The phase \`${id}\`` }],
  ),
];

const stepsOf = ({ phases }: Procedure) => phases.flatMap(({ steps }) => everyStep(steps));

interface Identified {
  readonly settings: { readonly id?: string };
  readonly source: Source;
}

const duplicates = (drafts: readonly Identified[], what: "phase" | "step"): readonly Finding[] => {
  const first = new Map<string, Source>();
  return drafts.flatMap(({ settings: { id }, source }) => {
    if (id === undefined) return [];
    const before = first.get(id);
    first.set(id, before ?? source);
    if (before === undefined) return [];
    const message = `The ${what} id \`${id}\` is already used on line ${before.at.line}; ids must differ. Rename one of them.`;
    return [error(`duplicate-${what}`, source, { message, word: id })];
  });
};
