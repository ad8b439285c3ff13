import { broughtOut, deploymentsTo, holdsChange, succeeded } from "../evidence/deployed.ts";
import type { Deployment } from "../evidence/deployment.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Phase } from "../procedures/model.ts";
import { durationMs } from "../requirements/settings.ts";
import { isGone } from "../requirements/rolled-back.ts";
import { stayOf } from "../requirements/stay.ts";
import { rollbackOf, type Rollback } from "./ending.ts";
import { sentence } from "./step-verdicts.ts";

/** Whether a phase that starts with a deployment has started. */
export type Opening =
  | {
      readonly open: true;
      readonly openedAt: Date;
      /** Since when it runs there without a break; null where it does no more. */
      readonly runsSince: Date | null;
      readonly dueAt?: Date | undefined;
      /** It opened before, and what had opened it was rolled back. */
      readonly again: boolean;
    }
  | {
      readonly open: false;
      /** One sentence: what it waits for. */
      readonly reason: string;
      /** When what had opened it was rolled back. */
      readonly rolledBackAt?: Date | undefined;
    };

/** What was deployed of a subject, and what of that was rolled back. */
interface Deployed {
  readonly snapshot: Snapshot;
  readonly rollbacks: readonly Rollback[];
}

/** A phase that a deployment starts, by the first deployment of this subject that succeeded and was not rolled back. */
export const openingOf = (starts: string, phase: Pick<Phase, "due">, { snapshot, rollbacks }: Deployed): Opening => {
  const rollback = rollbackOf(rollbacks, starts, snapshot);
  if (rollback?.stands === true) return { open: false, ...goneSince(rollback, starts, snapshot) };
  const deployments = deploymentsTo(starts, snapshot);
  if (deployments === undefined) return { open: false, reason: unseen(starts, snapshot) };
  const counts = (one: Deployment) =>
    broughtOut(one, snapshot) && (rollback === undefined || !isGone(one, rollback, { name: starts, snapshot }));
  const times = deployments.filter(counts).map(({ at }) => Date.parse(at));
  if (times.length === 0) return { open: false, reason: notYet(starts, deployments, snapshot) };
  const openedAt = Math.min(...times);
  const dueAt = phase.due === undefined ? {} : { dueAt: new Date(openedAt + durationMs(phase.due)) };
  const stay = stayOf(deployments, counts);
  const runsSince = stay === undefined || stay.until !== undefined ? null : new Date(stay.from);
  return { open: true, openedAt: new Date(openedAt), runsSince, ...dueAt, again: rollback !== undefined };
};

/** Of an issue no commit is known to be deployed again, so that people have to tell. */
const goneSince = (
  { at, resumedAt }: Rollback,
  environment: string,
  { subject }: Snapshot,
): { readonly reason: string; readonly rolledBackAt: Date } => ({
  rolledBackAt: at,
  reason:
    subject.kind === "issue" && resumedAt === undefined
      ? "Rolled back; `/gate resume` opens it again once it is deployed."
      : `Rolled back; opens again after the next deployment to ${environment}.`,
});

const notYet = (environment: string, deployments: readonly Deployment[], snapshot: Snapshot): string => {
  const unsure = deployments.find((one) => succeeded(one) && holdsChange(one, snapshot) === null);
  const reason = `Opens after the deployment to ${environment}.`;
  return unsure === undefined || snapshot.subject.kind === "issue"
    ? reason
    : `${reason} Whether ${unsure.sha.slice(0, 7)}, deployed there, holds this change is not known.`;
};

/** Before the merge nobody asks for deployments; afterwards it matters that they could not be read. */
const unseen = (environment: string, { state, unread }: Snapshot): string => {
  const why = unread["deployments"];
  if (state === "open" || why === undefined) return `Opens after the deployment to ${environment}.`;
  return sentence(`Whether there was a deployment to ${environment} could not be determined: ${why}`);
};
