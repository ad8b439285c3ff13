import { readerOf } from "./event.ts";
import { DeploymentStatusPayload } from "./payloads.ts";

/** Which subjects a deployed commit holds is told by no payload, so the environment has to do. */
export const deploymentStatus = readerOf("deployment_status", DeploymentStatusPayload, ({ deployment }) => ({
  everyFollowed: true,
  environment: deployment.environment,
  touches: "deployments",
}));
