import { ensureEnvironment, setRule } from "../acts/environments.ts";
import { deleteEnvironment } from "../acts/workflows.ts";
import { type Environment, environmentOf } from "../world/actions.ts";
import type { Repository } from "../world/model.ts";
import type { Stage } from "./stage.ts";

export interface EnvironmentSettings {
  /** Whether the App's rule is switched on there; true unless given. */
  readonly rule?: boolean;
  /** Other Apps whose rules are switched on there, by slug. */
  readonly otherRules?: readonly string[];
  /** "Allow administrators to bypass configured protection rules"; true unless given, as on GitHub. */
  readonly adminsBypass?: boolean;
}

/** Makes or changes an environment. GitHub tells nobody of it. */
export function configure(
  stage: Stage,
  repo: Repository,
  { name, rule = true, otherRules = [], adminsBypass }: EnvironmentSettings & { readonly name: string },
): Environment {
  const environment = ensureEnvironment(stage.world, repo, name);
  environment.adminsBypass = adminsBypass ?? environment.adminsBypass;
  setRule(stage.world, environment, { app: stage.main, enabled: rule });
  for (const slug of otherRules) setRule(stage.world, environment, { app: stage.app(slug), enabled: true });
  return environment;
}

/** Deletes an environment: the jobs that wait for it fail. */
export async function remove({ world, hooks }: Stage, repo: Repository, name: string): Promise<void> {
  const environment = environmentOf(repo, name);
  if (environment === undefined) throw new Error(`there is no environment ${name}`);
  await hooks.during(() => deleteEnvironment(world, environment));
}
