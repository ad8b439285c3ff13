import type { LedgerEntry } from "../evidence/ledger.ts";

/** How long some of them waited, in milliseconds: half of them no longer than the median, nine of ten no longer than `most`. */
export interface Waited {
  readonly count: number;
  readonly medianMs: number;
  readonly mostMs: number;
}

export interface StepWaited extends Waited {
  readonly procedure: string;
  readonly step: string;
  /** The step's title, as it was last. */
  readonly title: string;
}

export interface OnWaited extends Waited {
  /** `role:NAME`, `author`, `writers`, `login:NAME`, `automation:NAME` or `clock`. */
  readonly on: string;
}

export interface WeekWaited extends Waited {
  /** Monday, 00:00 UTC. */
  readonly week: Date;
}

/** The same of one week: of a step, or of whoever was awaited. */
export interface StepWeek extends WeekWaited {
  readonly procedure: string;
  readonly step: string;
}

export interface OnWeek extends WeekWaited {
  readonly on: string;
}

/** On whom something waits at this moment. */
export interface WaitingNow {
  readonly on: string;
  readonly steps: number;
  readonly subjects: number;
  /** Since when the longest of them has been waiting. */
  readonly since: Date;
}

/** Somebody let something through that the procedures would have held. */
export interface Exception {
  readonly entry: Extract<LedgerEntry, { readonly act: "waive" | "defer" | "override" | "exempt" }>;
  readonly repositoryId: number;
  readonly subject: "pull_request" | "issue";
  readonly number: number;
  /** The issue that was opened so that it is not forgotten. */
  readonly followUp?: string | undefined;
  /** Of a step that was put off and is still to be done, as far as was seen: when its phase was to be complete. */
  readonly dueAt?: Date | undefined;
}

/** How many there were of each act, by the Monday of their week. */
export interface ExceptionCount {
  readonly week: Date;
  readonly act: Exception["entry"]["act"];
  readonly count: number;
}

/** Where people wait, in repositories that the viewer may read; whoever asks has made sure of that. */
export interface WaitsRead {
  /** By step, the longest median first; at most 50. */
  readonly bySteps: (repositoryIds: readonly number[], since: Date) => Promise<readonly StepWaited[]>;
  /** By whom it was that was awaited, the longest median first; at most 50. */
  readonly byPeople: (repositoryIds: readonly number[], since: Date) => Promise<readonly OnWaited[]>;
  /** By step and week, the newest week first; at most 20,000. */
  readonly byStepsAndWeeks: (repositoryIds: readonly number[], since: Date) => Promise<readonly StepWeek[]>;
  /** By whom it was that was awaited and week, the newest week first; at most 20,000. */
  readonly byPeopleAndWeeks: (repositoryIds: readonly number[], since: Date) => Promise<readonly OnWeek[]>;
  /** Pull requests, each once, from when they were first looked at to ready for the last time, by the week in which they became so, oldest first. */
  readonly byWeeks: (repositoryIds: readonly number[], since: Date) => Promise<readonly WeekWaited[]>;
  /** By whom, most steps first; at most 50. */
  readonly now: (repositoryIds: readonly number[]) => Promise<readonly WaitingNow[]>;
  /** The newest first; at most 100. */
  readonly exceptions: (repositoryIds: readonly number[], since: Date) => Promise<readonly Exception[]>;
  readonly exceptionsByWeeks: (repositoryIds: readonly number[], since: Date) => Promise<readonly ExceptionCount[]>;
}
