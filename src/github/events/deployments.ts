import { readerOf } from "./event.ts";
import { DeploymentStatusPayload } from "./payloads.ts";

/** Which subjects a deployed commit holds is told by no payload, so the environment has to do. */
export const deploymentStatus = readerOf(
  "deployment_status",
  DeploymentStatusPayload,
  ({ deployment, deployment_status: status }) => ({
    everyFollowed: true,
    environment: deployment.environment,
    ...(status !== undefined && UNDER_WAY.has(status.state) ? { isUnderWay: true } : {}),
    touches: "deployments",
  }),
);

/** States before an outcome: https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status */
const UNDER_WAY: ReadonlySet<string> = new Set(["waiting", "queued", "pending", "in_progress"]);
