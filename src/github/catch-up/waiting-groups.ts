import { z } from "zod";
import type { WaitingGroup } from "../../readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";

const Oid = z.object({ oid: z.string() }).nullish();

const Queue = z
  .object({
    entries: z
      .object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(
          z.object({ headCommit: Oid, baseCommit: Oid, pullRequest: z.object({ number: z.int() }).nullish() }),
        ),
      })
      .nullish(),
  })
  .nullish();

/**
 * Groups of the merge queues on these branches, by the name that GitHub gives to their branches. One query for all of them; more only
 * where a hundred entries of a queue are not all: GitHub builds groups from the front, so a page without any is the last that matters.
 * https://docs.github.com/en/graphql/reference/objects#mergequeueentry
 */
export const waitingGroups = async (
  client: Client,
  repository: RepositoryRef,
  branches: readonly string[],
): Promise<readonly WaitingGroup[]> => {
  const groups: WaitingGroup[] = [];
  let rest: readonly Rest[] = branches.map((branch) => ({ branch, after: null }));
  while (rest.length > 0) {
    const pages = await pagesOf(client, repository, rest);
    groups.push(...pages.flatMap((page) => page.groups));
    rest = pages.flatMap(({ branch, groups: { length }, after }) =>
      length === 0 || after === undefined ? [] : [{ branch, after }],
    );
  }
  return groups;
};

/** A queue that is read from this cursor on. */
interface Rest {
  readonly branch: string;
  readonly after: string | null;
}

interface Page {
  readonly branch: string;
  readonly groups: readonly WaitingGroup[];
  /** Where the next page begins, if there is one. */
  readonly after: string | undefined;
}

const pagesOf = async (
  client: Client,
  { owner, name }: RepositoryRef,
  rest: readonly Rest[],
): Promise<readonly Page[]> => {
  const variables: Record<string, unknown> = { owner, name };
  const declared = rest.map(({ branch, after }, index) => {
    variables[`b${index}`] = branch;
    variables[`a${index}`] = after;
    return `, $b${index}: String!, $a${index}: String`;
  });
  const selections = rest.map(
    (_one, index) => `b${index}: mergeQueue(branch: $b${index}) { entries(first: 100, after: $a${index}) {
      pageInfo { hasNextPage endCursor }
      nodes { headCommit { oid } baseCommit { oid } pullRequest { number } } } }`,
  );
  const query = `query SweepQueues($owner: String!, $name: String!${declared.join("")}) {
    repository(owner: $owner, name: $name) { ${selections.join("\n")} } }`;
  const { data } = await client.query(query, variables);
  const queues = z.object({ repository: z.record(z.string(), Queue) }).parse(data).repository;
  return rest.map(({ branch }, index) => pageOf(branch, queues[`b${index}`]));
};

const pageOf = (branch: string, queue: z.output<typeof Queue>): Page => {
  const { nodes = [], pageInfo } = queue?.entries ?? {};
  const groups = nodes.flatMap(({ headCommit, baseCommit, pullRequest }): WaitingGroup[] => {
    if (headCommit == null || baseCommit == null || pullRequest == null) return [];
    const headRef = `refs/heads/gh-readonly-queue/${branch}/pr-${pullRequest.number}-${baseCommit.oid}`;
    return [{ headSha: headCommit.oid, headRef, baseSha: baseCommit.oid, baseRef: branch }];
  });
  return { branch, groups, after: pageInfo?.hasNextPage === true ? (pageInfo.endCursor ?? undefined) : undefined };
};
