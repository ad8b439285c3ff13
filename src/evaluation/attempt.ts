import type { LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";

/** What somebody tried to do, before it is known whether they may. */
export interface Attempt {
  readonly attempted: "tick" | "untick" | "waive";
  readonly procedure: string;
  readonly step: string;
  /** Null when GitHub does not say who it was. */
  readonly by: Person | null;
  /** ISO 8601. */
  readonly at: string;
  readonly via: LedgerEntry["via"];
  /** The text the person saw beside the box. */
  readonly text?: string | undefined;
  /** Why a step is waived. */
  readonly reason?: string | undefined;
  /** GUID of the webhook delivery that brought it. */
  readonly delivery?: string | undefined;
}

/** The same act has the same key however often it is reported, so that the ledger can keep it once. */
export const keyOf = ({ attempted, procedure, step, via, delivery, at }: Attempt): string =>
  [delivery ?? `${via}:${at}`, `${procedure}/${step}`, attempted].join(" ");
