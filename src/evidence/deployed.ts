import type { Deployment } from "./deployment.ts";
import type { Snapshot } from "./snapshot.ts";

/** The deployments to an environment, newest first; undefined where they were not asked for. */
export const deploymentsTo = (environment: string, { deployments }: Snapshot): readonly Deployment[] | undefined =>
  deployments !== undefined && Object.hasOwn(deployments, environment) ? deployments[environment] : undefined;

/** The commit that stands for the change: what the merge made, until then the head; empty where it is not known. */
export const commitOf = ({ mergeSha, headSha }: Snapshot): string => mergeSha ?? headSha;

/**
 * Whether a deployed commit holds the change, null where that is not known. The change's own commit holds it, whether anybody asked or
 * not; but of an issue, whose head is the tip of the default branch and says nothing of it.
 */
export const holdsChange = ({ sha, holds }: Deployment, snapshot: Snapshot): boolean | null => {
  if (snapshot.subject.kind === "issue") return holds;
  const own = commitOf(snapshot);
  return own !== "" && sha === own ? true : holds;
};

/** Whether a deployment succeeded, also if another took its place. */
export const succeeded = ({ state }: Pick<Deployment, "state">): boolean => state === "success" || state === "inactive";

/**
 * Whether a deployment brought the subject out: it succeeded, and what was deployed holds the change. An issue has no change: every
 * deployment since it was opened counts.
 */
export const broughtOut = (deployment: Deployment, snapshot: Snapshot): boolean => {
  if (!succeeded(deployment)) return false;
  const { subject, openedAt } = snapshot;
  if (subject.kind === "issue") return openedAt !== undefined && Date.parse(deployment.at) >= Date.parse(openedAt);
  return holdsChange(deployment, snapshot) === true;
};
