import type { Standing } from "../standing.ts";
import type { StepTimes, Wait } from "./step-times.ts";

/** What a turn found otherwise than it stood before, for whoever looks at pages. */
export interface StandingNews {
  readonly standing: Omit<Standing, "since" | "undeterminedSince" | "outdated" | "judgedAt" | "changedAt">;
  readonly times: StepTimes;
  readonly ended: readonly EndedWait[];
  /** Lower-cased logins of those for whom something waits. */
  readonly awaited: readonly string[];
  /** When the first open phase is due, or was. */
  readonly dueAt: Date | undefined;
  readonly at: Date;
  /** What the memory said pages were told when the turn began. */
  readonly told?: string | undefined;
}

/** A wait with the login of who ended it, where the ledger tells. */
export interface EndedWait extends Wait {
  readonly by?: string | undefined;
}

/** What turns do besides writing news, which is `Subjects.remember`'s to do in one statement with the memory. */
export interface StandingsKept {
  /** The times that were kept; undefined where there are none, or where it was closed meanwhile. */
  readonly timesOf: (key: string) => Promise<StepTimes | undefined>;
  /** It was closed, and nobody is awaited any more. The memory forgets what it told, so that an opening is news. */
  readonly close: (key: string, at: Date) => Promise<void>;
  /** It can't be determined any more: what is kept is not current. The memory forgets what it told, so that the next success is news. */
  readonly undetermined: (key: string, since: Date) => Promise<void>;
  /** It is no more, or no config is about it any more. */
  readonly forget: (key: string) => Promise<void>;
}

/** What becomes of whole repositories. */
export interface StandingsOfRepositories {
  readonly renamed: (
    repositoryId: number,
    to: { readonly owner: string; readonly name: string; readonly installationId: number | undefined },
  ) => Promise<void>;
  /** Everything of an installation that ended, or of repositories that it sees no more. */
  readonly left: (installationId: number, repositoryIds: readonly number[] | undefined) => Promise<void>;
}
