import { allSteps, type FoundStep } from "../../../evaluation/find-step.ts";
import type { Verdict } from "../../../evaluation/verdict.ts";
import { isOfStep, type Ledger, type LedgerEntry } from "../../../evidence/ledger.ts";
import { plain } from "../../../markdown/escape.ts";
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
  /** The comment or review that said it. */
  readonly url: string | undefined;
  readonly is: "comment" | "review";
}

export interface Trail {
  /** The newest first. */
  readonly rows: readonly TrailRow[];
  /** How many older ones are not shown. */
  readonly older: number;
}

/** A page shows no more; the audit has them all. */
const MOST = 200;

/** What people did, the newest first, with the approving reviews that count now. `url` is the subject's address on GitHub. */
export const trailView = (
  ledger: Ledger,
  { verdict, url }: { readonly verdict: Verdict; readonly url: string },
): Trail => {
  const titles = new Map(allSteps(verdict).map(({ procedure, step }) => [keyOf(procedure.id, step.id), step.title]));
  const newest = ledger.slice(-MOST).toReversed();
  const acts = newest.map((entry): TrailRow => ({
    at: new Date(entry.at),
    words: trailWords(entry, verdict.timeZone),
    isRefused: entry.act === "refused",
    step: stepOf(entry, titles),
    url: commentAddress(url, entry.comment),
    is: "comment",
  }));
  const rows = [...acts, ...reviewsIn(verdict).map(reviewRow)];
  return {
    rows: rows.toSorted((one, other) => Number(other.at) - Number(one.at)),
    older: ledger.length - newest.length,
  };
};

/** An approving review, and a step that it counts for. */
export interface CountingReview {
  readonly found: FoundStep;
  readonly by: string;
  readonly at: string;
  readonly url: string | undefined;
}

/** GitHub keeps reviews, so the ledger has none of them. */
export const reviewsIn = (verdict: Verdict): readonly CountingReview[] =>
  allSteps(verdict).flatMap((found) =>
    found.step.evidence.flatMap(({ url, approval }) =>
      approval?.via === "review" ? [{ found, by: approval.by, at: approval.at, url }] : [],
    ),
  );

const reviewRow = ({ found: { procedure, step }, by, at, url }: CountingReview): TrailRow => ({
  at: new Date(at),
  words: `${plain(by)} approved it`,
  isRefused: false,
  step: { title: step.title, anchor: stepAnchor(procedure.id, step.id) },
  url,
  is: "review",
});

const keyOf = (procedure: string, step: string): string => `${procedure} ${step}`;

const stepOf = (entry: LedgerEntry, titles: ReadonlyMap<string, string>): TrailRow["step"] => {
  if (!isOfStep(entry)) return undefined;
  const title = titles.get(keyOf(entry.procedure, entry.step));
  return title === undefined
    ? { title: entry.step, anchor: undefined }
    : { title, anchor: stepAnchor(entry.procedure, entry.step) };
};
