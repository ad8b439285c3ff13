import type { Course, DirectCommit, PreviousDeployment } from "../../evaluation/deploy/decision.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { RepositoryRef } from "../ports.ts";

/** A pull request whose commits a release brings. */
export interface BroughtPull {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly state: "open" | "closed" | "merged";
  /** ISO 8601; null until then. */
  readonly mergedAt: string | null;
  readonly author: string | null;
  /** Title of its milestone. */
  readonly milestone: string | null;
  /** Issues of the same repository that merging it closes, open or closed by now. */
  readonly closes: readonly number[];
  /**
   * It brings commits that no pull request to the default branch brings: they come by a branch of which the default branch's config
   * says nothing.
   */
  readonly isAside: boolean;
}

/** What one deployment brings, as GitHub tells. */
export interface ReleaseReading {
  /** The repository's address on GitHub, which need not be github.com. */
  readonly url: string;
  /** Absent: there is no config that holds for the repository's default branch, so Gatehouse has no say. */
  readonly policy?: Policy | undefined;
  readonly policyPaths: readonly string[];
  readonly course: Course;
  /** Why what it brings can't be told: an unknown commit, too many commits. */
  readonly problem?: string | undefined;
  readonly onDefault?: boolean | undefined;
  readonly previous?: PreviousDeployment | undefined;
  /** Of `forward`: those of the commits between. Of `first`: those that brought the commit itself. */
  readonly pulls: readonly BroughtPull[];
  /** Number of the pull request that brought the commit itself. */
  readonly lead?: number | undefined;
  readonly direct: readonly DirectCommit[];
  /** Of the merge commits asked about in `whether`: those that the commit holds. */
  readonly holds: ReadonlySet<string>;
}

/** That somebody rolled an environment back. */
export interface RolledBackHere {
  /** ISO 8601. */
  readonly at: string;
  /** When somebody took the run up again; the rollback was said by mistake if what it was about still ran there. ISO 8601. */
  readonly resumedAt?: string | undefined;
}

export interface ReleaseAsked {
  readonly environment: string;
  readonly sha: string;
  /** What ran there at the moment of a rollback is no good deployment. */
  readonly rollbacks: readonly RolledBackHere[];
  /** Merge commits of which it matters, on a first deployment, whether the release holds them. */
  readonly whether: readonly string[];
}

/** Reads what a release brings. Undefined when the repository is gone or shut to us. Throws rather than answer in part. */
export interface ReleaseReader {
  readonly read: (repository: RepositoryRef, asked: ReleaseAsked) => Promise<ReleaseReading | undefined>;
}

/** A workflow run that waits at an environment, as GitHub knows it now. */
export interface WaitingRun {
  /** Which try of the run this is, from 1. */
  readonly attempt: number;
  /** When this try began; absent where GitHub does not tell. */
  readonly startedAt?: Date | undefined;
  readonly isOver: boolean;
}

/**
 * Speaks to workflow runs that wait for our protection rule. https://docs.github.com/en/rest/actions/workflow-runs
 * `nothing-waits`: GitHub knows of nothing to be answered (422), which right after the event can be too early to believe.
 */
export interface RunAnswers {
  readonly run: (repository: RepositoryRef, runId: number) => Promise<WaitingRun | undefined>;
  readonly report: (repository: RepositoryRef, to: Waiting, comment: string) => Promise<"told" | "nothing-waits">;
  readonly decide: (
    repository: RepositoryRef,
    to: Waiting,
    word: { readonly state: "approved" | "rejected"; readonly comment: string },
  ) => Promise<"told" | "nothing-waits">;
  /** What was said to the run at that environment, by whomever and in whichever try; nothing where the run is gone. */
  readonly said: (repository: RepositoryRef, to: Waiting) => Promise<readonly Said[]>;
}

/** A word on a workflow run: `pending` for a report. */
export interface Said {
  readonly state: string;
  readonly comment: string;
}

export interface Waiting {
  readonly runId: number;
  /** As the event spelt it. */
  readonly environment: string;
}

/** A run that asked for a release, and what it was told. */
export interface DeployRequest {
  readonly subjectKey: string;
  readonly runId: number;
  readonly attempt: number;
  readonly environment: string;
  /** When this try of the run began; where that is not known, when it asked. */
  readonly askedAt: Date;
  /** How many status reports it got; GitHub takes ten. */
  readonly reports: number;
  /** Digest of what the last report said; or what was about to be said, while it is not known whether it was. */
  readonly digest?: string | undefined;
  /** How often in a row GitHub knew of nothing to be answered. */
  readonly refusals: number;
  readonly answer?: "approved" | "rejected" | "gone" | undefined;
  readonly answeredAt?: Date | undefined;
}

/** Runs that asked, kept until they are answered and after. */
export interface DeployRequests {
  /**
   * Adds it where it is not there yet. `cause` is the GUID of the delivery that asks: the same one again changes nothing, another one
   * opens again what was answered, because another job of the run has come to the gate.
   */
  readonly ask: (
    request: Pick<DeployRequest, "subjectKey" | "runId" | "attempt" | "environment" | "askedAt"> & {
      readonly cause: string;
    },
  ) => Promise<void>;
  /** Those of a release that wait for an answer, oldest first. */
  readonly waiting: (subjectKey: string) => Promise<readonly DeployRequest[]>;
  readonly note: (
    request: Pick<DeployRequest, "subjectKey" | "runId" | "attempt">,
    what: Partial<Pick<DeployRequest, "reports" | "digest" | "refusals" | "answer" | "answeredAt">>,
  ) => Promise<void>;
}
