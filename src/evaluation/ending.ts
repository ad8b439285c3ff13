import { broughtOut } from "../evidence/deployed.ts";
import type { Entry, Ledger } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Policy } from "../procedures/policy.ts";
import { environmentsWith, isGone, rollbackThere, type RolledBack } from "../requirements/rolled-back.ts";
import { sameName } from "../requirements/wording.ts";
import { mayAbort, mayOverride, mayResume } from "./rights.ts";

/** Who ended a run, and why. */
export interface Ended {
  readonly by: string;
  readonly reason: string;
  /** Nobody can be said to have done it: it stands for something that could not be read. */
  readonly unreadable?: true | undefined;
}

/** A rollback, with who said so and why. */
export interface Rollback extends Ended, RolledBack {
  /** False: somebody took the run up again, or later deployments brought the change back to every environment that had it. */
  readonly stands: boolean;
}

/** What ended the runs of a subject and was not taken back. */
export interface Ending {
  readonly aborted?: Ended | undefined;
  /** The latest of those that stand. */
  readonly rolledBack?: Rollback | undefined;
  /** All of them, oldest first, also where the run was taken up again: what they took back is no deployment any more. */
  readonly rollbacks: readonly Rollback[];
}

/** The latest rollback of what ran in an environment; it stands there until a later deployment, also where the run was taken up again. */
export const rollbackOf = (rollbacks: readonly Rollback[], name: string, snapshot: Snapshot): Rollback | undefined => {
  const latest = rollbackThere(rollbacks, name, snapshot);
  return latest && { ...latest, stands: !isBackIn(name, latest, snapshot) };
};

/** Folds aborts, rollbacks and resumptions, oldest first. Later deployments that hold the change end a rollback. */
export const endingOf = ({ ledger, policy, snapshot }: Told): Ending => {
  const roles = policy.override?.roles ?? [];
  const folded = ledger.reduce<Folded>((ending, entry) => after(ending, entry, { roles, snapshot }), NOTHING);
  const rollbacks = folded.rollbacks.map((said) => rolledBackBy(said, snapshot));
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
  readonly rollbacks: readonly Said[];
}

interface Said {
  readonly entry: Entry<"rollback">;
  readonly resumedAt?: Date | undefined;
}

const NOTHING: Folded = { rollbacks: [] };

interface Rights {
  readonly roles: readonly string[];
  readonly snapshot: Snapshot;
}

const after = (ending: Folded, entry: Ledger[number], { roles, snapshot }: Rights): Folded => {
  if (entry.act === "rollback")
    return mayOverride(roles, entry, snapshot).may === "yes"
      ? { ...ending, rollbacks: [...ending.rollbacks, { entry }] }
      : ending;
  if (entry.act === "abort") {
    const counts = entry.unreadable === true || mayAbort(roles, entry, snapshot).may === "yes";
    return counts ? { ...ending, aborted: entry } : ending;
  }
  return entry.act === "resume" ? resumed(ending, entry, { roles, snapshot }) : ending;
};

/** Who may override takes up everything; the author takes back an abort of the author's own, and no rollback. */
const resumed = (ending: Folded, entry: Entry<"resume">, { roles, snapshot }: Rights): Folded => {
  if (mayOverride(roles, entry, snapshot).may === "yes")
    return { rollbacks: ending.rollbacks.map((said) => ({ resumedAt: new Date(entry.at), ...said })) };
  const aborted = ending.aborted && endedBy(ending.aborted);
  return mayResume(roles, { ...entry, aborted }, snapshot).may === "yes" ? { ...ending, aborted: undefined } : ending;
};

/** One that nobody gave a place, and that is not known to have run anywhere, is over with any deployment of the change. */
const isBack = (rollback: RolledBack, snapshot: Snapshot): boolean => {
  const { environment, at } = rollback;
  if (environment !== undefined) return isBackIn(environment, rollback, snapshot);
  const had = environmentsWith(at, snapshot);
  if (had.length > 0) return had.every((name) => isBackIn(name, rollback, snapshot));
  return Object.keys(snapshot.deployments ?? {}).some((name) => isBackIn(name, rollback, snapshot));
};

/** The rollback itself is a deployment as well, of a commit without the change. */
const isBackIn = (environment: string, rollback: RolledBack, snapshot: Snapshot): boolean =>
  Object.entries(snapshot.deployments ?? {})
    .filter(([name]) => sameName(environment, name))
    .some(([name, list]) =>
      list.some(
        (one) => one.state === "success" && broughtOut(one, snapshot) && !isGone(one, rollback, { name, snapshot }),
      ),
    );

const endedBy = (entry: Entry<"abort" | "rollback">): Ended => {
  const { by, reason } = entry;
  return { by: by.login, reason, ...(entry.act === "abort" && entry.unreadable === true ? { unreadable: true } : {}) };
};

const rolledBackBy = ({ entry, resumedAt }: Said, snapshot: Snapshot): Rollback => {
  const { at, environment } = entry;
  const where = { at: new Date(at), environment, ...(resumedAt === undefined ? {} : { resumedAt }) };
  return { ...endedBy(entry), ...where, stands: resumedAt === undefined && !isBack(where, snapshot) };
};
