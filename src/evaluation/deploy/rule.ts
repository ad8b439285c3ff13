import type { Policy } from "../../procedures/policy.ts";
import { sameName } from "../../requirements/wording.ts";
import type { EnvironmentRule } from "./decision.ts";

/** What the default branch's policy says of an environment, whose name is compared without regard to case. */
export const environmentRule = ({ environments, procedures }: Policy, environment: string): EnvironmentRule => {
  const config = Object.entries(environments).find(([name]) => sameName(name, environment))?.[1];
  const phases = procedures.flatMap(({ procedure }) => procedure.phases);
  const named = phases.flatMap((phase) => [
    ...phase.environments,
    ...(phase.starts === undefined ? [] : [phase.starts.deployed]),
  ]);
  const spelt = [...named, ...Object.keys(environments)];
  return {
    listed: config !== undefined,
    directCommits: config?.direct_commits ?? "hold",
    known: spelt.filter((name, index) => spelt.findIndex((one) => sameName(one, name)) === index),
    everywhere: phases.some((phase) => phase.blocks === "deploy" && phase.environments.length === 0),
  };
};
