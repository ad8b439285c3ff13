import { z } from "zod";
import { Deployment } from "./deployment.ts";
import { EXIT_STATES } from "./exit-states.ts";

const instant = z.iso.datetime({ offset: true });

/** Somebody on GitHub. `login` is compared without regard to case; a deleted account is `null` where a person is expected. */
export const Person = z.strictObject({
  login: z.string().min(1).describe("The login, as GitHub spells it; an App's is `slug[bot]`."),
  type: z.enum(["User", "Bot"]).default("User").describe("`Bot` for Apps and other automation."),
});
export type Person = z.output<typeof Person>;

/** A role name that stands for people: who holds it, or why that could not be learnt. */
export const RoleHolders = z.strictObject({
  members: z.array(z.string()).describe("Logins of everybody who holds the role, teams resolved."),
  problem: z.string().optional().describe("Why the list may be incomplete, such as a team the App can't see."),
});
export type RoleHolders = z.output<typeof RoleHolders>;

/** One changed file. A rename carries both paths, because leaving a protected path is a change of it. */
export const ChangedFile = z.strictObject({
  path: z.string().describe("Path at the head."),
  previous: z.string().optional().describe("Path before a rename."),
  change: z
    .enum(["added", "modified", "removed", "renamed"])
    .default("modified")
    .describe("What happened to the file."),
});
export type ChangedFile = z.output<typeof ChangedFile>;

/** The latest opinionated review of one person. */
export const Review = z.strictObject({
  by: Person.nullable().describe("The reviewer; null when the account was deleted."),
  state: z.enum(["approved", "changes_requested", "dismissed"]).describe("The last word of this reviewer."),
  commit: z.string().nullable().default(null).describe("SHA that was reviewed; null when it is gone."),
  at: instant.describe("When the review was submitted."),
  writer: z.boolean().default(false).describe("Whether GitHub counts the reviewer among those with write permission."),
  url: z.url().optional().describe("The review on GitHub."),
});
export type Review = z.output<typeof Review>;

/** A check run or commit status on the head commit; our own runs are left out. */
export const Check = z.strictObject({
  name: z.string().describe("Name of the check run, or context of the status."),
  state: z
    .enum(["success", "failure", "pending", "neutral", "skipped"])
    .describe("`pending` until it has an outcome; `failure` for every outcome that did not succeed."),
  app: z.string().nullable().default(null).describe("Slug of the App that reported it; null for a commit status."),
  url: z.url().optional().describe("Where to read more."),
});
export type Check = z.output<typeof Check>;

/** A conversation on the diff. */
export const Thread = z.strictObject({
  resolved: z.boolean().describe("Whether somebody resolved it."),
  path: z.string().describe("The file it is about."),
  url: z.url().optional().describe("The thread on GitHub."),
});
export type Thread = z.output<typeof Thread>;

/** An issue that the pull request closes. */
export const LinkedIssue = z.strictObject({
  repository: z.string().describe("`owner/name` of the issue's repository."),
  number: z.int().describe("The issue's number."),
  title: z.string().default("").describe("The issue's title."),
  state: z.enum(["open", "closed"]).describe("Whether the issue is open."),
  labels: z.array(z.string()).default([]).describe("Names of its labels."),
  body: z.string().optional().describe("Its description as Markdown; absent where that was not read."),
  url: z.url().optional().describe("The issue on GitHub."),
});
export type LinkedIssue = z.output<typeof LinkedIssue>;

/** A commit of the pull request. */
export const Commit = z.strictObject({
  sha: z.string().describe("The commit."),
  message: z.string().describe("The whole commit message."),
});
export type Commit = z.output<typeof Commit>;

/** A file's text at one commit, or why it has none to judge. */
export const DocumentFile = z.strictObject({
  path: z.string().describe("Path of the file."),
  text: z.string().nullable().describe("Its text; null where it can't be judged, see `problem`."),
  problem: z.string().optional().describe("Why there is no text: over 1 MB, binary, or not readable."),
  url: z.url().optional().describe("The file on GitHub."),
});
export type DocumentFile = z.output<typeof DocumentFile>;

/** What one check or status wrote as its output. */
export const CheckOutput = z.strictObject({
  state: z.enum(["success", "failure", "pending", "neutral", "skipped"]).describe("How the check stands."),
  text: z
    .string()
    .describe("Title, summary and text of its output, or the description of a status, joined by line ends."),
  app: z.string().nullable().default(null).describe("Slug of the App that reported it; null for a commit status."),
  url: z.url().optional().describe("Where to read more."),
});
export type CheckOutput = z.output<typeof CheckOutput>;

/** An open issue of the repository. */
export const OpenIssue = z.strictObject({
  number: z.int().describe("The issue's number."),
  title: z.string().default("").describe("The issue's title."),
  labels: z.array(z.string()).default([]).describe("Names of its labels."),
  milestone: z.string().nullable().default(null).describe("Title of its milestone."),
  url: z.url().optional().describe("The issue on GitHub."),
});
export type OpenIssue = z.output<typeof OpenIssue>;

