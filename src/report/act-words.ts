import type { ActName, Entry, LedgerEntry } from "../evidence/ledger.ts";
import { code } from "../markdown/escape.ts";
import { moment } from "./answers.ts";

/** What was done, as Markdown to follow the name of who did it: `ticked it`. Everything that tells of acts says it in these words. */
export const deed = (entry: Exclude<LedgerEntry, Entry<"refused">>, timeZone?: string): string =>
  `${wordsOf(entry, timeZone)}${entry.via === "recovered" ? " while Gatehouse was away" : ""}`;

const wordsOf = (entry: Parameters<typeof deed>[0], timeZone: string | undefined): string => {
  if (entry.act === "decide") return `said ${entry.word}`;
  if (entry.act === "exempt") return `exempted it from the freeze ${code(entry.freeze)}`;
  if (entry.act === "unexempt") return `took back the exemption from the freeze ${code(entry.freeze)}`;
  if (entry.act === "override") return `opened the gate ${code(entry.gate)} until ${moment(entry.expires, timeZone)}`;
  if (entry.act === "rollback" && entry.environment !== undefined)
    return `${DID.rollback} in ${code(entry.environment)}`;
  return DID[entry.act];
};

/** Acts that need more words are not among them. */
const DID = {
  tick: "ticked it",
  untick: "took it back",
  waive: "waived it",
  defer: "put it off",
  signoff: "signed off",
  revoke: "took the sign-off back",
  abort: "gave it up",
  resume: "went on",
  rollback: "rolled it back",
} as const;

/** What was tried, to follow `tried to`. */
export const TRIED = {
  tick: "tick it",
  untick: "take it back",
  waive: "waive it",
  defer: "put it off",
  decide: "decide",
  signoff: "sign off",
  revoke: "take a sign-off back",
  override: "open the gate",
  exempt: "exempt it from a freeze",
  unexempt: "take back an exemption from a freeze",
  abort: "give it up",
  resume: "go on",
  rollback: "roll it back",
} as const satisfies Record<ActName, string>;
