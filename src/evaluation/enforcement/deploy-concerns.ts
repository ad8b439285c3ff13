import type { Concern, Enforced, EnvironmentSettings, RepositorySettings, WorkflowSettings } from "./settings.ts";

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** How a deployment gets past the gate: its environment is not there, lacks the rule, or somebody may bypass it. */
export const deployConcerns = (settings: RepositorySettings, enforced: Enforced): readonly Concern[] => {
  const { environments, workflows } = settings;
  const unreadable = workflows.flatMap(({ path, problem }): Concern[] =>
    problem === undefined
      ? []
      : [
          {
            severity: "unknown",
            code: "workflow-unread",
            says: `\`${path}\` could not be read: ${problem}`,
            remedy: "Mend the file, or look yourself where it deploys to.",
          },
        ],
  );
  const isAsked = enforced.environments.length > 0 || enforced.everywhere;
  if (environments === undefined)
    return isAsked
      ? [
          ...unreadable,
          {
            severity: "unknown",
            code: "environments-unread",
            says: "The environments can't be read with this token.",
            remedy: "Run this with a token that may read Actions.",
          },
        ]
      : unreadable;
  return [
    ...enforced.environments.flatMap((name) => environmentConcerns(name, environments, enforced)),
    ...workflows.flatMap((workflow) => workflowConcerns(workflow, environments, enforced)),
    ...unreadable,
  ];
};

const environmentConcerns = (
  name: string,
  environments: readonly EnvironmentSettings[],
  enforced: Enforced,
): readonly Concern[] => {
  const found = environments.find((one) => same(one.name, name));
  if (found === undefined)
    return [
      {
        severity: "error",
        code: "environment-missing",
        says: `There is no environment \`${name}\` on GitHub, which the policy names. A workflow that names it creates it without any rule.`,
        remedy: `Create the environment \`${name}\` and switch this App's deployment protection rule on there; or correct the name in the policy.`,
      },
    ];
  if (!hasRule(found, enforced))
    return [
      {
        severity: "error",
        code: "environment-without-rule",
        says: `The environment \`${found.name}\` does not have this App's deployment protection rule: workflows deploy there without asking.`,
        remedy:
          "Switch the rule on in the environment's settings; or ask with `gatehouse deploy-check` in the pipeline.",
      },
    ];
  if (!found.adminsBypass) return [];
  return [
    {
      severity: "warning",
      code: "environment-bypass",
      says: `Administrators can start jobs that wait at \`${found.name}\` without the rule.`,
      remedy: "Switch off “Allow administrators to bypass configured protection rules” there.",
    },
  ];
};

const hasRule = ({ apps }: EnvironmentSettings, { appId }: Enforced): boolean =>
  apps.some(({ id }) => appId === undefined || id === appId);

const workflowConcerns = (
  { path, environments: named }: WorkflowSettings,
  environments: readonly EnvironmentSettings[],
  enforced: Enforced,
): readonly Concern[] =>
  [...new Set(named)].flatMap((name): readonly Concern[] => {
    if (name === null)
      return [
        {
          severity: "unknown",
          code: "workflow-computed",
          says: `\`${path}\` computes the name of its environment: where it deploys to can't be told.`,
          remedy: "See to it that every environment it can name has this App's rule.",
        },
      ];
    const isNamed = enforced.environments.some((one) => same(one, name));
    const found = environments.find((one) => same(one.name, name));
    if (isNamed || (found !== undefined && hasRule(found, enforced))) return [];
    return [
      {
        severity: "warning",
        code: "workflow-unguarded",
        says: `\`${path}\` deploys to \`${name}\`, which ${found === undefined ? "does not exist yet and will be created without any rule" : "does not have this App's rule"}; ${enforced.everywhere ? "a deploy phase means every environment" : "no procedure names it"}.`,
        remedy: `Name \`${name}\` in a deploy phase and switch the rule on there, or leave it if nothing is asked of it.`,
      },
    ];
  });
