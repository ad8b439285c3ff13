import { z } from "zod";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { CommentNode } from "./connections.ts";
import type { Gathered, Missing } from "./gathered.ts";
import { keepReads } from "./git-reads.ts";
import { atHead } from "./head-commit.ts";
import { issueAsPull } from "./issue-answer.ts";
import { keepLists } from "./lists.ts";
import { keepNamed } from "./named-facts.ts";
import { plannedReads, type PlannedRead } from "./planned-reads.ts";
import { PullAnswer, RepositoryAnswer } from "./pull-answer.ts";
import { queryFor, type Wish } from "./query.ts";
import { membersOf } from "./teams.ts";
import { listTrees } from "./trees.ts";

/** What one query answered of the subject itself. */
export interface Answer {
  readonly pull: PullAnswer;
  readonly repository: RepositoryAnswer;
}

/** One wish as it goes to GitHub and comes back. */
interface Asked {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly wish: Wish;
  readonly gathered: Gathered;
  readonly missing: Missing;
  readonly reads: readonly PlannedRead[];
}

export interface Gathering {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly gathered: Gathered;
  readonly missing: Missing;
  readonly comments: Wish["comments"];
  readonly searchRuns: boolean;
}

/**
 * Brings what is missing in one query (and a call more for each further page), and keeps it in `gathered`.
 * Undefined when the subject is gone, also where another repository has taken its name. Nothing is kept when head or base turn
 * out to have moved: then `gathered` says where to.
 */
export const gather = async (gathering: Gathering): Promise<Answer | undefined> => {
  const { client, subject, gathered, missing } = gathering;
  await listTrees(gathering);
  const reads = plannedReads(subject, gathered, missing);
  const { facts, teams, environments, outputs, issues } = missing;
  const wish: Wish = {
    subject,
    appId: client.appId,
    facts,
    git: reads.map(({ read }) => read),
    teams: client.hidesTeams === true ? [] : teams,
    environments,
    outputs,
    issues,
    comments: gathering.comments,
    neighbours: gathered.lists.closes === undefined && gathered.lists.closedBy === undefined,
    searchRuns: gathering.searchRuns,
  };
  const { query, variables } = queryFor(wish);
  const { data, missing: notFound, forbidden } = await client.query(query, variables);
  if (notFound.includes("repository") || data["repository"] == null) return undefined;
  const repository = RepositoryAnswer.parse(data["repository"]);
  const found = repository.databaseId === subject.repositoryId ? pullIn(subject, repository) : undefined;
  if (found === undefined) return undefined;
  if (!stands(gathered, found, repository)) return { pull: found, repository };
  const pull = await atHead({ client, wish }, found);
  const asked: Asked = { client, subject, wish, gathered, missing, reads };
  keepReads(reads, repository, { data, forbidden });
  keepOwn(asked, pull, data);
  gathered.isRequired = requiredIn(data["required"]) ?? gathered.isRequired;
  const named = keepNamed(asked, { pull, repository, found: { data, forbidden } });
  await Promise.all([keepLists(asked, pull), named, keepTeams(asked, data)]);
  if (facts.includes("templates"))
    gathered.templates = (repository.templates ?? []).flatMap(({ body }) => (body == null ? [] : [body]));
  return { pull, repository };
};

const pullIn = ({ kind }: SubjectRef, repository: RepositoryAnswer): PullAnswer | undefined => {
  if (kind === "issue") return issueAsPull(repository);
  return repository.pullRequest == null ? undefined : PullAnswer.parse(repository.pullRequest);
};

/** Whether what was asked for at the assumed head and base is what the pull request really has. */
const stands = (gathered: Gathered, pull: PullAnswer, repository: RepositoryAnswer): boolean => {
  const baseStands =
    pull.baseRefName === gathered.base ||
    (gathered.base === "HEAD" && repository.defaultBranchRef?.name === pull.baseRefName);
  return baseStands && (gathered.head === undefined || gathered.head === pull.headRefOid);
};

const keepOwn = ({ gathered, wish }: Asked, pull: PullAnswer, data: Readonly<Record<string, unknown>>): void => {
  for (const kind of ["checklist", "status"] as const) {
    if (wish.comments[kind] === undefined) continue;
    const comment = CommentNode.safeParse(data[kind]);
    if (comment.success) gathered.comments[kind] = comment.data;
  }
  if (wish.searchRuns)
    gathered.runs = (pull.runs?.nodes ?? []).flatMap(({ commit }) =>
      (commit.ownSuites?.nodes ?? []).flatMap((suite) => (suite.checkRuns?.nodes ?? []).map(({ name }) => name)),
    );
};

const nodes = <Node extends z.ZodType>(node: Node) => z.object({ nodes: z.array(node) });

const Required = z.object({
  pullRequest: z.object({
    commits: nodes(
      z.object({
        commit: z.object({
          checkSuites: nodes(z.object({ checkRuns: nodes(z.object({ isRequired: z.boolean() })).nullish() })).nullish(),
        }),
      }),
    ),
  }),
});

const requiredIn = (data: unknown): boolean | undefined =>
  Required.safeParse(data).data?.pullRequest.commits.nodes[0]?.commit.checkSuites?.nodes[0]?.checkRuns?.nodes[0]
    ?.isRequired;

const keepTeams = async (
  { client, gathered, missing }: Asked,
  data: Readonly<Record<string, unknown>>,
): Promise<void> => {
  await Promise.all(
    missing.teams.map(async (team, index) =>
      gathered.teams.set(team, await membersOf(client, team, data[`team${index}`])),
    ),
  );
};
