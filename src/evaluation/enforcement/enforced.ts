import type { Policy } from "../../procedures/policy.ts";
import type { Enforced } from "./settings.ts";

/** What a policy wants held: the check, and the environments that its deploy phases or its config name. */
export const enforcedBy = (
  policy: Policy | undefined,
  { check, appId }: Pick<Enforced, "check" | "appId">,
): Enforced => {
  const phases = (policy?.procedures ?? [])
    .filter(({ mode }) => mode === "enforce")
    .flatMap(({ procedure }) => procedure.phases)
    .filter(({ blocks }) => blocks === "deploy");
  const named = [...phases.flatMap(({ environments }) => environments), ...Object.keys(policy?.environments ?? {})];
  return {
    check,
    appId,
    environments: [...new Map(named.map((name) => [name.toLowerCase(), name])).values()],
    everywhere: phases.some(({ environments }) => environments.length === 0),
  };
};
