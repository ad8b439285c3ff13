/** How a run of a procedure ended, or that it goes on. */
export const EXIT_STATES = ["completed", "in-progress", "blocked", "partial", "aborted", "rolled-back"] as const;
export type ExitState = (typeof EXIT_STATES)[number];
