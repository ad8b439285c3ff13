import { z } from "zod";
import type { WaitingGroup, WaitingOnes, WaitingThere } from "../../readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import { GithubError } from "../errors.ts";
import { where, type ClientOf } from "../writers.ts";
import { changedIssues } from "./changed-issues.ts";

/** What waits for our word in a repository, asked of GitHub because no event told. */
export const waitingOn = (clientOf: ClientOf): WaitingOnes => ({
  runs: async (repository) =>
    orNothing(await clientOf(repository.installationId), (client) => runs(client, repository)),
  groups: async (repository, branches) =>
    orNothing(await clientOf(repository.installationId), (client) => groups(client, repository, branches)),
  issues: async (repository, looking) => {
    const client = await clientOf(repository.installationId);
    const [seen = { issues: [] }] = await orNothing(client, async () => [
      await changedIssues(client, repository, looking),
    ]);
    return seen;
  },
});

/** An installation may not have granted the permission to look, and then nothing of this kind is asked of us either. */
const orNothing = async <Item>(
  client: Client,
  look: (client: Client) => Promise<readonly Item[]>,
): Promise<readonly Item[]> => {
  try {
    return await look(client);
  } catch (error) {
    if (error instanceof GithubError && !error.shutOut && isKept(error)) return [];
    throw error;
  }
};

const isKept = ({ status, message }: GithubError): boolean =>
  status === 403 || status === 404 || (status === 200 && /not accessible|could not resolve/iu.test(message));

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.int(),
      head_sha: z.string(),
      head_branch: z.string().nullish(),
      run_attempt: z.int().min(1).default(1),
    }),
  ),
});

/** A hundred runs that wait in one repository are more than are ever looked through. */
const MOST_RUNS = 100;

const Pending = z.array(
  z.object({
    environment: z.object({ name: z.string().optional() }),
    wait_timer: z.number().nullish(),
    reviewers: z.array(z.unknown()).nullish(),
  }),
);

/**
 * Runs that wait, the environments they wait at, and of these only those where our rule is.
 * https://docs.github.com/en/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run
 */
const runs = async (client: Client, repository: RepositoryRef): Promise<readonly WaitingThere[]> => {
  const asked = { ...where(repository), status: "waiting", per_page: MOST_RUNS };
  const found = Runs.parse(await client.get("GET /repos/{owner}/{repo}/actions/runs", asked)).workflow_runs;
  const rules = new Map<string, Promise<RulesThere>>();
  const rulesOf = (environment: string): Promise<RulesThere> => {
    const there = rules.get(environment) ?? rulesAt(client, repository, environment);
    rules.set(environment, there);
    return there;
  };
  const waiting: WaitingThere[] = [];
  for (const run of found)
    waiting.push(...(await waitingIn(run, await pendingOf(client, repository, run.id), rulesOf)));
  return waiting;
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

const Oid = z.object({ oid: z.string() }).nullish();

const Queue = z
  .object({
    entries: z
      .object({
        nodes: z.array(
          z.object({ headCommit: Oid, baseCommit: Oid, pullRequest: z.object({ number: z.int() }).nullish() }),
        ),
      })
      .nullish(),
  })
  .nullish();

/**
 * Groups of the merge queues on these branches, by the name that GitHub gives to their branches. One query for all of them.
 * https://docs.github.com/en/graphql/reference/objects#mergequeueentry
 */
const groups = async (
  client: Client,
  { owner, name }: RepositoryRef,
  branches: readonly string[],
): Promise<readonly WaitingGroup[]> => {
  if (branches.length === 0) return [];
  const named = branches.map((branch, index) => [`b${index}`, branch] as const);
  const query = `query SweepQueues($owner: String!, $name: String!${named.map(([alias]) => `, $${alias}: String!`).join("")}) {
    repository(owner: $owner, name: $name) { ${named
      .map(
        ([alias]) => `${alias}: mergeQueue(branch: $${alias}) { entries(first: 100) {
      nodes { headCommit { oid } baseCommit { oid } pullRequest { number } } } }`,
      )
      .join("\n")} } }`;
  const { data } = await client.query(query, { owner, name, ...Object.fromEntries(named) });
  const queues = z.object({ repository: z.record(z.string(), Queue) }).parse(data).repository;
  return named.flatMap(([alias, branch]) =>
    (queues[alias]?.entries?.nodes ?? []).flatMap((entry): WaitingGroup[] => {
      const { headCommit, baseCommit, pullRequest } = entry;
      if (headCommit == null || baseCommit == null || pullRequest == null) return [];
      const headRef = `refs/heads/gh-readonly-queue/${branch}/pr-${pullRequest.number}-${baseCommit.oid}`;
      return [{ headSha: headCommit.oid, headRef, baseSha: baseCommit.oid, baseRef: branch }];
    }),
  );
};
