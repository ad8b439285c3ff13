import { holdsChange } from "../evidence/deployed.ts";
import type { Entry, Ledger } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { sameName } from "../requirements/wording.ts";
import { mayAbort, mayOverride, mayResume } from "./rights.ts";

/** Who ended a run, and why. */
export interface Ended {
  readonly by: string;
  readonly reason: string;
  /** Nobody can be said to have done it: it stands for something that could not be read. */
  readonly unreadable?: true | undefined;
}

/** A rollback that nobody took back by a command. */
export interface Rollback extends Ended {
  readonly at: Date;
  /** Absent where nobody said where. */
  readonly environment?: string | undefined;
  /** False: a later deployment brought the change back. */
  readonly stands: boolean;
}

/** What ended the runs of a subject and was not taken back. */
export interface Ending {
  readonly aborted?: Ended | undefined;
  /** The latest of those that stand. */
  readonly rolledBack?: Rollback | undefined;
  /** All of them, oldest first: what they took back was a deployment, and is none any more. */
  readonly rollbacks: readonly Rollback[];
}

/** The latest rollback of what ran in an environment. */
export const rollbackOf = (rollbacks: readonly Rollback[], name: string): Rollback | undefined =>
  rollbacks.findLast(({ environment }) => environment === undefined || sameName(environment, name));

/** Folds aborts, rollbacks and resumptions, oldest first. A later deployment that holds the change takes a rollback back. */
export const endingOf = ({ ledger, policy, snapshot }: Told): Ending => {
  const roles = policy.override?.roles ?? [];
  const folded = ledger.reduce<Folded>((ending, entry) => after(ending, entry, { roles, snapshot }), NOTHING);
  const rollbacks = folded.rollbacks.map((entry) => rolledBackBy(entry, snapshot));
  return {
    aborted: folded.aborted && endedBy(folded.aborted),
    rolledBack: rollbacks.findLast(({ stands }) => stands),
    rollbacks,
  };
};

interface Told {
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly snapshot: Snapshot;
}

interface Folded {
  readonly aborted?: Entry<"abort"> | undefined;
  readonly rollbacks: readonly Entry<"rollback">[];
}

const NOTHING: Folded = { rollbacks: [] };

interface Rights {
  readonly roles: readonly string[];
  readonly snapshot: Snapshot;
}

const after = (ending: Folded, entry: Ledger[number], { roles, snapshot }: Rights): Folded => {
  if (entry.act === "rollback")
    return mayOverride(roles, entry, snapshot).may === "yes"
      ? { ...ending, rollbacks: [...ending.rollbacks, entry] }
      : ending;
  if (entry.act === "abort") {
    const counts = entry.unreadable === true || mayAbort(roles, entry, snapshot).may === "yes";
    return counts ? { ...ending, aborted: entry } : ending;
  }
  return entry.act === "resume" ? resumed(ending, entry, { roles, snapshot }) : ending;
};

/** Who may override takes back everything; the author takes back an abort of the author's own, and no rollback. */
const resumed = (ending: Folded, entry: Entry<"resume">, { roles, snapshot }: Rights): Folded => {
  if (mayOverride(roles, entry, snapshot).may === "yes") return NOTHING;
  const aborted = ending.aborted && endedBy(ending.aborted);
  return mayResume(roles, { ...entry, aborted }, snapshot).may === "yes" ? { ...ending, aborted: undefined } : ending;
};

/** The rollback itself is a deployment as well, of a commit without the change. Of an issue no commit is asked for, so only people tell. */
const isBackAgain = ({ at, environment }: Entry<"rollback">, snapshot: Snapshot): boolean =>
  Object.entries(snapshot.deployments ?? {}).some(
    ([name, list]) =>
      (environment === undefined || sameName(environment, name)) &&
      list.some(
        (one) => holdsChange(one, snapshot) === true && one.state === "success" && Date.parse(one.at) > Date.parse(at),
      ),
  );

const endedBy = (entry: Entry<"abort" | "rollback">): Ended => {
  const { by, reason } = entry;
  return { by: by.login, reason, ...(entry.act === "abort" && entry.unreadable === true ? { unreadable: true } : {}) };
};

const rolledBackBy = (entry: Entry<"rollback">, snapshot: Snapshot): Rollback => ({
  ...endedBy(entry),
  at: new Date(entry.at),
  environment: entry.environment,
  stands: !isBackAgain(entry, snapshot),
});
