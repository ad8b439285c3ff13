import type { Environment } from "../world/actions.ts";
import { iso } from "../world/clock.ts";
import type { Deployment, DeploymentStatus } from "../world/model.ts";
import { fullName } from "../world/world.ts";
import { commitOf, refOf } from "./git.ts";
import { type TypeFields, addresses, connect, fields, narrow, present } from "./resolving.ts";

/** GitHub's words for a deployment as a whole differ from those for its statuses. */
const STATE: Readonly<Record<string, string>> = { success: "ACTIVE" };

export const deploymentTypes: TypeFields = {
  Deployment: fields<Deployment>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => narrow(id),
    commit: ({ repo, sha }) => commitOf(repo, sha),
    commitOid: ({ sha }) => sha,
    createdAt: ({ createdAt }) => iso(createdAt),
    updatedAt: ({ statuses, createdAt }) => iso(statuses.at(-1)?.createdAt ?? createdAt),
    creator: ({ creator }) => present(creator),
    description: ({ description }) => description,
    task: ({ task }) => task,
    payload: () => null,
    environment: ({ environment }) => environment,
    latestEnvironment: ({ environment }) => environment,
    originalEnvironment: ({ environment }) => environment,
    ref: ({ repo, ref }) => refOf(repo, ref),
    repository: ({ repo }) => repo,
    state: ({ statuses }) => {
      const latest = statuses.at(-1)?.state ?? "pending";
      return STATE[latest] ?? latest.toUpperCase();
    },
    latestStatus: ({ statuses }) => statuses.at(-1) ?? null,
    statuses: ({ statuses }, args, context) => connect(statuses.toReversed(), args, { context, name: "statuses" }),
  }),
  Environment: fields<Environment>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => narrow(id),
    name: ({ name }) => name,
    // GraphQL knows only the built-in kinds of rules, which the fake has none of.
    protectionRules: (_environment, args, context) => connect([], args, { context, name: "protectionRules" }),
  }),
  DeploymentStatus: fields<DeploymentStatus>({
    id: ({ nodeId }) => nodeId,
    state: ({ state }) => state.toUpperCase(),
    createdAt: ({ createdAt }) => iso(createdAt),
    updatedAt: ({ createdAt }) => iso(createdAt),
    creator: ({ creator }) => present(creator),
    environment: ({ deployment }) => deployment.environment,
    environmentUrl: ({ environmentUrl }) => (environmentUrl === "" ? null : environmentUrl),
    logUrl: ({ logUrl, deployment }, _args, { world }) =>
      logUrl === "" ? addresses(world, `${fullName(deployment.repo)}/deployments`).url : logUrl,
  }),
};
