import type { RepositoryRef } from "../ports.ts";

/** One attempt of GitHub's to hand over a delivery. */
export interface Attempt {
  readonly id: number;
  readonly guid: string;
  readonly at: Date;
  readonly isDelivered: boolean;
}

/** GitHub's log of deliveries to this App, newest first. https://docs.github.com/en/rest/apps/webhooks */
export interface DeliveryLog {
  /** One page, and where the next one begins; undefined after the last. */
  readonly page: (
    cursor: string | undefined,
  ) => Promise<{ readonly attempts: readonly Attempt[]; readonly next: string | undefined }>;
  /** Asks for another attempt; `gone` when GitHub does not keep the delivery any more. */
  readonly redeliver: (attemptId: number) => Promise<"asked" | "gone">;
}

/** A delivery that GitHub could not hand over so far. */
export interface Missed {
  readonly guid: string;
  readonly attemptId: number;
  readonly happenedAt: Date;
  /** How often GitHub was asked to send it again, and when last. */
  readonly asked: number;
  readonly askedAt?: Date | undefined;
}

/** What GitHub could not hand over, kept until it arrives. */
export interface MissedDeliveries {
  /** Adds those that failed, and drops those that arrived. */
  readonly note: (failed: readonly Attempt[], arrived: readonly string[]) => Promise<void>;
  /** Oldest first, without those that the inbox has all the same; answers how many had to be given up because they are older than `oldest`. */
  readonly open: (oldest: Date) => Promise<{ readonly missed: readonly Missed[]; readonly givenUp: number }>;
  readonly asked: (guid: string, at: Date) => Promise<void>;
  readonly drop: (guid: string) => Promise<void>;
  /** How many are to arrive soon: they were asked for once at most. */
  readonly expected: () => Promise<number>;
}

/** Moments that outlive the process, by name. */
export interface Marks {
  readonly get: (name: string) => Promise<Date | undefined>;
  readonly set: (name: string, at: Date) => Promise<void>;
}

/** A pull request as a list of GitHub's tells it. */
export interface SeenPull {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** A repository as one query for many of them tells it. */
export interface SeenRepository {
  readonly repository: RepositoryRef;
  readonly tip?: { readonly branch: string; readonly sha: string } | undefined;
  /** Branches with a config of their own: the default one, or bases of pull requests. */
  readonly configured: ReadonlySet<string>;
  readonly pulls: readonly SeenPull[];
  /** Heads of open pull requests that hold a config although there is none; absent: not looked for. */
  readonly firsts?: ReadonlySet<string> | undefined;
}

/** What is wanted of one repository. */
export interface Looking {
  readonly repository: RepositoryRef;
  /** Pull requests that changed since then in whatever state; absent: those that are open. */
  readonly since?: Date | undefined;
  /** Every open one, too, however long it has not changed. */
  readonly all: boolean;
}

/** What the App sees, without looking at anything closely. */
export interface Sight {
  /** Numbers of the installations that are not suspended. */
  readonly installations: () => Promise<readonly number[]>;
  /** Repositories of an installation that can be written to, a hundred at a time. */
  readonly repositories: (installationId: number) => AsyncIterable<readonly RepositoryRef[]>;
  /** Many repositories of one installation in one query; those that are gone are left out. Also: whether the owner has a config for all. */
  readonly look: (
    installationId: number,
    many: readonly Looking[],
  ) => Promise<{
    readonly repositories: readonly SeenRepository[];
    readonly isOwnerConfigured: boolean;
    readonly unread?: readonly Unread[] | undefined;
  }>;
}

/** Repositories of which GitHub did not tell everything, and why: to be looked at the next time. */
export interface Unread {
  readonly repositoryIds: readonly number[];
  readonly error: unknown;
}

/** A run that waits at an environment where our rule is. */
export interface WaitingThere {
  readonly runId: number;
  readonly attempt: number;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  /** Nobody else could hold it there: no reviewers, no timer, no other App. */
  readonly isOnlyOurs: boolean;
}

export interface SeenRuns {
  readonly runs: readonly WaitingThere[];
  /** There are more, which were made at this moment or before. */
  readonly until?: Date | undefined;
}

/** A group of a merge queue that waits for checks. */
export interface WaitingGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
}

