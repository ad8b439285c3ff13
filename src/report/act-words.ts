import type { ActName } from "../evidence/ledger.ts";

/** What was done, as said of the person who did it; acts that need more words are not among them. */
export const DID = {
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
