import { z } from "zod";
import type { Demand, EnvironmentSettings, RepositorySettings } from "../evaluation/enforcement/settings.ts";
import type { Client } from "./client.ts";
import { GithubError, isGone } from "./errors.ts";
import { workflowsOf } from "./workflow-files.ts";

export type Get = Client["get"];

interface Looked {
  readonly get: Get;
  readonly where: { readonly owner: string; readonly repo: string };
  readonly branch: string;
  /** No workflows, and of the environments these alone (undefined: all of them): for who looks every day. */
  readonly only?: { readonly environments: readonly string[] | undefined };
}

/**
 * Reads what guards a branch and the environments of a repository. What may not be read with these rights is undefined, never taken
 * for absent. Throws what else goes wrong.
 */
export const readSettings = async (looked: Looked): Promise<RepositorySettings> => {
  const [rulesets, classic, environments, workflows] = await Promise.all([
    rulesetDemands(looked),
    classicDemands(looked),
    environmentsOf(looked),
    looked.only === undefined ? workflowsOf(looked.get, { ...looked.where, ref: looked.branch }) : [],
  ]);
  return {
    branch: looked.branch,
    demands: [...rulesets, ...(classic ?? [])],
    isClassicRead: classic !== undefined,
    environments,
    workflows,
  };
};

const PAGE = 100;

const Rule = z.object({
  type: z.string(),
  ruleset_id: z.int().optional(),
  ruleset_source: z.string().optional(),
  parameters: z
    .object({
      required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.int().nullish() })).optional(),
    })
    .optional(),
});

/** Rules of rulesets in force, the organisation's too. https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch */
const rulesetDemands = async ({ get, where, branch }: Looked): Promise<readonly Demand[]> => {
  const rules = await pages((page) =>
    get("GET /repos/{owner}/{repo}/rules/branches/{branch}", { ...where, branch, per_page: PAGE, page }),
  );
  const demanding = rules.flatMap(({ type, ruleset_id: id, ruleset_source: source = "", parameters }) =>
    type === "required_status_checks" && id !== undefined
      ? [{ id, source, checks: parameters?.required_status_checks ?? [] }]
      : [],
  );
  return Promise.all(
    demanding.map(async ({ id, source, checks }): Promise<Demand> => {
      const { name, bypass } = await rulesetOf({ get, where }, { id, source });
      return {
        kind: "ruleset",
        name,
        checks: checks.map(({ context, integration_id: app }) => ({ name: context, app: app ?? null })),
        bypass,
      };
    }),
  );
};

const pages = async (read: (page: number) => Promise<unknown>): Promise<readonly z.output<typeof Rule>[]> => {
  const all: z.output<typeof Rule>[] = [];
  for (let page = 1; ; page += 1) {
    const rows = z.array(Rule).parse(await read(page));
    all.push(...rows);
    if (rows.length < PAGE) return all;
  }
};

const Ruleset = z.object({
  name: z.string(),
  bypass_actors: z
    .array(z.object({ actor_id: z.int().nullish(), actor_type: z.string(), bypass_mode: z.string().optional() }))
    .optional(),
});

/** The bypass list is shown to those who may change the ruleset. https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset */
const rulesetOf = async (
  { get, where }: Pick<Looked, "get" | "where">,
  { id, source }: { readonly id: number; readonly source: string },
): Promise<{ readonly name: string; readonly bypass: readonly string[] | undefined }> => {
  const found = await unlessHidden(() =>
    get("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", { ...where, ruleset_id: id }),
  );
  if (found === undefined) return { name: `${source}, ${id}`, bypass: undefined };
  const { name, bypass_actors: actors } = Ruleset.parse(found);
  return { name, bypass: actors?.map(actorWords) };
};

const actorWords = ({ actor_id: id, actor_type: type, bypass_mode: mode }: Actor): string => {
  const who = ACTORS[type] ?? type;
  return `${who}${id == null || type === "OrganizationAdmin" ? "" : ` ${id}`}${mode === "pull_request" ? " (by pull request)" : ""}`;
};

type Actor = NonNullable<z.output<typeof Ruleset>["bypass_actors"]>[number];

const ACTORS: Readonly<Record<string, string>> = {
  OrganizationAdmin: "administrators of the organisation",
  RepositoryRole: "repository role",
  Team: "team",
  Integration: "App",
  DeployKey: "deploy keys",
};

const Protection = z.object({
  required_status_checks: z
    .object({ checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })).optional() })
    .nullish(),
  enforce_admins: z.object({ enabled: z.boolean() }).nullish(),
});

const NOT_PROTECTED = /branch not protected/iu;

/**
 * Undefined where the token may not see it; GitHub tells “Branch not protected” from that by its message alone.
 * https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection
 */
const classicDemands = async ({ get, where, branch }: Looked): Promise<readonly Demand[] | undefined> => {
  try {
    const found = await get("GET /repos/{owner}/{repo}/branches/{branch}/protection", { ...where, branch });
    const { required_status_checks: required, enforce_admins: admins } = Protection.parse(found);
    const checks = (required?.checks ?? []).map(({ context, app_id: app }) => ({ name: context, app: anyApp(app) }));
    const bypass = admins?.enabled === true ? [] : ["administrators"];
    return [{ kind: "protection", name: branch, checks, bypass }];
  } catch (error) {
    if (error instanceof GithubError && NOT_PROTECTED.test(error.message)) return [];
    if (isHidden(error)) return undefined;
    throw error;
  }
};

/** `-1` is GitHub's word for any App. */
const anyApp = (app: number | null | undefined): number | null => (app == null || app < 0 ? null : app);

const Environments = z.object({
  environments: z.array(z.object({ name: z.string(), can_admins_bypass: z.boolean().optional() })).default([]),
});
const CustomRules = z.object({
  custom_deployment_protection_rules: z
    .array(z.object({ enabled: z.boolean(), app: z.object({ id: z.int(), slug: z.string() }) }))
    .default([]),
});

/** https://docs.github.com/en/rest/deployments/environments and https://docs.github.com/en/rest/deployments/protection-rules */
const environmentsOf = async ({ get, where, only }: Looked): Promise<readonly EnvironmentSettings[] | undefined> => {
  const wanted = only?.environments?.map((name) => name.toLowerCase());
  if (wanted?.length === 0) return [];
  const found: z.output<typeof Environments>["environments"] = [];
  for (let page = 1; ; page += 1) {
    const asked = { ...where, per_page: PAGE, page };
    const answer = await unlessHidden(() => get("GET /repos/{owner}/{repo}/environments", asked));
    if (answer === undefined) return undefined;
    const { environments } = Environments.parse(answer);
    found.push(...environments);
    if (environments.length < PAGE) break;
  }
  const asked = found.filter(({ name }) => wanted === undefined || wanted.includes(name.toLowerCase()));
  return Promise.all(
    asked.map(async ({ name, can_admins_bypass: bypass = true }) => {
      const route = "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules";
      const rules = CustomRules.parse(await get(route, { ...where, environment_name: name }));
      const on = rules.custom_deployment_protection_rules.filter(({ enabled }) => enabled);
      return { name, adminsBypass: bypass, apps: on.map(({ app }) => app) };
    }),
  );
};

const unlessHidden = async (read: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await read();
  } catch (error) {
    if (isHidden(error)) return undefined;
    throw error;
  }
};

const isHidden = (error: unknown): boolean => isGone(error) || (error instanceof GithubError && error.status === 403);
