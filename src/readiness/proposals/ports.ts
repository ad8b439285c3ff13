import type { RepositoryRef } from "../ports.ts";

/** An open pull request as a list of GitHub's tells it. */
export interface OpenPull {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly headSha: string;
  readonly headRef: string;
}

/** The open pull requests to a branch. */
export interface OpenPulls {
  /** Those that changed last, and how many there are. One call. */
  readonly to: (
    repository: RepositoryRef,
    base: string,
    most: number,
  ) => Promise<{ readonly total: number; readonly pulls: readonly OpenPull[] }>;
}
