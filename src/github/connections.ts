import { z } from "zod";

const page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
const person = z.object({ __typename: z.string().optional(), login: z.string() }).nullish();

const connection = <Node extends z.ZodType>(node: Node) =>
  z.object({ totalCount: z.int().optional(), pageInfo: page, nodes: z.array(node) });

/** A list as one page of it arrives. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly next: string | undefined;
}

interface Definition<Node> {
  /** The selection under `pullRequest`; `after` is empty or `, after: $after`. */
  readonly select: (after: string) => string;
  /** The page in a `pullRequest` answer; throws where the answer has not the shape asked for. */
  readonly page: (pull: unknown) => Page<Node>;
}

const define = <Node extends z.ZodType>({ field, call, node, selection }: Field<Node>): Definition<z.output<Node>> => {
  const shape = z.object({ [field]: connection(node) });
  return {
    select: (after) =>
      `${field}: ${call.replace("AFTER", after)} { pageInfo { hasNextPage endCursor } nodes { ${selection} } }`,
    page: (pull) => pageOf(shape.parse(pull)[field]),
  };
};

interface Field<Node> {
  /** Our name for it, the alias in the answer. */
  readonly field: string;
  /** GitHub's field with its arguments, `AFTER` where the cursor goes. */
  readonly call: string;
  readonly node: Node;
  readonly selection: string;
}

const pageOf = <Node>(
  found: { readonly pageInfo: z.output<typeof page>; readonly nodes: readonly Node[] } | undefined,
): Page<Node> => ({
  nodes: found?.nodes ?? [],
  next: found?.pageInfo.hasNextPage === true ? (found.pageInfo.endCursor ?? undefined) : undefined,
});

const FileNode = z.object({ path: z.string(), changeType: z.string() });
const ReviewNode = z.object({
  state: z.string(),
  submittedAt: z.string().nullish(),
  url: z.string(),
  author: person,
  commit: z.object({ oid: z.string() }).nullish(),
});
const ThreadNode = z.object({
  isResolved: z.boolean(),
  path: z.string(),
  comments: z.object({ nodes: z.array(z.object({ url: z.string() })) }),
});
const IssueNode = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string(),
  state: z.string(),
  closedAt: z.string().nullish(),
  url: z.string(),
  repository: z.object({ nameWithOwner: z.string() }),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
});
const ClosedNode = z.object({
  number: z.int(),
  repository: z.object({
    databaseId: z.int().nullish(),
    name: z.string(),
    visibility: z.string(),
    owner: z.object({ login: z.string() }),
  }),
});
const PullNode = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  repository: z.object({ databaseId: z.int().nullish() }),
});
const CommitNode = z.object({ commit: z.object({ oid: z.string(), message: z.string() }) });
const ContextNode = z.discriminatedUnion("__typename", [
  z.object({
    __typename: z.literal("CheckRun"),
    name: z.string(),
    status: z.string(),
    conclusion: z.string().nullish(),
    startedAt: z.string().nullish(),
    completedAt: z.string().nullish(),
    detailsUrl: z.string().nullish(),
    checkSuite: z.object({
      id: z.string(),
      app: z.object({ databaseId: z.int().nullish(), slug: z.string() }).nullish(),
    }),
  }),
  z.object({
    __typename: z.literal("StatusContext"),
    context: z.string(),
    state: z.string(),
    createdAt: z.string(),
    targetUrl: z.string().nullish(),
  }),
]);

/** One of our own comments, as the query brings it. */
export const CommentNode = z.object({
  id: z.string(),
  fullDatabaseId: z.union([z.string(), z.int()]).transform(String),
  body: z.string(),
  lastEditedAt: z.string().nullish(),
  isMinimized: z.boolean(),
  author: person,
  editor: person,
});
export type CommentNode = z.output<typeof CommentNode>;

/** The checks of a commit, as its fields. */
export const rollupSelection = (after: string): string => `statusCheckRollup { contexts(first: 100${after}) {
    pageInfo { hasNextPage endCursor } nodes { __typename
      ... on CheckRun { name status conclusion startedAt completedAt detailsUrl checkSuite { id app { databaseId slug } } }
      ... on StatusContext { context state createdAt targetUrl } } } }`;

const contexts: Definition<z.output<typeof ContextNode>> = {
  select: (after) => `checks: commits(last: 1) { nodes { commit { ${rollupSelection(after)} } } }`,
  page: (pull) => pageOf(Rollup.parse(pull).checks.nodes[0]?.commit.statusCheckRollup?.contexts),
};

const Rollup = z.object({
  checks: z.object({
    nodes: z.array(
      z.object({ commit: z.object({ statusCheckRollup: z.object({ contexts: connection(ContextNode) }).nullish() }) }),
    ),
  }),
});

const PULL_SELECTION = "number title url state repository { databaseId }";

const Milestoned = z.object({ milestone: z.object({ pulls: connection(PullNode) }).nullish() });

const milestoned: Definition<z.output<typeof PullNode>> = {
  select: (after) =>
    `milestone { pulls: pullRequests(first: 100${after}) { pageInfo { hasNextPage endCursor } nodes { ${PULL_SELECTION} } } }`,
  page: (issue) => pageOf(Milestoned.parse(issue).milestone?.pulls),
};

/** Every list under a pull request that may run over a page; each is read to its end. */
export const CONNECTIONS = {
  files: define({ field: "files", call: "files(first: 100AFTER)", node: FileNode, selection: "path changeType" }),
  reviews: define({
    field: "reviews",
    call: "latestOpinionatedReviews(first: 100AFTER)",
    node: ReviewNode,
    selection: "state submittedAt url author { __typename login } commit { oid }",
  }),
  threads: define({
    field: "threads",
    call: "reviewThreads(first: 100AFTER)",
    node: ThreadNode,
    selection: "isResolved path comments(first: 1) { nodes { url } }",
  }),
  linkedIssues: define({
    field: "linkedIssues",
    call: "closingIssuesReferences(first: 50AFTER)",
    node: IssueNode.nullable(),
    selection:
      "number title body state closedAt url repository { nameWithOwner } labels(first: 100) { nodes { name } }",
  }),
  closes: define({
    field: "closes",
    call: "closingIssuesReferences(first: 50AFTER)",
    node: ClosedNode.nullable(),
    selection: "number repository { databaseId name visibility owner { login } }",
  }),
  closedBy: define({
    field: "closedBy",
    call: "closedByPullRequestsReferences(first: 50AFTER, includeClosedPrs: true)",
    node: PullNode.nullable(),
    selection: PULL_SELECTION,
  }),
  milestoned,
  commits: define({
    field: "commits",
    call: "commits(first: 100AFTER)",
    node: CommitNode,
    selection: "commit { oid message }",
  }),
  checks: contexts,
  comments: define({
    field: "comments",
    call: "comments(first: 100AFTER)",
    node: CommentNode,
    selection:
      "id fullDatabaseId body lastEditedAt isMinimized author { __typename login } editor { __typename login }",
  }),
} as const;
export type ConnectionName = keyof typeof CONNECTIONS;

/** The nodes of one list. */
export type NodeOf<Name extends ConnectionName> = ReturnType<(typeof CONNECTIONS)[Name]["page"]>["nodes"][number];
