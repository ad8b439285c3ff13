import type { Requirement } from "../requirements/define.ts";
import { unionOf } from "../requirements/needs.ts";
import { printed, proceduresAskedFor } from "./leaves.ts";
import { everyStep, type Phase, type Procedure } from "./model.ts";

/** What a procedure needs around it, by the names it uses; each sorted and once. */
export interface ProcedureNeeds {
  readonly roles: readonly string[];
  readonly environments: readonly string[];
  /** Windows of the config. */
  readonly windows: readonly string[];
  /** Other procedures, by id. */
  readonly procedures: readonly string[];
}

/** What must be in the config and on GitHub before the procedure can work. */
export const needsOfProcedure = ({ phases }: Pick<Procedure, "phases">): ProcedureNeeds => {
  const requirements = phases.flatMap(requirementsOf);
  const { roles, environments } = unionOf(requirements.map((requirement) => requirement.needs()));
  return {
    roles,
    environments: distinct([...environments, ...phases.flatMap(environmentsOf)]),
    windows: distinct(requirements.flatMap(windowsOf)),
    procedures: distinct(requirements.flatMap(proceduresAskedFor)),
  };
};

const requirementsOf = ({ steps, gate }: Phase): readonly Requirement[] => [
  ...everyStep(steps).map(({ require }) => require),
  ...(gate === undefined ? [] : [gate]),
];

const environmentsOf = ({ environments, starts }: Phase): readonly string[] => [
  ...environments,
  ...(starts === undefined ? [] : [starts.deployed]),
];

const windowsOf = (requirement: Requirement): readonly string[] =>
  printed(requirement).flatMap(({ kind, settings }) => (kind === "window" ? nameIn(settings) : []));

const nameIn = (settings: unknown): readonly string[] =>
  typeof settings === "object" && settings !== null && "name" in settings && typeof settings.name === "string"
    ? [settings.name]
    : [];

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();
