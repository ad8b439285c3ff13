import { z } from "zod";
import { pullKey } from "../../readiness/change.ts";
import type { SubjectRef } from "../../readiness/ports.ts";
import { unseen } from "../github/explained.ts";
import type { PersonalClient } from "../github/personal-client.ts";
import { WrongUse } from "../wrong-use.ts";

/** A pull request that was merged, as a list of GitHub's tells it. */
export interface MergedPull {
  readonly subject: SubjectRef;
  readonly title: string;
  readonly url: string;
  readonly mergedAt: Date;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
  /** The base branch's commit as GitHub kept it with the pull request: it does not hold its changes yet. */
  readonly baseSha: string;
  /** The description was changed after the merge. */
  readonly isEdited: boolean;
}

export interface MergedPulls {
  /** `owner/name`, as it is called today. */
  readonly repository: string;
  /** The branch that they were merged into. */
  readonly base: string;
  /** Newest merge first. */
  readonly pulls: readonly MergedPull[];
}

interface Asked {
  readonly owner: string;
  readonly name: string;
  /** How many at most. */
  readonly last: number;
  /** The default branch unless given. */
  readonly base?: string | undefined;
}

/** Pages of 100 that are read at most; beyond these the list ends early. */
const MAX_PAGES = 50;

/**
 * The pull requests that were merged last. GitHub sorts them by their last change, which is never before the merge: a page whose oldest
 * change is older than what was found already ends the search. Throws `WrongUse` where there is no such repository.
 */
export const mergedPulls = async (client: PersonalClient, asked: Asked): Promise<MergedPulls> => {
  const { owner, name, last } = asked;
  const base = asked.base ?? (await defaultBranch(client, asked));
  const first = Math.min(100, Math.max(last, 10));
  const found: Node[] = [];
  let repository: Repository | undefined;
  for (let page = 0, after: string | null = null; page < MAX_PAGES; page += 1) {
    const { data } = await client.query(LIST, { owner, name, first, after, base });
    repository = present(data["repository"], asked);
    const { nodes, pageInfo } = repository.pullRequests;
    found.push(...nodes);
    after = pageInfo.endCursor ?? null;
    if (!pageInfo.hasNextPage || isEnough(found, last)) break;
  }
  const { databaseId, owner: by, name: called } = present(repository, asked);
  const at = { databaseId, owner: by.login, name: called };
  return {
    repository: `${by.login}/${called}`,
    base,
    pulls: newestFirst(found)
      .slice(0, last)
      .map((node) => pullOf(node, at)),
  };
};

const person = z.object({ login: z.string() });
const Node = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  mergedAt: z.string(),
  updatedAt: z.string(),
  lastEditedAt: z.string().nullish(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  headRefName: z.string(),
  headRefOid: z.string(),
});
type Node = z.output<typeof Node>;

const Repository = z.object({
  databaseId: z.int(),
  name: z.string(),
  owner: person,
  pullRequests: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(Node),
  }),
});
type Repository = z.output<typeof Repository>;

const present = (answer: unknown, { owner, name }: Asked): Repository => {
  if (answer == null) throw new WrongUse(unseen(`${owner}/${name}`));
  return Repository.parse(answer);
};

const DEFAULT = `query DefaultBranch($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { defaultBranchRef { name } }
}`;
const Default = z.object({ defaultBranchRef: z.object({ name: z.string() }).nullish() }).nullish();

const defaultBranch = async (client: PersonalClient, { owner, name }: Asked): Promise<string> => {
  const { data } = await client.query(DEFAULT, { owner, name });
  const repository = Default.parse(data["repository"]);
  if (repository == null) throw new WrongUse(unseen(`${owner}/${name}`));
  const branch = repository.defaultBranchRef?.name;
  if (branch === undefined) throw new WrongUse(`${owner}/${name} is empty: nothing was ever merged.`);
  return branch;
};

const LIST = `query Merged($owner: String!, $name: String!, $first: Int!, $after: String, $base: String!) {
  repository(owner: $owner, name: $name) { databaseId name owner { login }
    pullRequests(states: MERGED, baseRefName: $base, first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number title url mergedAt updatedAt lastEditedAt baseRefName baseRefOid headRefName headRefOid } } }
}`;

const newestFirst = (nodes: readonly Node[]): readonly Node[] =>
  nodes.toSorted((one, other) => Date.parse(other.mergedAt) - Date.parse(one.mergedAt) || other.number - one.number);

/** Whatever comes on later pages was changed, and so merged, before the oldest of those that are wanted. */
const isEnough = (found: readonly Node[], last: number): boolean => {
  const oldestWanted = newestFirst(found)[last - 1];
  const oldestChange = found.at(-1);
  if (oldestWanted === undefined || oldestChange === undefined) return false;
  return Date.parse(oldestChange.updatedAt) < Date.parse(oldestWanted.mergedAt);
};

const pullOf = (
  node: Node,
  { databaseId, owner, name }: { readonly databaseId: number; readonly owner: string; readonly name: string },
): MergedPull => ({
  subject: {
    kind: "pull_request",
    key: pullKey(databaseId, node.number),
    installationId: 0,
    repositoryId: databaseId,
    owner,
    name,
    number: node.number,
  },
  title: node.title,
  url: node.url,
  mergedAt: new Date(node.mergedAt),
  headSha: node.headRefOid,
  headRef: node.headRefName,
  baseRef: node.baseRefName,
  baseSha: node.baseRefOid,
  isEdited: node.lastEditedAt != null && Date.parse(node.lastEditedAt) > Date.parse(node.mergedAt),
});
