import { z } from "zod";
import { createDeployment, createDeploymentStatus } from "../acts/deployments.ts";
import { deployment as present, deploymentStatus } from "../present/deployment.ts";
import type { Deployment } from "../world/model.ts";
import { found } from "../world/refusal.ts";
import { type Call, type Route, created, paged, read, write } from "./route.ts";

const READ = read("deployments");
const WRITE = { ...write("deployments"), role: "write" } as const;
const DEPLOYMENTS = "/repos/{owner}/{repo}/deployments";

const NewDeployment = z.object({
  ref: z.string(),
  task: z.string().optional(),
  environment: z.string().default("production"),
  description: z.string().nullish(),
  transient_environment: z.boolean().optional(),
  production_environment: z.boolean().optional(),
});
const NewStatus = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  description: z.string().max(140).optional(),
  log_url: z.string().optional(),
  target_url: z.string().optional(),
  environment_url: z.string().optional(),
  auto_inactive: z.boolean().optional(),
});

export const deploymentRoutes: readonly Route[] = [
  { name: `GET ${DEPLOYMENTS}`, handle: list },
  {
    name: `POST ${DEPLOYMENTS}`,
    handle: (call) => {
      const {
        transient_environment: transient,
        production_environment: production,
        ...about
      } = call.body(NewDeployment);
      const made = createDeployment(call.world, call.repo(WRITE), { ...about, ...call.actor(), transient, production });
      return created(present(call.world, made));
    },
  },
  { name: `GET ${DEPLOYMENTS}/{deployment_id}`, handle: (call) => present(call.world, deployment(call, READ)) },
  {
    name: `GET ${DEPLOYMENTS}/{deployment_id}/statuses`,
    handle: (call) =>
      paged(call, deployment(call, READ).statuses.toReversed(), { each: (one) => deploymentStatus(call.world, one) }),
  },
  {
    name: `POST ${DEPLOYMENTS}/{deployment_id}/statuses`,
    handle: (call) => {
      const body = call.body(NewStatus);
      const status = createDeploymentStatus(call.world, deployment(call, WRITE), {
        by: call.actor().by,
        state: body.state,
        description: body.description,
        environmentUrl: body.environment_url,
        logUrl: body.log_url ?? body.target_url,
        autoInactive: body.auto_inactive,
      });
      return created(deploymentStatus(call.world, status));
    },
  },
];

function deployment(call: Call, needs: Parameters<Call["repo"]>[0]): Deployment {
  const repo = call.repo(needs);
  return found(repo.deployments.find(({ id }) => id === call.number("deployment_id")));
}

function list(call: Call) {
  const is = (name: string, value: string): boolean => (call.query.get(name) ?? value) === value;
  const chosen = call
    .repo(READ)
    .deployments.filter((one) => is("sha", one.sha) && is("ref", one.ref))
    .filter((one) => is("task", one.task) && is("environment", one.environment));
  return paged(call, chosen.toReversed(), { each: (one) => present(call.world, one) });
}
