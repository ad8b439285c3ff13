import type { RepositoryRequest } from "./repository-request.ts";

/** What `gatehouse simulate` is asked. */
export interface SimulateRequest extends RepositoryRequest {
  /** Number of the pull request. */
  readonly pull: number;
  /** Slug of the App whose checklist comment counts. */
  readonly app?: string | undefined;
  readonly format: SimulateFormat;
}

export const SIMULATE_FORMATS = ["text", "json", "markdown"] as const;
export type SimulateFormat = (typeof SIMULATE_FORMATS)[number];
