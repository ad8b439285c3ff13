import type { GitStore } from "../git/store.ts";
import type { BranchProtection, Ruleset } from "./rulesets.ts";
import type { Environment, Job, WorkflowRun } from "./actions.ts";

export type Role = "admin" | "maintain" | "write" | "triage" | "read";
export type Level = "read" | "write";
export type Permissions = Readonly<Record<string, Level>>;

export interface Account {
  readonly kind: "User" | "Bot" | "Organization";
  readonly id: number;
  readonly nodeId: string;
  readonly createdAt: Date;
  login: string;
  deleted: boolean;
  /** What a person says of themselves. */
  bio?: string;
}

export interface Team {
  readonly kind: "Team";
  readonly id: number;
  readonly nodeId: string;
  readonly org: Organization;
  readonly slug: string;
  readonly name: string;
  readonly parent: Team | null;
  readonly members: Set<Account>;
  /** Invited, not yet accepted: GitHub answers `pending`. */
  readonly invited: Set<Account>;
  readonly createdAt: Date;
}

export interface Organization {
  readonly account: Account;
  readonly members: Set<Account>;
  readonly teams: Map<string, Team>;
}

export interface Label {
  readonly kind: "Label";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Milestone {
  readonly kind: "Milestone";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly number: number;
  readonly title: string;
  readonly creator: Account;
  readonly createdAt: Date;
  state: "open" | "closed";
}

export interface RequiredCheck {
  readonly context: string;
  /** Null: any source may report it. */
  readonly appId: number | null;
}

export interface Repository {
  readonly kind: "Repository";
  readonly id: number;
  readonly nodeId: string;
  readonly owner: Account;
  readonly git: GitStore;
  readonly refs: Map<string, string>;
  readonly parent: Repository | null;
  readonly labels: Map<string, Label>;
  readonly milestones: Map<number, Milestone>;
  /** Pull requests and issues share their numbers. */
  readonly issues: Map<number, Issue | Pull>;
  readonly suites: CheckSuite[];
  /** Milliseconds for which a merge's commits are not yet linked to their pull request, as on a busy GitHub. */
  linkLagMs: number;
  readonly statuses: Status[];
  readonly deployments: Deployment[];
  /** By name in lower case: GitHub tells environments apart without regard to case. */
  readonly environments: Map<string, Environment>;
  readonly workflowRuns: WorkflowRun[];
  readonly collaborators: Map<Account, Role>;
  /** The repository's own and its organization's, as far as they are about it. */
  readonly rulesets: Ruleset[];
  /** Classic protection, by branch. */
  readonly protections: Map<string, BranchProtection>;
  /** By branch, first in line first. */
  readonly queues: Map<string, readonly QueueEntry[]>;
  readonly createdAt: Date;
  name: string;
  private: boolean;
  archived: boolean;
  deleted: boolean;
  description: string | null;
  defaultBranch: string;
  pushedAt: Date;
}

export interface Edit {
  readonly kind: "UserContentEdit";
  readonly nodeId: string;
  readonly editor: Account;
  readonly editedAt: Date;
  readonly diff: string;
}

interface Written {
  readonly id: number;
  readonly nodeId: string;
  readonly author: Account;
  readonly createdAt: Date;
  readonly edits: Edit[];
  updatedAt: Date;
  lastEditedAt: Date | null;
  editor: Account | null;
}

interface Conversation extends Written {
  readonly number: number;
  readonly repo: Repository;
  readonly comments: Comment[];
  readonly app: App | null;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  closedAt: Date | null;
  closedBy: Account | null;
  labels: Label[];
  assignees: Account[];
  milestone: Milestone | null;
}

export interface Issue extends Conversation {
  readonly kind: "Issue";
}

export interface Retarget {
  readonly kind: "BaseRefChangedEvent";
  readonly createdAt: string;
  readonly previousRefName: string;
  readonly currentRefName: string;
}

export interface Pull extends Conversation {
  readonly kind: "PullRequest";
  /** A pull request has an issue of its own number behind it, with an id of its own. */
  readonly issueId: number;
  readonly headRef: string;
  readonly reviews: Review[];
  readonly threads: ReviewThread[];
  /** Null once the fork was deleted. */
  headRepo: Repository | null;
  headSha: string;
  /** The commit with which the list of its commits ends by GitHub's GraphQL, where that is not the head. */
  listedUntil?: string | undefined;
  baseRef: string;
  /** The base branch as it was at the last push to the pull request: it lags behind, as on GitHub. */
  baseSha: string;
  /** Every change of the base branch, oldest first. */
  readonly retargets: Retarget[];
  draft: boolean;
  mergedAt: Date | null;
  mergedBy: Account | null;
  mergeSha: string | null;
  /** The commits that a rebase put on the base branch in the place of the branch's own. */
  rebased: readonly string[];
  reviewers: Account[];
  reviewTeams: Team[];
}

/** What a queue tests for one entry: the branch as it would be once the entry and those before it were merged. */
export interface MergeGroup {
  readonly ref: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly requestedAt: Date;
}

export interface QueueEntry {
  readonly kind: "MergeQueueEntry";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly branch: string;
  readonly pull: Pull;
  /** The pull request's head when it was queued: a push takes it out. */
  readonly queuedSha: string;
  readonly enqueuer: Account;
  readonly enqueuedAt: Date;
  /** Null until its checks are requested. */
  group: MergeGroup | null;
}

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: Date;
}

