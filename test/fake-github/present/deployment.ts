import { iso } from "../world/clock.ts";
import type { Deployment, DeploymentStatus } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, app, user } from "./account.ts";
import { repositoryUrl } from "./repository.ts";

const address = (world: World, one: Deployment): string => `${repositoryUrl(world, one.repo)}/deployments/${one.id}`;

export function deployment(world: World, one: Deployment): Json {
  const changedAt = one.statuses.at(-1)?.createdAt ?? one.createdAt;
  return {
    url: address(world, one),
    id: one.id,
    node_id: one.nodeId,
    sha: one.sha,
    ref: one.ref,
    task: one.task,
    payload: {},
    original_environment: one.environment,
    environment: one.environment,
    description: one.description,
    creator: user(world, one.creator),
    created_at: iso(one.createdAt),
    updated_at: iso(changedAt),
    statuses_url: `${address(world, one)}/statuses`,
    repository_url: repositoryUrl(world, one.repo),
    transient_environment: one.transient,
    production_environment: one.production,
    ...(one.app === null ? {} : { performed_via_github_app: app(world, one.app) }),
  };
}

export function deploymentStatus(world: World, one: DeploymentStatus): Json {
  const { deployment: of } = one;
  const page = one.logUrl === "" ? address(world, of) : one.logUrl;
  return {
    url: `${address(world, of)}/statuses/${one.id}`,
    id: one.id,
    node_id: one.nodeId,
    state: one.state,
    creator: user(world, one.creator),
    description: one.description,
    environment: of.environment,
    target_url: page,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    deployment_url: address(world, of),
    repository_url: repositoryUrl(world, of.repo),
    ...(one.environmentUrl === "" ? {} : { environment_url: one.environmentUrl }),
    log_url: page,
  };
}
