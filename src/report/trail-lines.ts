import { isOfStep, type Entry, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";
import { DID, TRIED } from "./act-words.ts";
import { commentAddress } from "./comment-address.ts";

/** One act as plain data, for a page: words without Markdown, but for backticks around what is quoted. */
export interface TrailLine {
  readonly at: Date;
  readonly by: Person;
  /** The role in which it was done. */
  readonly role?: string | undefined;
  /** What the person did, to follow the name: `ticked it`, `opened the gate merge`. */
  readonly did: string;
  /** The person's reason, or why the act does not count. */
  readonly reason?: string | undefined;
  readonly refused: boolean;
  /** It was found when Gatehouse came back, and nobody told of it. */
  readonly recovered: boolean;
  /** Absent of an act on the whole subject or one of its gates. */
  readonly step?: { readonly procedure: string; readonly id: string } | undefined;
  /** States before and after, where they differ. */
  readonly change?: { readonly from: string; readonly to: string } | undefined;
  readonly commit?: string | undefined;
  /** The comment that said it. */
  readonly url?: string | undefined;
}

/** Who did what on a subject, the newest first; `url` is the subject's on GitHub. */
export const trailLines = (ledger: Ledger, url: string): readonly TrailLine[] =>
  ledger.map((entry) => lineOf(entry, url)).toReversed();

const lineOf = (entry: LedgerEntry, url: string): TrailLine => {
  const { at, by, role, from, to, commit, comment, via } = entry;
  return {
    at: new Date(at),
    by,
    role,
    did: entry.act === "refused" ? `tried to ${TRIED[entry.attempted]}` : deed(entry),
    reason: reasonOf(entry),
    refused: entry.act === "refused",
    recovered: via === "recovered",
    step: isOfStep(entry) ? { procedure: entry.procedure, id: entry.step } : undefined,
    change: from === undefined || to === undefined || from === to ? undefined : { from, to },
    commit,
    url: commentAddress(url, comment),
  };
};

const reasonOf = (entry: LedgerEntry): string | undefined => {
  if (entry.act === "refused") return entry.why;
  return "reason" in entry ? entry.reason : undefined;
};

/** What was done, as said of the person who did it; those that need no more words are in the table. */
const deed = (entry: Exclude<LedgerEntry, Entry<"refused">>): string => {
  if (entry.act === "decide") return `said ${entry.word}`;
  if (entry.act === "exempt") return `exempted it from the freeze \`${entry.freeze}\``;
  if (entry.act === "unexempt") return `took back the exemption from the freeze \`${entry.freeze}\``;
  if (entry.act === "override") return `opened the gate \`${entry.gate}\``;
  if (entry.act === "rollback" && entry.environment !== undefined) return `${DID.rollback} in \`${entry.environment}\``;
  return DID[entry.act];
};
