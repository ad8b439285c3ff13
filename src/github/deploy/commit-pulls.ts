import { z } from "zod";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import { variablesOf } from "../git-reads.ts";

/** How many of them GitHub is asked for; a commit in more of them, or one that closes more issues, is not judged by a part of them. */
const MOST_PULLS = 10;
const MOST_ISSUES = 50;

/**
 * A commit with the pull requests it belongs to: of one on the default branch the merged ones that brought it, of another one the open
 * ones as well. https://docs.github.com/en/graphql/reference/objects#commit
 */
export const COMMIT_WITH_PULLS = `oid messageHeadline author { name user { login } } parents(first: 10) { nodes { oid } }
  associatedPullRequests(first: ${MOST_PULLS}) { pageInfo { hasNextPage } nodes {
    number title url state mergedAt baseRefName mergeCommit { oid } repository { databaseId }
    author { login } milestone { title }
    closingIssuesReferences(first: ${MOST_ISSUES}) { pageInfo { hasNextPage } nodes { number repository { databaseId } } } } }`;

const Pages = z.object({ hasNextPage: z.boolean() });

const Pull = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  mergedAt: z.string().nullish(),
  baseRefName: z.string(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  repository: z.object({ databaseId: z.int() }),
  author: z.object({ login: z.string() }).nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  closingIssuesReferences: z
    .object({
      pageInfo: Pages,
      nodes: z.array(z.object({ number: z.int(), repository: z.object({ databaseId: z.int() }) }).nullable()),
    })
    .nullish(),
});

export const CommitWithPulls = z.object({
  oid: z.string(),
  messageHeadline: z.string(),
  author: z.object({ name: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }).nullish(),
  parents: z.object({ nodes: z.array(z.object({ oid: z.string() })) }),
  associatedPullRequests: z.object({ pageInfo: Pages, nodes: z.array(Pull.nullable()) }).nullish(),
});
export type CommitWithPulls = z.output<typeof CommitWithPulls>;
export type AssociatedPull = z.output<typeof Pull>;

/** Commits a query asks about: GitHub gives up on a query after ten seconds. */
const COMMITS_PER_QUERY = 50;

const Repository = z.looseObject({}).nullish();

/** Each of the commits with its pull requests, in one query for every fifty. Throws where GitHub does not know one of them any more. */
export const commitsWithPulls = async (
  client: Client,
  repository: RepositoryRef,
  shas: readonly string[],
): Promise<readonly CommitWithPulls[]> => {
  const found: CommitWithPulls[] = [];
  for (let from = 0; from < shas.length; from += COMMITS_PER_QUERY) {
    const some = shas.slice(from, from + COMMITS_PER_QUERY);
    const { query, variables } = queryOf(repository, some);
    const { data } = await client.query(query, variables);
    const answer = Repository.parse(data["repository"]);
    found.push(...some.map((_sha, index) => CommitWithPulls.parse(answer?.[`c${index}`])));
  }
  return found;
};

const queryOf = (repository: RepositoryRef, shas: readonly string[]) => {
  const { variables, declarations, declare } = variablesOf(repository);
  const commits = shas.map(
    (sha, index) => `c${index}: object(expression: ${declare(`c${index}`, "String!", sha)}) { ...Brought }`,
  );
  const query = `query ReleaseCommits(${declarations.join(", ")}) {
  repository(owner: $owner, name: $name) { ${commits.join("\n")} }
}
fragment Brought on Commit { ${COMMIT_WITH_PULLS} }`;
  return { query, variables };
};

/** Why what GitHub told of a commit is only a part; undefined where it is everything. */
export const cutOff = ({ oid, associatedPullRequests: pulls }: CommitWithPulls): string | undefined => {
  if (pulls?.pageInfo.hasNextPage === true)
    return `${oid.slice(0, 7)} belongs to more than ${MOST_PULLS} pull requests. Deploy a commit of the default branch.`;
  const crowded = pulls?.nodes.find((pull) => pull?.closingIssuesReferences?.pageInfo.hasNextPage === true);
  return crowded == null ? undefined : `#${crowded.number} closes more than ${MOST_ISSUES} issues. Let it close fewer.`;
};