export interface Comment extends Written {
  readonly kind: "IssueComment";
  readonly issue: Issue | Pull;
  readonly app: App | null;
  readonly reactions: Reaction[];
  body: string;
  minimized: string | null;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review extends Written {
  readonly kind: "PullRequestReview";
  readonly pull: Pull;
  readonly commitSha: string;
  readonly submittedAt: Date;
  body: string;
  state: ReviewState;
}

export interface ReviewComment extends Written {
  readonly kind: "PullRequestReviewComment";
  readonly thread: ReviewThread;
  readonly review: Review;
  readonly commitSha: string;
  body: string;
}

export interface ReviewThread {
  readonly kind: "PullRequestReviewThread";
  readonly id: number;
  readonly nodeId: string;
  readonly pull: Pull;
  readonly path: string;
  readonly line: number;
  readonly comments: ReviewComment[];
  resolvedBy: Account | null;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number | undefined;
  readonly end_column?: number | undefined;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string | undefined;
  readonly raw_details?: string | undefined;
}

export interface Action {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckSuite {
  readonly kind: "CheckSuite";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly app: App;
  readonly sha: string;
  readonly branch: string | null;
  readonly before: string | null;
  /** Each workflow of GitHub Actions has a suite of its own; other Apps have one a commit. */
  readonly workflow: string | null;
  readonly runs: CheckRun[];
  readonly createdAt: Date;
  updatedAt: Date;
  /** Set by "Re-run": the suite waits again although its runs are complete. */
  reset: boolean;
}

export interface CheckRun {
  readonly kind: "CheckRun";
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
  actions: readonly Action[];
}

export interface Status {
  readonly kind: "StatusContext";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: Date;
}

export type DeploymentState =
  "error" | "failure" | "inactive" | "in_progress" | "pending" | "queued" | "success" | "waiting";

export interface DeploymentStatus {
  readonly kind: "DeploymentStatus";
  readonly id: number;
  readonly nodeId: string;
  readonly deployment: Deployment;
  readonly state: DeploymentState;
  readonly description: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly creator: Account;
  readonly createdAt: Date;
}

export interface Deployment {
  readonly kind: "Deployment";
  readonly id: number;
  readonly nodeId: string;
  readonly repo: Repository;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: Account;
  readonly app: App | null;
  /** The job of a workflow that made it; null when it was made over the API. */
  readonly job: Job | null;
  readonly createdAt: Date;
  /** Oldest first. */
  readonly statuses: DeploymentStatus[];
}

export interface App {
  readonly kind: "App";
  readonly id: number;
  readonly nodeId: string;
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly createdAt: Date;
  permissions: Permissions;
  events: readonly string[];
}

export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  readonly account: Account;
  readonly repos: Set<Repository>;
  readonly createdAt: Date;
  all: boolean;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: Date | null;
}

export type Node =
  | Account
  | Team
  | Label
  | Milestone
  | Repository
  | Issue
  | Pull
  | Comment
  | Review
  | ReviewThread
  | ReviewComment
  | CheckSuite
  | CheckRun
  | Status
  | Deployment
  | DeploymentStatus
  | QueueEntry
  | Environment
  | WorkflowRun
  | App;
