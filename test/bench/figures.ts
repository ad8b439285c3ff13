import type { BurstFigures } from "./burst.ts";
import type { EvaluationFigures } from "./evaluation.ts";
import type { EventFigures } from "./events.ts";
import type { IngestFigures } from "./ingest.ts";

/** Everything the bench tells; a part is absent when it was not asked for. */
export interface Figures {
  readonly machine: {
    readonly cpu: string;
    readonly cpus: number;
    readonly memoryGb: number;
    readonly node: string;
    readonly database: string;
  };
  readonly quick: boolean;
  readonly events?: Readonly<Record<string, EventFigures>>;
  readonly ingest?: IngestFigures;
  readonly burst?: BurstFigures;
  readonly evaluation?: EvaluationFigures;
  /** Of the Gatehouse process alone; the first start makes the database, later ones find it. */
  readonly memoryMb: { readonly firstStart: number; readonly idle: number; readonly peak: number };
}
