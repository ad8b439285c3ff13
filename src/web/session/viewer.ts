import type { ListedRepository, ReadableRepository } from "../../readiness/viewing/ports.ts";

export type { ReadableRepository, ListedRepository } from "../../readiness/viewing/ports.ts";

/** Who is looking at a page: somebody who signed in with GitHub. */
export interface Viewer {
  readonly login: string;
  readonly userId: number;
  /**
   * The repository, if GitHub lets this viewer read it; undefined also where there is none: GitHub does not tell these apart, and no page
   * does. GitHub's word is kept for a minute at most. Rejects where GitHub can't be asked; the pages' error handler has a page for that.
   */
  readonly readable: (owner: string, name: string) => Promise<ReadableRepository | undefined>;
  /** The repositories of all installations that this viewer can read; kept for five minutes. Rejects as `readable` does. */
  readonly repositories: () => Promise<readonly ListedRepository[]>;
}
