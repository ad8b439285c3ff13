import { broughtOut, deploymentsTo, holdsChange } from "../evidence/deployed.ts";
import type { Deployment } from "../evidence/deployment.ts";
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
  /** False: later deployments brought the change back to every environment that had it. */
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

/** The latest rollback of what ran in an environment, and whether it stands there. */
export const rollbackOf = (rollbacks: readonly Rollback[], name: string, snapshot: Snapshot): Rollback | undefined => {
  const latest = rollbacks.findLast((rollback) => isThere(rollback, name, snapshot));
  return latest && { ...latest, stands: !isBackIn(name, latest.at, snapshot) };
};

/** Folds aborts, rollbacks and resumptions, oldest first. Later deployments that hold the change take a rollback back. */
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

/** Where nobody said where, it was rolled back wherever it is known to have run, and everywhere if that is nowhere or was not asked. */
const isThere = (
  { environment, at }: Pick<Rollback, "environment" | "at">,
  name: string,
  snapshot: Snapshot,
): boolean => {
  if (environment !== undefined) return sameName(environment, name);
  const had = environmentsWith(at, snapshot);
  return had.length === 0 || deploymentsTo(name, snapshot) === undefined || had.some((one) => sameName(one, name));
};

/** Environments to which the change was brought until then. */
const environmentsWith = (until: Date, snapshot: Snapshot): readonly string[] =>
  Object.entries(snapshot.deployments ?? {})
    .filter(([, list]) => list.some((one) => broughtOut(one, snapshot) && !isAfter(one, until)))
    .map(([name]) => name);

/** One that nobody gave a place, and that is not known to have run anywhere, is over with any deployment of the change. */
const isBack = ({ environment, at }: Pick<Rollback, "environment" | "at">, snapshot: Snapshot): boolean => {
  if (environment !== undefined) return isBackIn(environment, at, snapshot);
  const had = environmentsWith(at, snapshot);
  if (had.length > 0) return had.every((name) => isBackIn(name, at, snapshot));
  return Object.keys(snapshot.deployments ?? {}).some((name) => isBackIn(name, at, snapshot));
};

/** The rollback itself is a deployment as well, of a commit without the change. An issue has no change, so only people tell. */
const isBackIn = (environment: string, since: Date, snapshot: Snapshot): boolean =>
  snapshot.subject.kind !== "issue" &&
  Object.entries(snapshot.deployments ?? {})
    .filter(([name]) => sameName(environment, name))
    .some(([, list]) =>
      list.some((one) => holdsChange(one, snapshot) === true && one.state === "success" && isAfter(one, since)),
    );

const isAfter = ({ at }: Deployment, moment: Date): boolean => Date.parse(at) > moment.getTime();

const endedBy = (entry: Entry<"abort" | "rollback">): Ended => {
  const { by, reason } = entry;
  return { by: by.login, reason, ...(entry.act === "abort" && entry.unreadable === true ? { unreadable: true } : {}) };
};

const rolledBackBy = (entry: Entry<"rollback">, snapshot: Snapshot): Rollback => {
  const where = { at: new Date(entry.at), environment: entry.environment };
  return { ...endedBy(entry), ...where, stands: !isBack(where, snapshot) };
};
