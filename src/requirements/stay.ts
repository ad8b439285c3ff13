import type { Deployment } from "../evidence/deployment.ts";

/** Whether a deployment is of what is looked for. */
export type Counts = (deployment: Deployment) => boolean;

/** How long the change was there without a break, through deployments that followed one another. */
export interface Stay {
  readonly from: number;
  /** Absent while it still runs there. */
  readonly until: number | undefined;
  readonly latest: Deployment;
}

/** The latest stay of what counts, deployments given newest first; none where it never began, or nobody knows when it ended. */
export const stayOf = (all: readonly Deployment[], counts: Counts): Stay | undefined => {
  const settled = all.filter(({ state }) => state === "success" || state === "inactive");
  const [latest, ...earlier] = settled.slice(settled.findIndex(counts));
  if (latest === undefined || !counts(latest)) return undefined;
  if (latest.state === "inactive" && latest.until === undefined) return undefined;
  return {
    from: beginning(latest, earlier, counts),
    until: latest.state === "success" ? undefined : Date.parse(latest.until ?? latest.at),
    latest,
  };
};

/** Deployments of the change that followed one another count as one stay; where one ended before the next began, it did not. */
const beginning = (latest: Deployment, earlier: readonly Deployment[], counts: Counts): number => {
  const from = Date.parse(latest.at);
  const [previous, ...rest] = earlier;
  if (previous === undefined || !counts(previous)) return from;
  const isJoined = previous.until !== undefined && Date.parse(previous.until) >= from;
  return isJoined ? beginning(previous, rest, counts) : from;
};
