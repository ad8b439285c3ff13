import type { Ledger, LedgerEntry } from "../evidence/ledger.ts";
import type { Person, Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { roleHeld, type Permission } from "./rights.ts";
import type { Verdict } from "./verdict.ts";

/** What an attempt is judged by. `permission` is GitHub's answer of this moment for the person who acts. */
export interface Authority {
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  /** What was done before the attempt. */
  readonly ledger: Ledger;
  /** The verdict before the attempt. */
  readonly verdict: Verdict;
  readonly permission: Permission;
}

/** An attempt's circumstances, by somebody who has a name. */
export interface Claim extends Authority {
  readonly by: Person;
  readonly via: LedgerEntry["via"];
}

/** What every entry holds, whatever the act. */
export type Common = Pick<
  Extract<LedgerEntry, { act: "abort" }>,
  "key" | "by" | "at" | "commit" | "base" | "permission" | "via" | "comment" | "delivery" | "from" | "to"
>;

type Said<Entry> = Entry extends LedgerEntry ? Omit<Entry, keyof Common> : never;

/** What came of an attempt: the act without what every entry holds, or why not. */
export type Answer =
  | { readonly act: Said<Exclude<LedgerEntry, { act: "refused" }>> }
  /** A clause: why this person may not, or why it can't be done now. */
  | {
      readonly obstacle: string;
      /** Of a sign-off that could not be taken back: for which role. */
      readonly role?: string;
    }
  /** A whole sentence: what the attempt is about is not there. */
  | { readonly sentence: string };

/** What the person gave as the reason; empty where nothing was said. */
export const reasonOf = ({ reason = "" }: { readonly reason?: string | undefined }): string => reason.trim();

/** The reason as an entry holds it where it may be absent. */
export const reasonGiven = (attempt: { readonly reason?: string | undefined }): { readonly reason?: string } => {
  const reason = reasonOf(attempt);
  return reason === "" ? {} : { reason };
};

/** The role of these that the person holds now, as an entry holds it. */
export const heldOf = (roles: readonly string[], { by, snapshot }: Claim): { readonly role?: string } => {
  const role = roleHeld(roles, by, snapshot);
  return role === undefined ? {} : { role };
};
