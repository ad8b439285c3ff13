import { deployment as present, deploymentStatus as presentStatus } from "../present/deployment.ts";
import { checkRun, runInDeployment, workflow } from "../present/workflow.ts";
import type { Job } from "../world/actions.ts";
import type { Account, App, Deployment, DeploymentState, DeploymentStatus, Repository } from "../world/model.ts";
import { invalid } from "../world/refusal.ts";
import { type World, resolveCommit } from "../world/world.ts";
import { ensureEnvironment } from "./environments.ts";

export interface NewDeployment {
  readonly by: Account;
  readonly app?: App | null;
  readonly ref: string;
  /** The commit, where the ref may have moved on since. */
  readonly sha?: string | undefined;
  readonly job?: Job | undefined;
  readonly environment: string;
  readonly task?: string | undefined;
  readonly description?: string | null | undefined;
  readonly transient?: boolean | undefined;
  readonly production?: boolean | undefined;
}

/** Production unless told otherwise is what bears that name: https://docs.github.com/en/rest/deployments/deployments#create-a-deployment */
export function createDeployment(world: World, repo: Repository, about: NewDeployment): Deployment {
  const sha = about.sha ?? resolveCommit(repo, about.ref);
  if (sha === undefined) throw invalid(`No ref found for: ${about.ref}`);
  ensureEnvironment(world, repo, about.environment);
  const deployment = world.add("deployment", (ids): Deployment => ({
    kind: "Deployment",
    ...ids,
    repo,
    sha,
    ref: about.ref,
    task: about.task ?? "deploy",
    environment: about.environment,
    description: about.description ?? null,
    transient: about.transient ?? false,
    production: about.production ?? about.environment === "production",
    creator: about.by,
    app: about.app ?? null,
    job: about.job ?? null,
    createdAt: world.now(),
    statuses: [],
  }));
  repo.deployments.push(deployment);
  world.tell({
    event: "deployment",
    action: "created",
    sender: about.by,
    repo,
    body: { deployment: present(world, deployment), ...origin(world, deployment) },
  });
  return deployment;
}

export interface NewDeploymentStatus {
  readonly by: Account;
  readonly state: DeploymentState;
  readonly description?: string | undefined;
  readonly environmentUrl?: string | undefined;
  readonly logUrl?: string | undefined;
  readonly autoInactive?: boolean | undefined;
}

export function createDeploymentStatus(
  world: World,
  deployment: Deployment,
  about: NewDeploymentStatus,
): DeploymentStatus {
  const status = addStatus(world, deployment, about);
  if (about.state === "success" && (about.autoInactive ?? true)) retire(world, deployment, about.by);
  return status;
}

/**
 * A success makes what ran in the environment before inactive, except in production and in transient environments:
 * https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
function retire(world: World, { repo, environment, id }: Deployment, by: Account): void {
  const earlier = repo.deployments.filter(
    (one) =>
      one.environment === environment &&
      one.id < id &&
      !one.transient &&
      !one.production &&
      one.statuses.at(-1)?.state === "success",
  );
  for (const one of earlier) addStatus(world, one, { by, state: "inactive" });
}

function addStatus(world: World, deployment: Deployment, about: NewDeploymentStatus): DeploymentStatus {
  const status = world.add("deploymentStatus", (ids): DeploymentStatus => ({
    kind: "DeploymentStatus",
    ...ids,
    deployment,
    state: about.state,
    description: about.description ?? "",
    environmentUrl: about.environmentUrl ?? "",
    logUrl: about.logUrl ?? "",
    creator: about.by,
    createdAt: world.now(),
  }));
  deployment.statuses.push(status);
  world.tell({
    event: "deployment_status",
    action: "created",
    sender: about.by,
    repo: deployment.repo,
    body: {
      deployment_status: presentStatus(world, status),
      deployment: present(world, deployment),
      check_run: deployment.job === null ? null : checkRun(world, deployment.job),
      ...origin(world, deployment),
    },
  });
  return status;
}

const origin = (world: World, { job }: Deployment) => ({
  workflow: job === null ? null : workflow(world, job.run),
  workflow_run: job === null ? null : runInDeployment(world, job.run),
});
