import type { RepositoryRef } from "../ports.ts";

/** A repository of which somebody asked that everything open be looked at anew. */
export interface AskedAnew {
  readonly repository: RepositoryRef;
  readonly askedAt: Date;
}

/** What is to be looked at anew, kept until it was. */
export interface Anew {
  readonly ask: (repository: RepositoryRef, now: Date) => Promise<void>;
  /** Repositories whose time has come, the first that was asked for before the others. */
  readonly due: (now: Date) => Promise<readonly AskedAnew[]>;
  /** Those of these repositories of an installation that are still to be looked at for it. */
  readonly among: (installationId: number, repositoryIds: readonly number[]) => Promise<ReadonlySet<number>>;
  /** Drops what was asked up to a moment of other installations than these, which are all that were there after it. */
  readonly keep: (installationIds: readonly number[], listedAt: Date) => Promise<void>;
  /** Everything was looked at, unless it was asked for again since. */
  readonly done: (asked: AskedAnew) => Promise<void>;
  /** Those of them that are still to be looked at are left alone until a moment, unless they were asked for again since. */
  readonly putOff: (asked: readonly AskedAnew[], until: Date) => Promise<void>;
}