/** What waits for our word in one repository. Answers nothing where the App may not look. */
export interface WaitingOnes {
  /** The newest runs, or of those that were made up to a moment: a hundred at most. */
  readonly runs: (repository: RepositoryRef, before: Date | undefined) => Promise<SeenRuns>;
  readonly groups: (repository: RepositoryRef, branches: readonly string[]) => Promise<readonly WaitingGroup[]>;
  /** Issues that changed since a moment, in the order in which they did: some hundreds at most. */
  readonly issues: (repository: RepositoryRef, looking: LookingForIssues) => Promise<SeenIssues>;
}

export interface LookingForIssues {
  /** Absent: however long they have not changed. */
  readonly from: Date | undefined;
  /** Those that are closed, too. */
  readonly closed: boolean;
}

/** An issue as a list of GitHub's tells it. */
export interface SeenIssue {
  readonly number: number;
  readonly state: "open" | "closed";
  /** ISO 8601. */
  readonly updatedAt: string;
}

export interface SeenIssues {
  readonly issues: readonly SeenIssue[];
  /** There are more, which changed at this moment or later. */
  readonly until?: Date | undefined;
}

/** How much is left of what an installation may ask of GitHub and write there. */
export interface Budget {
  /** Of the scarcest, from 0 to 1, and when it is whole again. */
  readonly left: (installationId: number) => Promise<{ readonly share: number; readonly resetAt: Date }>;
}

/** What the store knows of a subject, for telling whether GitHub knows better. */
export interface KnownOne {
  readonly key: string;
  readonly kind: string;
  readonly state: "open" | "merged" | "closed";
  readonly headSha?: string | undefined;
  readonly baseRef?: string | undefined;
  /** A config applied when it was read last; undefined where it was never read. */
  readonly configured?: boolean | undefined;
  /** A config applied, and pages know nothing of it: a release judged it that had none. */
  readonly isUntold?: boolean | undefined;
  /** When the newest delivery about it came in. */
  readonly heardAt?: Date | undefined;
}

/** How far the sweep has come, and what it compares with. */
export interface SweepRecords {
  /** By repository, when it was last swept for this installation; those that never were are left out. */
  readonly sweptAt: (repositories: readonly RepositoryRef[]) => Promise<ReadonlyMap<number, Date>>;
  readonly swept: (repositories: readonly RepositoryRef[], at: Date) => Promise<void>;
  /** Subjects of a repository that are followed, and those with these keys whatever their state. */
  readonly known: (repositoryId: number, keys: readonly string[]) => Promise<readonly KnownOne[]>;
  /** The moment up to which a repository's issues were looked through in this round, which was not enough; absent: none were. */
  readonly issuesUntil: (repositoryId: number, round: string) => Promise<Date | undefined>;
  /** Keeps that moment; without one the repository's rounds are over. */
  readonly keepIssuesUntil: (repositoryId: number, round: string, until: Date | undefined) => Promise<void>;
}

/** Runs that asked for our word, as far as we heard. */
export interface AskedRuns {
  /** Whether any deployment of this repository ever asked. */
  readonly deploys: (repositoryId: number) => Promise<boolean>;
  /** Those of one release. */
  readonly of: (
    subjectKey: string,
  ) => Promise<readonly { readonly runId: number; readonly attempt: number; readonly isAnswered: boolean }[]>;
}

/** Which installations there are to sweep. */
export interface SweepPlan {
  /** Adds those that are new, due at once, and forgets those that are no more. With `hurry` all of them are due at once. */
  readonly keep: (installationIds: readonly number[], now: Date, how?: { readonly hurry: boolean }) => Promise<void>;
  /** Installations whose sweep is due, most urgent first, with the moment for which each was planned. */
  readonly due: (now: Date) => Promise<readonly { readonly installationId: number; readonly at: Date }[]>;
  /** Plans the next sweep, unless another one was asked for since `from`. */
  readonly next: (installationId: number, from: Date, to: Date) => Promise<void>;
}
