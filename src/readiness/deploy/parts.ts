import type { DeliveredChange } from "../known.ts";
import type { RepositoryRef } from "../ports.ts";
import type { Assessing } from "../turn.ts";
import type { ReleaseMemory } from "./memory.ts";
import type { DeployRequests, ReleaseReader, RunAnswers } from "./ports.ts";
import type { Rollbacks } from "./rolled-back.ts";

/** What the turn of a release needs beside what every turn does. */
export interface Releasing extends Assessing {
  readonly releases: ReleaseReader;
  readonly runsWaiting: RunAnswers;
  readonly requests: DeployRequests;
  readonly rollbacks: Rollbacks;
}

/** One turn of one release. */
export interface ReleaseTurn {
  readonly parts: Releasing;
  readonly key: string;
  readonly repository: RepositoryRef;
  /** As whoever asked last spelt it. */
  readonly environment: string;
  readonly sha: string;
  readonly changes: readonly DeliveredChange[];
  readonly memory: ReleaseMemory | undefined;
  /** Nothing that is remembered counts any more: it was closed before. */
  readonly isReopened: boolean;
  readonly signal: AbortSignal;
}
