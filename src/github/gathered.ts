import type { Deployment } from "../evidence/deployment.ts";
import type { ChangedFile, CheckOutput, DocumentFile, FactName, OpenIssue, RoleHolders } from "../evidence/snapshot.ts";
import type { PolicyFile } from "../readiness/policy-of.ts";
import type { Place } from "../readiness/policy-places.ts";
import type { Needs } from "../requirements/needs.ts";
import type { CommentNode, ConnectionName, NodeOf } from "./connections.ts";

/** Lists of a pull request, each read to its end. */
export type Lists = { [Name in ConnectionName]?: readonly NodeOf<Name>[] };

/** A moment that lies behind us, and the commit that the base branch was at. */
export interface Past {
  readonly at: Date;
  readonly baseSha: string;
}

/** What the queries of one reading have brought so far. A change of head or base in between starts it anew. */
export interface Gathered {
  /** Set where a merged pull request is judged as it was at its merge. */
  readonly past: Past | undefined;
  /** Branch the policy is read from; `HEAD` is the default branch, before the base is known. */
  base: string;
  /** Undefined until GitHub or a hint named it. */
  head: string | undefined;
  readonly policyFiles: Map<string, PolicyFile>;
  /** The same paths at the head: identities to see a proposal, texts to judge it. */
  readonly headFiles: Map<string, PolicyFile>;
  readonly documents: Map<string, readonly DocumentFile[]>;
  readonly baseDocuments: Map<string, readonly DocumentFile[]>;
  readonly teams: Map<string, RoleHolders>;
  /** By environment, check and list; undefined where it was asked for and is not known, for the reason that `unread` has. */
  readonly deployments: Map<string, readonly Deployment[] | undefined>;
  readonly outputs: Map<string, readonly CheckOutput[] | undefined>;
  readonly openIssues: Map<string, readonly OpenIssue[] | undefined>;
  readonly unread: Map<FactName, string>;
  lists: Lists;
  writers: ReadonlySet<string>;
  templates: readonly string[] | undefined;
  runs: readonly string[] | undefined;
  /** Whether a ruleset or protection requires our check; undefined while there is none of ours on the head. */
  isRequired: boolean | undefined;
  comments: { checklist?: CommentNode; status?: CommentNode };
  askedForComments: boolean;
  /** The changed files with both names of each rename; present when there is a rename. */
  renamed: readonly ChangedFile[] | undefined;
}

/** What one more query has to bring. */
export interface Missing {
  readonly facts: readonly FactName[];
  readonly documents: readonly string[];
  readonly baseDocuments: readonly string[];
  readonly teams: readonly string[];
  readonly environments: readonly string[];
  readonly outputs: readonly string[];
  readonly issues: readonly string[];
  readonly policy: readonly Place[];
  readonly headPolicy: readonly Place[];
}

export const gatheringAt = (base: string, head: string | undefined, past?: Past): Gathered => ({
  past,
  base,
  head,
  policyFiles: new Map(),
  headFiles: new Map(),
  documents: new Map(),
  baseDocuments: new Map(),
  teams: new Map(),
  deployments: new Map(),
  outputs: new Map(),
  openIssues: new Map(),
  unread: new Map(),
  lists: {},
  writers: new Set(),
  templates: undefined,
  runs: undefined,
  isRequired: undefined,
  comments: {},
  askedForComments: false,
  renamed: undefined,
});

/** Facts that are lists under the pull request; the others are read their own way. */
const LISTED = [
  "files",
  "reviews",
  "threads",
  "linkedIssues",
  "commits",
  "checks",
] as const satisfies readonly FactName[];

const isListed = (fact: FactName): fact is (typeof LISTED)[number] => LISTED.some((listed) => listed === fact);

/** What of the needs has not been read yet. */
export const missingOf = (
  gathered: Gathered,
  needs: Needs,
  teams: readonly string[],
): Omit<Missing, "policy" | "headPolicy"> => ({
  facts: needs.facts.filter((fact) => !isGathered(gathered, fact)),
  documents: needs.documents.filter((pattern) => !gathered.documents.has(pattern)),
  baseDocuments: needs.baseDocuments.filter((pattern) => !gathered.baseDocuments.has(pattern)),
  teams: teams.filter((team) => !gathered.teams.has(team)),
  environments: needs.environments.filter((environment) => !gathered.deployments.has(environment)),
  outputs: needs.outputs.filter((name) => !gathered.outputs.has(name)),
  issues: needs.issues.filter((key) => !gathered.openIssues.has(key)),
});

const isGathered = (gathered: Gathered, fact: FactName): boolean => {
  if (gathered.unread.has(fact)) return true;
  if (fact === "templates") return gathered.templates !== undefined;
  return isListed(fact) ? gathered.lists[fact] !== undefined : true;
};

export const isNothing = (missing: Missing): boolean =>
  Object.values(missing).every((list: readonly unknown[]) => list.length === 0);
