import type { RepositoryRequest } from "./repository-request.ts";

/** What `gatehouse backtest` is asked. */
export interface BacktestRequest extends RepositoryRequest {
  /** How many merged pull requests. */
  readonly last: number;
  /** The branch that they were merged into; the default one unless given. */
  readonly base?: string | undefined;
  /** How many are read at the same time. */
  readonly concurrency: number;
  /** False: GitHub's limit ends it. */
  readonly wait: boolean;
  readonly format: "text" | "json";
}
