import type { Snapshot, Person } from "../evidence/snapshot.ts";
import type { Finding } from "../procedures/finding.ts";
import type { Policy } from "../procedures/policy.ts";
import type { CheckRun } from "../report/check-run.ts";
import type { PolicyFile, Visibility } from "./policy-of.ts";
import type { Lookups, Needs } from "../requirements/needs.ts";

/** Which repository, as GitHub's ids name it for ever and its names today. */
export interface RepositoryRef {
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

/** Which pull request or issue, in the same way. */
export interface SubjectRef extends RepositoryRef {
  readonly kind: "pull_request" | "issue";
  readonly key: string;
  readonly number: number;
}

/** What is remembered of a subject so that the next read is one query: wrong hints cost a second query, never a wrong verdict. */
export interface Hints {
  readonly headSha?: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly needs?: Needs;
  /** An earlier try failed, perhaps because of what was asked for by heart: ask only for what is known to be needed. */
  readonly afresh: boolean;
  /** Node ids of our comments; `search` when they may be incomplete, such as after a crash between two writes. */
  readonly comments: { readonly checklist?: string; readonly status?: string; readonly search: boolean };
  /** Whether our check run on this head is remembered. */
  readonly runKnownFor?: string;
  /** Files of config and procedures by their places (`placeKey`): how the subject would be seen if they held is told besides. */
  readonly proposed?: ReadonlyMap<string, PolicyFile>;
  /** Files of this repository that are policy elsewhere: a change of them is a proposal as well. */
  readonly offered?: readonly OfferedFile[];
}

/** A file of this repository that is policy elsewhere. */
export interface OfferedFile {
  readonly path: string;
  /** How many other repositories use it, as far as is known without asking. */
  readonly repositories: number;
}

/** A sticky comment of ours as it stands on GitHub. */
export interface OwnComment {
  readonly kind: "checklist" | "status";
  readonly id: string;
  readonly nodeId: string;
  readonly body: string;
  readonly editor: Person | null;
  readonly editedAt: string | null;
}

/** A change of config or procedures that the pull request itself brings: judged, never obeyed. */
export interface Proposal {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
  /** Nothing of it is read where it is: it only looks like a first config, under another name. */
  readonly isUnread: boolean;
  /** As it would be; undefined where no config would be left. */
  readonly policy: Policy | undefined;
  /** The files as it would leave them, by their paths; one that it removes has no `oid`. */
  readonly files: ReadonlyMap<string, PolicyFile>;
  /** The same for as long as neither the proposal nor what holds on the base branch changes. */
  readonly identity: string;
}

/** An issue that merging closes, in this repository or in another one of the same owner. */
export interface ClosedIssue {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

/** A pull request of the same repository, as a list of GitHub's tells it. */
export interface ListedPull {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
}

/** Everything one evaluation rests on, read at one moment. */
export interface Reading {
  readonly snapshot: Snapshot;
  /** Absent: neither the repository nor its organisation has a config, so Gatehouse is silent. */
  readonly policy?: Policy;
  readonly needs: Needs;
  /**
   * Config and procedures that were read, or looked for: a change of them changes the policy. A path is in this repository,
   * `owner/name:path` in another one.
   */
  readonly policyPaths: readonly string[];
  /** Whether the policy is the default branch's, which is the one that issues have. */
  readonly isDefault: boolean;
  readonly checklist?: OwnComment;
  readonly status?: OwnComment;
  /** ISO 8601: how new the state is that was read. */
  readonly updatedAt: string;
  /** When GitHub was asked for it; absent of what is put together from what was read before. */
  readonly askedAt?: Date | undefined;
  /** Surplus copies of our comments, to be removed. */
  readonly extra: readonly OwnComment[];
  /** Names of our check runs found on the head commit, when they were looked for. */
  readonly runs: readonly string[];
  /** Whether a ruleset or protection requires our check; absent where that can't be told, as before there is one. */
  readonly isRequired?: boolean;
  readonly proposal?: Proposal;
  /** The subject as the policy that was asked about sees it; that is absent where it would be none. */
  readonly alternative?: { readonly policy: Policy | undefined; readonly snapshot: Snapshot; readonly needs: Needs };
  /** Who may read the repository. */
  readonly visibility?: Visibility;
  readonly url: string;
  /** Of a pull request: the issues it closes whose readers may know of it. */
  readonly closes?: readonly ClosedIssue[];
  /** Of an issue: pull requests of its repository that close it or have its milestone, whatever their state. */
  readonly pulls?: readonly ListedPull[];
}

/** What is remembered of the config in an owner's `.github` repository, so that losing sight of it is told from its removal. */
export interface Organisations {
  /** Whether there was a config when it was last seen. */
  readonly hasConfig: (installationId: number) => Promise<boolean>;
  /** Whether it is known that nothing was locked when it could last be read. */
  readonly lockedNothing: (installationId: number) => Promise<boolean>;
  /** `binds`: whether it locks something; undefined of one that is broken. */
  readonly note: (
    installationId: number,
    seen: { readonly hasConfig: boolean; readonly binds: boolean | undefined },
  ) => Promise<void>;
}

/** Reads a subject in one go. Undefined when the subject is gone. Throws rather than answer in part. */
export interface Reader {
  readonly read: (subject: SubjectRef, hints: Hints) => Promise<Reading | undefined>;
}

export type Permission = "admin" | "write" | "read" | "none";

/** Answers what depends on what was read, in as few calls as GitHub allows. Throws rather than answer in part. */
export interface SecondLook {
  readonly answer: (
    subject: SubjectRef,
    headSha: string,
    lookups: Lookups,
  ) => Promise<Pick<Snapshot, "branches" | "changedSince" | "lastChanged">>;
}

/** An issue that Gatehouse opened, such as a follow-up. */
export interface OpenedIssue {
  readonly number: number;
  readonly url: string;
}

/** Opens issues. `marker` is an HTML comment in the body by which a crash between two writes is found out. */
export interface IssueWriter {
  readonly create: (
    subject: SubjectRef,
    issue: { readonly title: string; readonly body: string },
  ) => Promise<OpenedIssue>;
  readonly find: (subject: SubjectRef, marker: string) => Promise<OpenedIssue | undefined>;
}

/** Tells which of some numbers of a repository are pull requests. */
export interface PullNames {
  readonly among: (repository: RepositoryRef, numbers: readonly number[]) => Promise<readonly ListedPull[]>;
}

/** Answers who may act, as GitHub says; never as a payload claims. */
export interface Members {
  readonly permission: (subject: SubjectRef, login: string) => Promise<Permission>;
}

/** A check run as it is to be; its digest is ours alone. */
export type WantedRun = Omit<CheckRun, "digest">;

/** A check run as it is written; `cancelled` where nobody judges the commit any more, so that no old word passes for a new one. */
export interface WrittenRun extends Omit<WantedRun, "conclusion"> {
  readonly conclusion: WantedRun["conclusion"] | "cancelled";
}

/** Writes check runs; `id` updates in place. */
export interface Runs {
  readonly create: (repository: RepositoryRef, run: WrittenRun) => Promise<string>;
  readonly update: (repository: RepositoryRef, id: string, run: WrittenRun) => Promise<void>;
  /** Our run of that name on that commit, found by asking GitHub. */
  readonly find: (repository: RepositoryRef, name: string, headSha: string) => Promise<string | undefined>;
}

/** Writes comments on a subject. */
export interface Comments {
  readonly create: (subject: SubjectRef, body: string) => Promise<{ readonly id: string; readonly nodeId: string }>;
  /** Who edited a comment of ours and when, newest first; the author's first writing is no edit. */
  readonly edits: (
    subject: SubjectRef,
    nodeId: string,
  ) => Promise<readonly { readonly by: Person | null; readonly at: string }[]>;
  /** Id of our comment whose text holds this, found by asking GitHub. */
  readonly find: (subject: SubjectRef, text: string) => Promise<string | undefined>;
  /** The text as it is this moment; undefined when the comment is no more. */
  readonly text: (subject: SubjectRef, id: string) => Promise<string | undefined>;
  /** False when the comment is no more. */
  readonly update: (
    subject: SubjectRef,
    comment: { readonly id: string; readonly nodeId?: string | undefined },
    body: string,
  ) => Promise<boolean>;
  readonly remove: (subject: SubjectRef, id: string) => Promise<void>;
  readonly react: (subject: SubjectRef, id: string, reaction: "+1" | "confused") => Promise<void>;
}

/** What spans the pull requests of a repository. */
export interface Pulls {
  /** Open pull requests whose head is the commit, forks included. */
  readonly withHead: (
    repository: Pick<SubjectRef, "installationId" | "owner" | "name">,
    sha: string,
  ) => Promise<readonly PullHead[]>;
}

export interface PullHead {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
}
