import type { TokenPlace } from "../github/token.ts";

/** What `gatehouse backtest` is asked. */
export interface BacktestRequest extends TokenPlace {
  /** `owner/name`. */
  readonly repo: string;
  /** How many merged pull requests. */
  readonly last: number;
  /** The branch that they were merged into; the default one unless given. */
  readonly base?: string | undefined;
  /** One procedure to judge by: a file, or `builtin:ID`. */
  readonly procedure?: string | undefined;
  /** A config to judge by. */
  readonly config?: string | undefined;
  /** How many are read at the same time. */
  readonly concurrency: number;
  /** False: GitHub's limit ends it. */
  readonly wait: boolean;
  readonly format: "text" | "json";
}
