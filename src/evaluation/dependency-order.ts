import { proceduresAskedFor } from "../procedures/leaves.ts";
import { everyStep, type Procedure } from "../procedures/model.ts";
import type { AdoptedProcedure } from "../procedures/policy.ts";
import { stepsOf } from "./judge-phase.ts";

/** Procedures so that each comes after those whose completion it asks for. In a ring, which a config can't have, one comes first. */
export const inDependencyOrder = (adopted: readonly AdoptedProcedure[]): readonly AdoptedProcedure[] => {
  const ordered = new Set<AdoptedProcedure>();
  const entered = new Set<AdoptedProcedure>();
  const enter = (one: AdoptedProcedure): void => {
    if (entered.has(one)) return;
    entered.add(one);
    const asked = askedBy(one.procedure);
    for (const other of adopted) if (asked.has(other.procedure.id)) enter(other);
    ordered.add(one);
  };
  for (const one of adopted) enter(one);
  return [...ordered];
};

/** A procedure does not change, so what it asks for is looked up once. */
const known = new WeakMap<Procedure, ReadonlySet<string>>();

const askedBy = (procedure: Procedure): ReadonlySet<string> => {
  const before = known.get(procedure);
  if (before !== undefined) return before;
  const steps = procedure.phases.flatMap((phase) => everyStep(stepsOf(phase)));
  const asked = new Set(steps.flatMap(({ require }) => proceduresAskedFor(require)));
  known.set(procedure, asked);
  return asked;
};
