import { heldInShadow, onTrial, type Holding } from "../../evaluation/shadow.ts";
import type { Verdict } from "../../evaluation/verdict.ts";
import type { ShadowTally } from "../../report/shadow.ts";
import type { SubjectRef } from "../ports.ts";
import type { Policed } from "../turn.ts";

/** A merge that something on trial was asked about. */
export interface ShadowMerge {
  readonly subject: SubjectRef;
  readonly mergedAt: Date;
  /** What would have held it; empty where nothing would. */
  readonly held: readonly Holding[];
}

/** Counts what shadow mode would have held. */
export interface ShadowMerges {
  /** The first word on a merge stays. */
  readonly note: (merge: ShadowMerge) => Promise<void>;
  /** What was merged in a repository since then. */
  readonly inRepository: (repositoryId: number, since: Date) => Promise<ShadowTally>;
}

/** How far back it is counted, in milliseconds: what was tried long ago says little of the procedures of today. */
const COUNTED_MS = 90 * 24 * 3600 * 1000;

export const countedSince = (now: Date): Date => new Date(now.getTime() - COUNTED_MS);

/**
 * Counts a merge when it is seen first, by the verdict of that moment. One that was never judged before its merge was not on trial, so it does not
 * count. Costs one statement, and nothing where nothing is on trial.
 */
export const noteShadowMerge = async (turn: Policed, verdict: Verdict): Promise<void> => {
  const { parts, subject, reading, memory } = turn;
  const { state, mergedAt } = reading.snapshot;
  const isFirst = memory?.record !== undefined && memory.record.mergedAt === undefined;
  if (state !== "merged" || mergedAt === null || !isFirst) return;
  const held = heldInShadow(verdict);
  if (held !== undefined) await parts.shadow.note({ subject, mergedAt: new Date(mergedAt), held });
};

/** What the check says of the trial so far; undefined where nothing is on trial. Costs one query. */
export const shadowTally = async ({ parts, subject }: Policed, verdict: Verdict): Promise<ShadowTally | undefined> =>
  verdict.stage === "merge" && onTrial(verdict).length > 0
    ? parts.shadow.inRepository(subject.repositoryId, countedSince(parts.now()))
    : undefined;
