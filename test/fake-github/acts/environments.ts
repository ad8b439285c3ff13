import { type Environment, environmentOf } from "../world/actions.ts";
import type { App, Repository } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** The environment of that name. Naming one that isn't there makes it, without any rule. */
export function ensureEnvironment(world: World, repo: Repository, name: string): Environment {
  const known = environmentOf(repo, name);
  if (known !== undefined) return known;
  const environment = world.add("environment", (ids): Environment => ({
    kind: "Environment",
    ...ids,
    repo,
    name,
    createdAt: world.now(),
    rules: [],
    adminsBypass: true,
  }));
  repo.environments.set(name.toLowerCase(), environment);
  return environment;
}

/** GitHub's limit: https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/create-custom-protection-rules */
const MOST_RULES = 6;

/** Switches an App's rule on or off for an environment. */
export function setRule(
  world: World,
  environment: Environment,
  { app, enabled }: { app: App; enabled: boolean },
): void {
  const { rules } = environment;
  const known = rules.find((rule) => rule.app === app);
  if (known !== undefined) {
    known.enabled = enabled;
    return;
  }
  if (rules.length >= MOST_RULES) throw new Error(`an environment has at most ${MOST_RULES} protection rules`);
  rules.push({ ...world.ids.next("environmentRule"), app, enabled });
}
