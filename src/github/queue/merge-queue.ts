import { z } from "zod";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { MergeQueues, QueueEntry, QueueReading } from "../../readiness/queue/ports.ts";
import type { ClientOf } from "../writers.ts";

/** Merge queues by GraphQL; REST has none. https://docs.github.com/en/graphql/reference/objects#mergequeue */
export const mergeQueuesOn = (clientOf: ClientOf): MergeQueues => ({
  read: async ({ installationId, owner, name }: RepositoryRef, { branch, headSha }) => {
    const client = await clientOf(installationId);
    const ask = async (after: string | null): Promise<Page> => {
      const variables = { owner, name, branch, head: headSha, app: client.appId, after };
      const { data } = await client.query(QUERY, variables);
      return Answer.parse(data).repository;
    };
    const first = await ask(null);
    const entries = entriesOf(first);
    let { next } = pageOf(first);
    while (next !== undefined) {
      const page = await ask(next);
      entries.push(...entriesOf(page));
      next = pageOf(page).next;
    }
    return { runs: runsOf(first), ...queueOf(first, entries) };
  },
});

const QUERY = `query MergeQueue($owner: String!, $name: String!, $branch: String!, $head: GitObjectID!, $app: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    mergeQueue(branch: $branch) {
      configuration { mergingStrategy }
      entries(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } }
      }
    }
    object(oid: $head) { ... on Commit { checkSuites(first: 10, filterBy: { appId: $app }) {
      nodes { checkRuns(first: 50, filterBy: { appId: $app }) { nodes { name } } } } } }
  }
}`;

const Commit = z.object({ oid: z.string() }).nullish();

const Entry = z.object({
  position: z.int(),
  headCommit: Commit,
  baseCommit: Commit,
  pullRequest: z.object({ number: z.int() }),
});

const Page = z.object({
  mergeQueue: z
    .object({
      configuration: z.object({ mergingStrategy: z.enum(["ALLGREEN", "HEADGREEN"]).nullish() }).nullish(),
      entries: z
        .object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
          nodes: z.array(Entry),
        })
        .nullish(),
    })
    .nullish(),
  object: z
    .object({
      checkSuites: z
        .object({
          nodes: z.array(z.object({ checkRuns: z.object({ nodes: z.array(z.object({ name: z.string() })) }) })),
        })
        .nullish(),
    })
    .nullish(),
});
type Page = z.output<typeof Page>;

const Answer = z.object({ repository: Page });

const pageOf = ({ mergeQueue }: Page): { readonly next: string | undefined } => {
  const { hasNextPage = false, endCursor } = mergeQueue?.entries?.pageInfo ?? {};
  return { next: hasNextPage ? (endCursor ?? undefined) : undefined };
};

const entriesOf = ({ mergeQueue }: Page): QueueEntry[] =>
  (mergeQueue?.entries?.nodes ?? [])
    .toSorted((one, other) => one.position - other.position)
    .map(({ pullRequest: { number }, headCommit, baseCommit }) => ({
      number,
      headSha: headCommit?.oid,
      baseSha: baseCommit?.oid,
    }));

const runsOf = ({ object }: Page): readonly string[] =>
  (object?.checkSuites?.nodes ?? []).flatMap(({ checkRuns }) => checkRuns.nodes.map(({ name }) => name));

/** Where GitHub does not tell the strategy, the one that asks for more is assumed. */
const queueOf = ({ mergeQueue }: Page, entries: readonly QueueEntry[]): Pick<QueueReading, "queue"> =>
  mergeQueue == null ? {} : { queue: { strategy: mergeQueue.configuration?.mergingStrategy ?? "HEADGREEN", entries } };
