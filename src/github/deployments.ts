import { z } from "zod";
import type { Deployment } from "../evidence/deployment.ts";
import { webAddress } from "./facts.ts";

/** A list of deployments to one environment, newest first. `page` takes the size and the cursor. */
export const deploymentsTo = (environment: string, page: string): string =>
  `deployments(environments: [${environment}], ${page}, orderBy: { field: CREATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor }
    nodes { id commitOid createdAt latestStatus { ${STATUS} } statuses(first: 50) { nodes { ${STATUS} } } } }`;

const STATUS = "state createdAt environmentUrl logUrl";

const Status = z.object({
  state: z.string(),
  createdAt: z.string(),
  environmentUrl: z.string().nullish(),
  logUrl: z.string().nullish(),
});
type Status = z.output<typeof Status>;

const Node = z.object({
  id: z.string(),
  commitOid: z.string(),
  createdAt: z.string(),
  latestStatus: Status.nullish(),
  statuses: z.object({ nodes: z.array(Status) }).nullish(),
});
export type DeploymentNode = z.output<typeof Node>;

/** One page of {@link deploymentsTo}; Commit's field of that name may be null, which is an empty page. */
export const DeploymentPage = z
  .object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(Node),
  })
  .nullish();

/** A deployment with when it was asked for, before it is known what it holds. ISO 8601. */
export interface Settled extends Omit<Deployment, "holds"> {
  readonly createdAt: string;
}

/**
 * The deployments of one environment in a snapshot's words, newest first. Pure. GitHub makes what was replaced inactive in some
 * environments and not in production, so whatever succeeded before the last success counts as replaced by the next one.
 * https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
export const settledOf = (nodes: readonly DeploymentNode[]): readonly Settled[] => {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const all = [...known.values()].flatMap(settled).toSorted((one, other) => time(other.at) - time(one.at));
  return all.map((one, index) => (one.state === "success" ? replacedBy(one, all.slice(0, index)) : one));
};

const time = (at: string): number => Date.parse(at);

const replacedBy = (one: Settled, newer: readonly Settled[]): Settled => {
  const next = newer.findLast(({ state }) => state === "success" || state === "inactive");
  return next === undefined ? one : { ...one, state: "inactive", until: next.at };
};

/** One that became inactive without ever having succeeded never ran: it is left out. */
const settled = ({ commitOid: sha, createdAt, latestStatus: latest, statuses }: DeploymentNode): readonly Settled[] => {
  if (latest == null) return [{ sha, createdAt, state: "pending", at: createdAt }];
  const at = latest.createdAt;
  switch (latest.state) {
    case "SUCCESS":
      return [{ sha, createdAt, state: "success", at, ...address(latest) }];
    case "FAILURE":
    case "ERROR":
      return [{ sha, createdAt, state: "failure", at, ...address(latest) }];
    case "INACTIVE":
      return inactive({ sha, createdAt }, statuses?.nodes ?? [], at);
    default:
      return [{ sha, createdAt, state: "pending", at, ...address(latest) }];
  }
};

const inactive = (
  deployment: Pick<Settled, "sha" | "createdAt">,
  statuses: readonly Status[],
  latest: string,
): readonly Settled[] => {
  const inOrder = statuses.toSorted((one, other) => time(one.createdAt) - time(other.createdAt));
  const success = inOrder.findLast(({ state }) => state === "SUCCESS");
  if (success === undefined) return [];
  const end = inOrder.find((one) => one.state === "INACTIVE" && time(one.createdAt) >= time(success.createdAt));
  const until = end?.createdAt ?? latest;
  return [{ ...deployment, state: "inactive", at: success.createdAt, until, ...address(success) }];
};

const address = ({ environmentUrl, logUrl }: Status): Pick<Deployment, "url"> =>
  environmentUrl == null || environmentUrl === "" ? webAddress(logUrl) : webAddress(environmentUrl);
