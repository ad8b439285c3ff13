import type { Snapshot } from "../../evidence/snapshot.ts";
import type { Policy } from "../../procedures/policy.ts";
import { rememberingJudge } from "../judge-procedure.ts";

/** Names of the freezes that let the subject through; one of several with the same name is not enough. */
export const exemptionsOf = ({ freezes }: Pick<Policy, "freezes">, snapshot: Snapshot): readonly string[] => {
  const holds = rememberingJudge(snapshot);
  const lets = ({ exempt }: Policy["freezes"][number]): boolean => {
    if (exempt === undefined) return false;
    const judged = holds(exempt);
    return !("unknown" in judged) && judged.holds;
  };
  const names = [...new Set(freezes.map(({ name }) => name))];
  return names.filter((name) => freezes.every((freeze) => freeze.name !== name || lets(freeze)));
};
