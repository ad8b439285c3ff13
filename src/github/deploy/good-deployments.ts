import type { z } from "zod";
import { settledOf, type DeploymentNode, type DeploymentPage, type Settled } from "../deployments.ts";
import type { Asking } from "./asking.ts";
import { goodOnes } from "./last-good.ts";
import { Deployed, deploymentsQuery } from "./release-query.ts";
import { speltOnGithub } from "./spelt.ts";
import { noSuccess } from "./untold.ts";

/** Pages of 100 that are read besides the newest 30, as long as none of them succeeded. */
const MAX_PAGES = 10;

const FORBIDDEN =
  "Gatehouse may not read deployments here, so what ran in this environment is not known. An owner has to accept the App's permission to read deployments, in the settings of its installation.";

const HIDDEN =
  "Gatehouse may not read environments here, so it is not known how this one is spelt and what ran in it. An owner has to accept the App's permission to read actions, in the settings of its installation.";

/** What a deployment is measured against. */
interface GoodDeployments {
  /** Newest first; empty where nothing ever ran there. */
  readonly deployments: readonly Settled[];
  /** The newest that came to an end, good or not: what is there now, if only in part. */
  readonly latest: Settled | undefined;
}

/** Reads what ran in an environment. `deployed` is of the first query. */
export const goodDeployments = async (
  asking: Asking,
  deployed: unknown,
): Promise<GoodDeployments | { readonly problem: string }> => {
  const answer = Deployed.parse(deployed);
  if (answer == null) return { problem: FORBIDDEN };
  const { deployments } = answer;
  if (deployments != null && deployments.nodes.length > 0) return goodFrom(asking, deployments);
  const environment = await speltOnGithub(asking);
  if (environment === "hidden") return { problem: HIDDEN };
  if (environment === undefined) return goodFrom(asking, deployments);
  const spelt = { ...asking, asked: { ...asking.asked, environment: environment.name } };
  return goodFrom(spelt, await pageAfter(spelt, null));
};

type Page = z.output<typeof DeploymentPage>;

const goodFrom = async (asking: Asking, newest: Page): ReturnType<typeof goodDeployments> => {
  const nodes: DeploymentNode[] = [];
  let page = newest;
  for (let pages = 0; page != null; pages += 1) {
    nodes.push(...page.nodes);
    const settled = settledOf(nodes);
    const deployments = goodOnes(settled, asking.asked.rollbacks);
    const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    if (deployments.length > 0 || next == null) return { deployments, latest: latestOf(settled) };
    if (pages === MAX_PAGES) break;
    page = await pageAfter(asking, next);
  }
  return nodes.length === 0 ? { deployments: [], latest: undefined } : { problem: noSuccess(asking, nodes.length) };
};

const latestOf = (settled: readonly Settled[]): Settled | undefined => settled.find(({ state }) => state !== "pending");

const pageAfter = async ({ client, repository, asked }: Asking, after: string | null) => {
  const { query, variables } = deploymentsQuery(repository, asked, after);
  const { data } = await client.query(query, variables);
  return Deployed.parse(data["repository"])?.deployments;
};
