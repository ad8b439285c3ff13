import { succeeded } from "../../evidence/deployed.ts";
import { isWayBack, replacedBy, runningAt } from "../../evidence/running.ts";
import type { RolledBackHere } from "../../readiness/deploy/ports.ts";
import type { Settled } from "../deployments.ts";

/**
 * Deployments that a new one can be measured against, newest first: those that succeeded, also when they were replaced since, and that
 * nobody rolled back. Pure. `deployments` are newest first.
 */
export const goodOnes = (deployments: readonly Settled[], rollbacks: readonly RolledBackHere[]): readonly Settled[] => {
  const ran = deployments.filter(succeeded);
  const bad = new Set(rollbacks.flatMap((rollback) => rolledBackIn(ran, rollback)));
  return ran.filter((one) => !bad.has(one));
};

/**
 * What a rollback took back: what ran then, with the earlier tries to deploy the same commit. Where somebody deployed the old commit
 * first and said so afterwards, it is what that replaced. Nothing where it still ran when the run was taken up again.
 */
const rolledBackIn = (ran: readonly Settled[], { at: moment, resumedAt }: RolledBackHere): readonly Settled[] => {
  const running = ran.findIndex(({ at }) => Date.parse(at) <= Date.parse(moment));
  if (running === -1) return [];
  const rest = ran.slice(isWayBack(ran, running) ? replacedBy(ran, running) : running);
  if (resumedAt !== undefined && runningAt(ran, new Date(resumedAt)) === rest[0]) return [];
  return rest.slice(0, replacedBy(rest, 0));
};
