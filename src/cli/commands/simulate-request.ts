import type { TokenPlace } from "../github/token.ts";

/** What `gatehouse simulate` is asked. */
export interface SimulateRequest extends TokenPlace {
  /** `owner/name`. */
  readonly repo: string;
  /** Number of the pull request. */
  readonly pull: number;
  /** One procedure to judge by: a file, or `builtin:ID`. */
  readonly procedure?: string | undefined;
  /** A config to judge by. */
  readonly config?: string | undefined;
  /** Slug of the App whose checklist comment counts. */
  readonly app?: string | undefined;
  readonly format: SimulateFormat;
}

export const SIMULATE_FORMATS = ["text", "json", "markdown"] as const;
export type SimulateFormat = (typeof SIMULATE_FORMATS)[number];
