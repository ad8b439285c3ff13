import type { RepositoryRef } from "../ports.ts";

/** A pull request in a merge queue. Its group's commits are absent until the queue asks for its checks. */
export interface QueueEntry {
  readonly number: number;
  readonly headSha?: string | undefined;
  readonly baseSha?: string | undefined;
}

/** A merge queue as it stands, and what we said of the commit that was asked about. */
export interface QueueReading {
  /** Undefined where GitHub shows no queue on the branch. */
  readonly queue?:
    | {
        /**
         * `ALLGREEN`: each pull request goes in by its own group alone. `HEADGREEN`: a group that passes takes along those before it,
         * passed or not.
         */
        readonly strategy: "ALLGREEN" | "HEADGREEN";
        /** First in line first. */
        readonly entries: readonly QueueEntry[];
      }
    | undefined;
  /** Names of our check runs on the commit. */
  readonly runs: readonly string[];
}

/** Reads merge queues to the end, in one call for the first hundred entries. Throws rather than answer in part. */
export interface MergeQueues {
  readonly read: (
    repository: RepositoryRef,
    group: { readonly branch: string; readonly headSha: string },
  ) => Promise<QueueReading>;
}
