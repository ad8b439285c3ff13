import { broughtOut, deploymentsTo, succeeded } from "../evidence/deployed.ts";
import type { Deployment } from "../evidence/deployment.ts";
import { isWayBack, runningAt } from "../evidence/running.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import { sameName } from "./wording.ts";

/** That somebody said that it was rolled back. */
export interface RolledBack {
  readonly at: Date;
  /** Absent where nobody said where. */
  readonly environment?: string | undefined;
  /** When somebody took the run up again; that takes back nothing that took place. */
  readonly resumedAt?: Date | undefined;
}

/**
 * The latest rollback of what ran in an environment. One that was taken back while what it was about still ran there, or where nothing
 * is known to have run, was said by mistake, and is none.
 */
export const rollbackThere = <One extends RolledBack>(
  rollbacks: readonly One[],
  name: string,
  snapshot: Snapshot,
): One | undefined =>
  rollbacks.findLast((rollback) => isThere(rollback, name, snapshot) && !isMistake(rollback, name, snapshot));

/**
 * Whether a deployment counts no more for a rollback in its environment: one until then. Of an issue no commit is known to bring
 * anything back, so until people say that it goes on none counts; then what runs at that moment, unless it is the way back.
 */
export const isGone = (one: Deployment, { at, resumedAt }: RolledBack, { name, snapshot }: Where): boolean => {
  const since = Date.parse(one.at);
  if (since <= at.getTime()) return true;
  if (snapshot.subject.kind !== "issue") return false;
  if (resumedAt === undefined) return true;
  if (since > resumedAt.getTime()) return false;
  const ran = ranIn(name, snapshot);
  return runningAt(ran, resumedAt) !== one || isWayBack(ran, ran.indexOf(one));
};

interface Where {
  /** Of the environment. */
  readonly name: string;
  readonly snapshot: Snapshot;
}

/** Environments to which the change was brought until a moment. */
export const environmentsWith = (until: Date, snapshot: Snapshot): readonly string[] =>
  Object.entries(snapshot.deployments ?? {})
    .filter(([, list]) => list.some((one) => broughtOut(one, snapshot) && Date.parse(one.at) <= until.getTime()))
    .map(([name]) => name);

/** Where nobody said where, it was rolled back wherever it is known to have run, and everywhere if that is nowhere or was not asked. */
const isThere = ({ environment, at }: RolledBack, name: string, snapshot: Snapshot): boolean => {
  if (environment !== undefined) return sameName(environment, name);
  const had = environmentsWith(at, snapshot);
  return had.length === 0 || listOf(name, snapshot) === undefined || had.some((one) => sameName(one, name));
};

const isMistake = ({ at, resumedAt }: RolledBack, name: string, snapshot: Snapshot): boolean => {
  if (resumedAt === undefined) return false;
  const ran = ranIn(name, snapshot);
  const about = ran.find((one, index) => {
    if (Date.parse(one.at) > at.getTime() || !broughtOut(one, snapshot)) return false;
    return snapshot.subject.kind !== "issue" || !isWayBack(ran, index);
  });
  return about === undefined || runningAt(ran, resumedAt) === about;
};

/** What ran in an environment, newest first. */
const ranIn = (name: string, snapshot: Snapshot): readonly Deployment[] =>
  (listOf(name, snapshot) ?? []).filter(succeeded);

const listOf = (name: string, snapshot: Snapshot): readonly Deployment[] | undefined =>
  deploymentsTo(name, snapshot) ?? Object.entries(snapshot.deployments ?? {}).find(([one]) => sameName(one, name))?.[1];
