import type { Ledger } from "../evidence/ledger.ts";
import type { GivenSignoff } from "../requirements/define.ts";

/** What people said by command for a role, oldest first; who counts is judged by the requirement that asks for it. */
export const signoffsOf = (ledger: Ledger): readonly GivenSignoff[] =>
  ledger.flatMap((entry) => {
    if (entry.act !== "signoff" && entry.act !== "revoke") return [];
    const { act, by, at, role, commit = null } = entry;
    return [{ word: act, by, at, role, commit }];
  });
