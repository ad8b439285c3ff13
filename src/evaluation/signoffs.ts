import type { Ledger } from "../evidence/ledger.ts";
import type { GivenSignoff } from "../requirements/judging.ts";

/**
 * What people said by command for a role, oldest first; who counts is judged by the requirement that asks for it. A withdrawal that
 * was refused, because there was nothing to take back, counts all the same: the sign-off may have been told later than its withdrawal.
 */
export const signoffsOf = (ledger: Ledger): readonly GivenSignoff[] =>
  ledger.flatMap((entry) => {
    const word = entry.act === "refused" ? entry.attempted : entry.act;
    if (word !== "revoke" && entry.act !== "signoff") return [];
    const { by, at, role, base, commit = null } = entry;
    return role === undefined ? [] : [{ word: word === "revoke" ? "revoke" : "signoff", by, at, role, commit, base }];
  });
