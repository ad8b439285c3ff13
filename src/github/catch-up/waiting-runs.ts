import { z } from "zod";
import type { SeenRuns, WaitingThere } from "../../readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import { where } from "../writers.ts";

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.int(),
      head_sha: z.string(),
      head_branch: z.string().nullish(),
      run_attempt: z.int().min(1).default(1),
      created_at: z.coerce.date(),
    }),
  ),
});

/** Runs that are looked into at once, for a call each. */
const MOST_RUNS = 100;

const PAGE = 100;

const Pending = z.array(
  z.object({
    environment: z.object({ name: z.string().optional() }),
    wait_timer: z.number().nullish(),
    reviewers: z.array(z.unknown()).nullish(),
  }),
);

/**
 * Runs that wait, the environments they wait at, and of these only those where our rule is: the newest first, a hundred of them for a
 * call each, besides one for each hundred of the list; whoever wants the others goes on from there.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run
 */
export const waitingRuns = async (
  client: Client,
  repository: RepositoryRef,
  before: Date | undefined,
): Promise<SeenRuns> => {
  const { found, until } = await listed(client, repository, before);
  const rules = new Map<string, Promise<RulesThere>>();
  const rulesOf = (environment: string): Promise<RulesThere> => {
    const there = rules.get(environment) ?? rulesAt(client, repository, environment);
    rules.set(environment, there);
    return there;
  };
  const runs: WaitingThere[] = [];
  for (const run of found) runs.push(...(await waitingIn(run, await pendingOf(client, repository, run.id), rulesOf)));
  return { runs, ...(until === undefined ? {} : { until }) };
};

interface Listed {
  readonly found: readonly Run[];
  readonly until: Date | undefined;
}

/**
 * A hundred that were made up to a moment, and whatever was made in the same second as the last of them, so that whoever goes on gets on.
 * GitHub lists the first thousand.
 */
const listed = async (client: Client, repository: RepositoryRef, before: Date | undefined): Promise<Listed> => {
  const asked = { ...where(repository), status: "waiting", per_page: PAGE };
  const found: Run[] = [];
  for (let page = 1; ; page += 1) {
    const rows = Runs.parse(
      await client.get("GET /repos/{owner}/{repo}/actions/runs", { ...asked, page }),
    ).workflow_runs;
    found.push(...rows.filter(({ created_at: at }) => before === undefined || at <= before));
    const next = beyond(found);
    if (next !== -1) return { found: found.slice(0, next), until: found[next]?.created_at };
    if (rows.length < PAGE) return { found, until: undefined };
  }
};

/** Where those begin that are left to the next look. */
const beyond = (found: readonly Run[]): number => {
  const last = found[MOST_RUNS - 1]?.created_at;
  return last === undefined ? -1 : found.findIndex(({ created_at: at }) => at < last);
};

type Run = z.output<typeof Runs>["workflow_runs"][number];

const pendingOf = async (
  client: Client,
  repository: RepositoryRef,
  runId: number,
): Promise<z.output<typeof Pending>> => {
  const route = "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
  return Pending.parse(await client.get(route, { ...where(repository), run_id: runId }));
};

const waitingIn = async (
  { id: runId, head_sha: sha, head_branch: branch, run_attempt: attempt }: Run,
  pending: z.output<typeof Pending>,
  rulesOf: (environment: string) => Promise<RulesThere>,
): Promise<readonly WaitingThere[]> => {
  const found: WaitingThere[] = [];
  for (const { environment: at, wait_timer: timer, reviewers } of pending) {
    const environment = at.name ?? "";
    const { isOurs, others } = await rulesOf(environment);
    const isOnlyOurs = others === 0 && (timer ?? 0) === 0 && (reviewers ?? []).length === 0;
    if (isOurs) found.push({ runId, attempt, sha, ref: branch ?? "", environment, isOnlyOurs });
  }
  return found;
};

interface RulesThere {
  readonly isOurs: boolean;
  /** How many other Apps have a say. */
  readonly others: number;
}

const Rules = z.object({
  custom_deployment_protection_rules: z
    .array(z.object({ enabled: z.boolean(), app: z.object({ id: z.int() }) }))
    .optional(),
});

/** https://docs.github.com/en/rest/deployments/protection-rules#get-all-deployment-protection-rules-for-an-environment */
const rulesAt = async (client: Client, repository: RepositoryRef, environment: string): Promise<RulesThere> => {
  const route = "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules";
  const found = await client.get(route, { ...where(repository), environment_name: environment });
  const enabled = (Rules.parse(found).custom_deployment_protection_rules ?? []).filter((rule) => rule.enabled);
  const others = enabled.filter(({ app }) => app.id !== client.appId).length;
  return { isOurs: others < enabled.length, others };
};
