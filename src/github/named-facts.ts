import { z } from "zod";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client, Found } from "./client.ts";
import { DeploymentPage, deploymentsTo, settledOf, type DeploymentNode } from "./deployments.ts";
import type { Gathered } from "./gathered.ts";
import { comparing, withHolds, withoutHolds, type Change } from "./holds.ts";
import { openIssuesOf } from "./open-issues.ts";
import { outputsOf } from "./outputs.ts";
import type { PullAnswer, RepositoryAnswer } from "./pull-answer.ts";
import type { Wish } from "./query.ts";

/** Facts that are asked for by name: deployments by environment, outputs by check, open issues by label or milestone. */
interface Asked {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly wish: Wish;
  readonly gathered: Gathered;
}

interface Answers {
  readonly pull: PullAnswer;
  readonly repository: RepositoryAnswer;
  readonly found: Pick<Found, "data" | "forbidden">;
}

export const keepNamed = async (asked: Asked, answers: Answers): Promise<void> => {
  keepOutputs(asked, answers);
  await Promise.all([keepIssues(asked, answers), keepDeployments(asked, answers)]);
};

const keepOutputs = ({ wish, gathered, client }: Asked, { pull }: Answers): void => {
  if (wish.outputs.length === 0) return;
  const commit = pull.outputs?.nodes[0]?.commit ?? {};
  const outputs = outputsOf(commit, wish.outputs, client.appId);
  if (outputs === undefined) gathered.unread.set("outputs", "The head commit has more check suites than are read.");
  for (const name of wish.outputs) gathered.outputs.set(name, outputs?.get(name));
};

const keepIssues = async ({ wish, gathered, ...on }: Asked, { repository }: Answers): Promise<void> => {
  await Promise.all(
    wish.issues.map(async (key, index) => {
      const listed = await openIssuesOf(on, key, repository[`i${index}`]);
      if ("problem" in listed) gathered.unread.set("openIssues", listed.problem);
      gathered.openIssues.set(key, "problem" in listed ? undefined : listed.issues);
    }),
  );
};

const FORBIDDEN =
  "Gatehouse may not read deployments here. An owner has to accept the App's permission to read deployments, in the settings of its installation.";

const Own = z.looseObject({}).nullish();

/** Where deployments stand in the answer, an alias for each environment in every place. */
const Deployed = z.looseObject({
  pullRequest: z
    .object({ mergeCommit: Own, commits: z.object({ nodes: z.array(z.object({ commit: Own })) }).nullish() })
    .nullish(),
});

const keepDeployments = async (asked: Asked, { pull, found }: Answers): Promise<void> => {
  const { wish, gathered, client, subject } = asked;
  if (wish.environments.length === 0) return;
  if (found.forbidden.includes("deployed")) {
    gathered.unread.set("deployments", FORBIDDEN);
    for (const environment of wish.environments) gathered.deployments.set(environment, undefined);
    return;
  }
  const change = changeOf(pull, gathered.past);
  const compare = comparing(client, subject, change.sha);
  const answer = Deployed.parse(found.data["deployed"]);
  await Promise.all(
    wish.environments.map(async (environment, index) => {
      const nodes = await nodesOf(asked, { environment, alias: `e${index}`, answer, since: sinceOf(subject, pull) });
      const settled = settledOf(nodes);
      const deployments = subject.kind === "issue" ? withoutHolds(settled) : await withHolds(settled, change, compare);
      gathered.deployments.set(environment, deployments);
    }),
  );
};

/** What is deployed: the merge, or the head commit where that is not merged yet, or was not at the moment that counts. */
const changeOf = (pull: PullAnswer, past: Gathered["past"]): Change =>
  past === undefined
    ? { sha: pull.mergeCommit?.oid ?? pull.headRefOid, mergedAt: pull.mergedAt ?? undefined }
    : { sha: pull.headRefOid, mergedAt: undefined };

/** From when on earlier deployments count too; while nothing is merged, only those of the head commit do. */
const sinceOf = ({ kind }: SubjectRef, { mergedAt, createdAt }: PullAnswer): string | undefined =>
  kind === "issue" ? createdAt : (mergedAt ?? undefined);

interface Place {
  readonly environment: string;
  readonly alias: string;
  readonly answer: z.output<typeof Deployed>;
  readonly since: string | undefined;
}

/** Pages of 100 that are read besides. What lies beyond has long been replaced; leaving it out can only make people wait. */
const MAX_PAGES = 5;

const nodesOf = async (
  asked: Asked,
  { environment, alias, answer, since }: Place,
): Promise<readonly DeploymentNode[]> => {
  const { pullRequest: pull } = answer;
  const own = [pull?.mergeCommit, ...(pull?.commits?.nodes ?? []).map(({ commit }) => commit)];
  const nodes = own.flatMap((commit) => DeploymentPage.parse(commit?.[alias])?.nodes ?? []);
  let page = DeploymentPage.parse(answer[alias]);
  for (let pages = 0; page != null; pages += 1) {
    nodes.push(...page.nodes);
    const isPast = since === undefined || page.nodes.some(({ createdAt }) => Date.parse(createdAt) < Date.parse(since));
    if (isPast || pages === MAX_PAGES || !page.pageInfo.hasNextPage) break;
    page = await nextPage(asked, environment, page.pageInfo.endCursor);
  }
  return nodes;
};

const NEXT_PAGE = `query DeploymentsPage($owner: String!, $name: String!, $environment: String!, $after: String) {
  repository(owner: $owner, name: $name) { ${deploymentsTo("$environment", "first: 100, after: $after")} }
}`;

const nextPage = async ({ client, subject: { owner, name } }: Asked, environment: string, after: unknown) => {
  const { data } = await client.query(NEXT_PAGE, { owner, name, environment, after });
  return z.object({ deployments: DeploymentPage }).parse(data["repository"]).deployments;
};
