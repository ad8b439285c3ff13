import { type Environment, type EnvironmentRule, type Job, type WorkflowRun } from "../world/actions.ts";
import { type Attempt, latestAttempt, stateOf } from "../world/actions.ts";
import { iso, isoOrNull } from "../world/clock.ts";
import { pullsAt } from "../world/derived.ts";
import type { World } from "../world/world.ts";
import { type Json, api, user } from "./account.ts";
import { simpleCommit } from "./commit.ts";
import { minimalPull } from "./pull.ts";
import { minimalRepository, repositoryPage, repositoryUrl } from "./repository.ts";

const runUrl = (world: World, run: WorkflowRun): string => `${repositoryUrl(world, run.repo)}/actions/runs/${run.id}`;

export const runPage = (world: World, run: WorkflowRun): string =>
  `${repositoryPage(world, run.repo)}/actions/runs/${run.id}`;

/** A workflow run as the REST API and `workflow_run` show it. */
export function workflowRun(world: World, run: WorkflowRun, attempt: Attempt = latestAttempt(run)): Json {
  const url = runUrl(world, run);
  return {
    ...essentials(world, run, attempt),
    head_commit: simpleCommit(run.repo.git.commitAt(run.sha)),
    repository: minimalRepository(world, run.repo),
    head_repository: minimalRepository(world, run.headRepo),
    head_repository_id: run.headRepo.id,
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world, run.repo)}/check-suites/${suiteOf(run)?.id ?? 0}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.number === 1 ? null : `${url}/attempts/${attempt.number - 1}`,
    workflow_url: `${repositoryUrl(world, run.repo)}/actions/workflows/${run.workflow.id}`,
  };
}

/** Deployments' webhooks show a shorter form. */
export const runInDeployment = (world: World, run: WorkflowRun): Json => essentials(world, run, latestAttempt(run));

function essentials(world: World, run: WorkflowRun, attempt: Attempt): Json {
  const suite = suiteOf(run);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: run.nodeId,
    head_branch: run.ref,
    head_sha: run.sha,
    path: run.workflow.path,
    display_title: run.repo.git.commitAt(run.sha).message.split("\n")[0],
    run_number: run.number,
    run_attempt: attempt.number,
    event: run.event,
    ...stateOf(attempt),
    workflow_id: run.workflow.id,
    check_suite_id: suite?.id ?? 0,
    check_suite_node_id: suite?.nodeId ?? "",
    url: runUrl(world, run),
    html_url: runPage(world, run),
    pull_requests: run.headRepo === run.repo ? pullsAt(run.repo, run.sha).map((pull) => minimalPull(world, pull)) : [],
    created_at: iso(run.createdAt),
    updated_at: iso(attempt.updatedAt),
    run_started_at: iso(attempt.startedAt),
    actor: user(world, run.actor),
    triggering_actor: user(world, attempt.by),
  };
}

const suiteOf = (run: WorkflowRun) =>
  run.repo.suites.find((one) => one.app === run.app && one.sha === run.sha && one.workflow === run.workflow.name);

/** Where people see the job. */
export const jobPage = (world: World, { run, check }: Job): string => `${runPage(world, run)}/job/${check?.id ?? 0}`;

export function workflow(world: World, run: WorkflowRun): Json {
  const { id, nodeId, name, path } = run.workflow;
  const page = repositoryPage(world, run.repo);
  return {
    id,
    node_id: nodeId,
    name,
    path,
    state: "active",
    created_at: iso(run.repo.createdAt),
    updated_at: iso(run.repo.createdAt),
    url: `${repositoryUrl(world, run.repo)}/actions/workflows/${id}`,
    html_url: `${page}/blob/${run.repo.defaultBranch}/${path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(name)}/badge.svg`,
  };
}

/** The job behind a deployment's status; unlike a check run it can be `waiting`. */
export function checkRun(world: World, job: Job): Json | null {
  const { check, run, state, conclusion } = job;
  if (check === null) return null;
  return {
    id: check.id,
    node_id: check.nodeId,
    name: check.name,
    head_sha: run.sha,
    external_id: check.externalId,
    url: `${repositoryUrl(world, run.repo)}/check-runs/${check.id}`,
    html_url: jobPage(world, job),
    details_url: jobPage(world, job),
    status: state === "planned" ? "queued" : state,
    conclusion,
    started_at: iso(check.startedAt),
    completed_at: isoOrNull(check.completedAt),
  };
}

const environmentUrl = (world: World, { repo, name }: Environment): string =>
  `${repositoryUrl(world, repo)}/environments/${encodeURIComponent(name)}`;

/** An environment as lists inside runs show it. */
export const shortEnvironment = (world: World, one: Environment): Json => ({
  id: one.id,
  node_id: one.nodeId,
  name: one.name,
  url: environmentUrl(world, one),
  html_url: `${repositoryPage(world, one.repo)}/deployments/activity_log?environments_filter=${encodeURIComponent(one.name)}`,
});

/** GitHub lists no custom rule among `protection_rules`: they have a route of their own. */
export const environment = (world: World, one: Environment): Json => ({
  ...shortEnvironment(world, one),
  created_at: iso(one.createdAt),
  updated_at: iso(one.createdAt),
  can_admins_bypass: one.adminsBypass,
  protection_rules: [],
  deployment_branch_policy: null,
});

export const environmentRule = (world: World, { id, nodeId, enabled, app }: EnvironmentRule): Json => ({
  id,
  node_id: nodeId,
  enabled,
  app: { id: app.id, slug: app.slug, integration_url: `${api(world)}/apps/${app.slug}`, node_id: app.nodeId },
});
