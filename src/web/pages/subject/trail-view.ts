import { allSteps } from "../../../evaluation/find-step.ts";
import type { Verdict } from "../../../evaluation/verdict.ts";
import { isOfStep, type Ledger, type LedgerEntry } from "../../../evidence/ledger.ts";
import { commentAddress } from "../../../report/comment-address.ts";
import { trailWords } from "../../../report/trail.ts";
import { stepAnchor } from "./step-view.ts";

/** One act of somebody. */
export interface TrailRow {
  readonly at: Date;
  /** Markdown of ours: who did what. */
  readonly words: string;
  readonly isRefused: boolean;
  /** The step that it is about; without an anchor where the procedure does not have it any more. */
  readonly step: { readonly title: string; readonly anchor: string | undefined } | undefined;
  /** The comment that said it. */
  readonly url: string | undefined;
}

export interface Trail {
  /** The newest first. */
  readonly rows: readonly TrailRow[];
  /** How many older ones are not shown. */
  readonly older: number;
}

/** A page shows no more; the audit has them all. */
const MOST = 200;

/** What people did, the newest first. `url` is the subject's address on GitHub. */
export const trailView = (
  ledger: Ledger,
  { verdict, url }: { readonly verdict: Verdict; readonly url: string },
): Trail => {
  const titles = new Map(allSteps(verdict).map(({ procedure, step }) => [keyOf(procedure.id, step.id), step.title]));
  const newest = ledger.slice(-MOST).toReversed();
  return {
    rows: newest.map((entry) => ({
      at: new Date(entry.at),
      words: trailWords(entry, verdict.timeZone),
      isRefused: entry.act === "refused",
      step: stepOf(entry, titles),
      url: commentAddress(url, entry.comment),
    })),
    older: ledger.length - newest.length,
  };
};

const keyOf = (procedure: string, step: string): string => `${procedure} ${step}`;

const stepOf = (entry: LedgerEntry, titles: ReadonlyMap<string, string>): TrailRow["step"] => {
  if (!isOfStep(entry)) return undefined;
  const title = titles.get(keyOf(entry.procedure, entry.step));
  return title === undefined
    ? { title: entry.step, anchor: undefined }
    : { title, anchor: stepAnchor(entry.procedure, entry.step) };
};