/**
 * Facts that cost a part of the read from GitHub, so each is asked for only when a requirement or predicate needs it.
 * An absent fact means "not asked", never "empty".
 */
export const facts = {
  files: z.array(ChangedFile).optional().describe("Every changed file."),
  reviews: z.array(Review).optional().describe("The latest opinionated review of each reviewer."),
  checks: z.array(Check).optional().describe("Check runs and statuses on the head commit, the latest of each name."),
  threads: z.array(Thread).optional().describe("Conversations on the diff."),
  linkedIssues: z.array(LinkedIssue).optional().describe("Issues that merging closes."),
  commits: z.array(Commit).optional().describe("The pull request's commits."),
  templates: z.array(z.string()).optional().describe("Texts of the repository's pull-request (or issue) templates."),
  documents: z
    .record(z.string(), z.array(DocumentFile))
    .optional()
    .describe("For each path or glob asked for: the files at the head that match it; an empty list when none does."),
  baseDocuments: z
    .record(z.string(), z.array(DocumentFile))
    .optional()
    .describe("The same at the base branch, for telling what this change added."),
  deployments: z
    .record(z.string(), z.array(Deployment))
    .optional()
    .describe(
      "For each environment asked for: its latest deployments, newest first; an empty list when there is none.",
    ),
  outputs: z
    .record(z.string(), z.array(CheckOutput))
    .optional()
    .describe("For each check asked for by name: what it wrote on the head commit; an empty list when it did not run."),
  openIssues: z
    .record(z.string(), z.array(OpenIssue))
    .optional()
    .describe("For each `label:NAME` or `milestone:TITLE` asked for: every open issue that has it."),
  issueProcedures: z
    .record(z.string(), z.record(z.string(), z.enum(EXIT_STATES)))
    .optional()
    .describe("For each linked issue as `owner/name#number`: how its procedures stand, by their ids."),
  branches: z
    .record(z.string(), z.boolean())
    .optional()
    .describe("For each branch name asked for: whether there is such a branch."),
  changedSince: z
    .record(z.string(), z.array(z.string()).nullable())
    .optional()
    .describe("For each commit asked for: paths that differ between it and the head; null where that can't be told."),
  lastChanged: z
    .record(z.string(), instant.nullable())
    .optional()
    .describe(
      "For each path asked for: when it was changed last on the way to the head; null where there is no such file.",
    ),
} as const;
export type FactName = keyof typeof facts;

/** Every fact; some are asked for as a whole or not at all, others by path or name. */
export const FACT_NAMES = [
  "files",
  "reviews",
  "checks",
  "threads",
  "linkedIssues",
  "commits",
  "templates",
  "documents",
  "baseDocuments",
  "deployments",
  "outputs",
  "openIssues",
  "issueProcedures",
  "branches",
  "changedSince",
  "lastChanged",
] as const satisfies readonly FactName[];

/** Everything known of a subject at one moment, read from GitHub in one go; plain data, and the shape of a snapshot file. */
export const Snapshot = z
  .strictObject({
    subject: z
      .strictObject({
        kind: z.enum(["pull_request", "issue"]).default("pull_request").describe("What the procedures run on."),
        repository: z
          .string()
          .regex(/^[^/\s]+\/[^/\s]+$/)
          .describe("`owner/name`."),
        number: z.int().positive().describe("The number of the pull request or issue."),
      })
      .describe("What the procedures run on."),
    title: z.string().default("").describe("Title."),
    body: z.string().default("").describe("Description as Markdown; empty when there is none."),
    author: Person.nullable().default(null).describe("Who opened it; null when the account was deleted."),
    openedAt: instant.optional().describe("When it was opened."),
    mergedAt: instant.nullable().default(null).describe("When it was merged; null until then."),
    mergeSha: z.string().nullable().default(null).describe("The commit that the merge made; null until then."),
    state: z.enum(["open", "closed", "merged"]).default("open").describe("State."),
    draft: z.boolean().default(false).describe("Whether it is a draft."),
    fork: z.boolean().default(false).describe("Whether the head is in another repository."),
    labels: z.array(z.string()).default([]).describe("Names of the labels."),
    milestone: z.string().nullable().default(null).describe("Title of the milestone."),
    base: z.string().default("main").describe("Name of the base branch."),
    retargetedAt: instant
      .optional()
      .describe("When another branch became the base the last time; absent where the base never changed."),
    head: z.string().default("").describe("Name of the head branch."),
    headSha: z.string().default("").describe("The head commit."),
    size: z.int().nonnegative().default(0).describe("Lines added plus lines deleted."),
    roles: z.record(z.string(), RoleHolders).default({}).describe("Who holds each role of the config."),
    permissions: z
      .record(z.string(), z.enum(["admin", "write", "read", "none"]))
      .default({})
      .describe("Repository permission by login, for those whose acts depend on it."),
    unread: z
      .record(z.string(), z.string())
      .default({})
      .describe("Facts that were asked for and could not be read, by name, each with the reason."),
    ...facts,
  })
  .describe("Everything known of a pull request or issue at one moment.");
export type Snapshot = z.output<typeof Snapshot>;
