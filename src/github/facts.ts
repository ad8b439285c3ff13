import { z } from "zod";
import type { Check, ChangedFile, Commit, LinkedIssue, Person, Review, Thread } from "../evidence/snapshot.ts";
import type { NodeOf } from "./connections.ts";

/** GitHub's GraphQL names of people and things, in the words of a snapshot. Pure. */

type GithubPerson = { readonly __typename?: string | undefined; readonly login: string } | null | undefined;

/** An App's login has no `[bot]` in GraphQL and has it everywhere else; a snapshot always has it. */
export const personOf = (person: GithubPerson): Person | null => {
  if (person == null) return null;
  if (person.__typename !== "Bot") return { login: person.login, type: "User" };
  return { login: person.login.endsWith("[bot]") ? person.login : `${person.login}[bot]`, type: "Bot" };
};

const CHANGE_TYPES: Readonly<Record<string, ChangedFile["change"]>> = {
  ADDED: "added",
  COPIED: "added",
  DELETED: "removed",
  RENAMED: "renamed",
};

export const fileOf = (node: NodeOf<"files">): ChangedFile => ({
  path: node.path,
  change: CHANGE_TYPES[node.changeType] ?? "modified",
});

const RestFiles = z.array(
  z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().optional() }),
);

const REST_CHANGES: Readonly<Record<string, ChangedFile["change"]>> = {
  added: "added",
  copied: "added",
  removed: "removed",
  renamed: "renamed",
};

/** The REST list of files, the only one that knows the old name of a rename. */
export const filesOfRest = (data: unknown): readonly ChangedFile[] =>
  RestFiles.parse(data).map(({ filename, status, previous_filename: previous }) => ({
    path: filename,
    change: REST_CHANGES[status] ?? "modified",
    ...(previous === undefined ? {} : { previous }),
  }));

const REVIEW_STATES: Readonly<Record<string, Review["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
  DISMISSED: "dismissed",
};

export const reviewsOf = (nodes: readonly NodeOf<"reviews">[], writers: ReadonlySet<string>): readonly Review[] =>
  nodes.flatMap((node) => {
    const state = REVIEW_STATES[node.state];
    if (state === undefined || node.submittedAt == null) return [];
    return [
      {
        by: personOf(node.author),
        state,
        commit: node.commit?.oid ?? null,
        at: node.submittedAt,
        writer: node.author != null && writers.has(node.author.login.toLowerCase()),
        url: node.url,
      },
    ];
  });

export const threadOf = (node: NodeOf<"threads">): Thread => {
  const url = node.comments.nodes[0]?.url;
  return { resolved: node.isResolved, path: node.path, ...(url === undefined ? {} : { url }) };
};

/** Linked issues; one that the App may not see is null and proves nothing. */
export const issuesOf = (nodes: readonly NodeOf<"linkedIssues">[]): readonly LinkedIssue[] =>
  nodes.flatMap((node) => (node === null ? [] : [issueOf(node)]));

const issueOf = (node: NonNullable<NodeOf<"linkedIssues">>): LinkedIssue => ({
  repository: node.repository.nameWithOwner,
  number: node.number,
  title: node.title,
  state: node.state === "OPEN" ? "open" : "closed",
  labels: (node.labels?.nodes ?? []).map(({ name }) => name),
  body: node.body,
  url: node.url,
});

export const commitOf = ({ commit }: NodeOf<"commits">): Commit => ({ sha: commit.oid, message: commit.message });

/**
 * Checks other than our own, the latest of each name in each suite: a rerun stays in the suite of what it reran, while the same
 * name in another suite is another workflow's, and may be listed beside it.
 */
export const checksOf = (nodes: readonly NodeOf<"checks">[], ownAppId: number): readonly Check[] => {
  const latest = new Map<string, Reported>();
  for (const node of nodes) {
    if (node.__typename === "CheckRun" && node.checkSuite.app?.databaseId === ownAppId) continue;
    const reported = reportedBy(node);
    const known = latest.get(reported.key);
    if (known === undefined || known.at <= reported.at) latest.set(reported.key, reported);
  }
  return [...latest.values()].map(({ check }) => check);
};

/** A check with what tells it from others and when it began, in ISO 8601. */
interface Reported {
  readonly key: string;
  readonly at: string;
  readonly check: Check;
}

/** What is queued has no start yet; no time of GitHub's comes after this. */
const NOT_STARTED = "9999";

const reportedBy = (node: NodeOf<"checks">): Reported => {
  if (node.__typename === "StatusContext")
    return {
      key: `status ${node.context}`,
      at: node.createdAt,
      check: { name: node.context, state: statusState(node.state), app: null, ...webAddress(node.targetUrl) },
    };
  return {
    key: `run ${node.checkSuite.id} ${node.name}`,
    at: node.startedAt ?? NOT_STARTED,
    check: {
      name: node.name,
      state: node.status === "COMPLETED" ? runState(node.conclusion) : "pending",
      app: node.checkSuite.app?.slug ?? null,
      ...webAddress(node.detailsUrl),
    },
  };
};

export const statusState = (state: string): Check["state"] => {
  if (state === "SUCCESS") return "success";
  return state === "PENDING" || state === "EXPECTED" ? "pending" : "failure";
};

export const runState = (conclusion: string | null | undefined): Check["state"] => {
  const passing = { SUCCESS: "success", NEUTRAL: "neutral", SKIPPED: "skipped" } as const;
  if (conclusion === "SUCCESS" || conclusion === "NEUTRAL" || conclusion === "SKIPPED") return passing[conclusion];
  return "failure";
};

/** A status may carry any text as its target; only an address is kept. */
export const webAddress = (url: string | null | undefined): { url?: string } =>
  url != null && z.url({ protocol: /^https?$/ }).safeParse(url).success ? { url } : {};
