import type { Snapshot } from "../evidence/snapshot.ts";
import type { Actor } from "../requirements/outcome.ts";
import { momentIn } from "../requirements/moment-in.ts";
import { listed } from "../requirements/wording.ts";
import type { Ended, Ending, Rollback } from "./ending.ts";
import { isOpen, obligations } from "./gates.ts";

import type { ExitState, PhaseVerdict, ProcedureVerdict, StepVerdict } from "./verdict.ts";

/** What decides besides the steps how a run stands. */
export interface Circumstances {
  readonly snapshot: Pick<Snapshot, "state" | "subject">;
  readonly ending: Ending;
  /** Roles to be told where it is blocked. */
  readonly notifyOnBlock: readonly string[];
  /** The one that the config speaks in. */
  readonly timeZone?: string | undefined;
}

type Exit = Pick<ProcedureVerdict, "exit" | "exitReason" | "tell">;

/** How the run of a procedure stands. What was closed without a merge is aborted; what was merged goes on until its last phase is complete. */
export const exitOf = (
  phases: readonly PhaseVerdict[],
  { snapshot, ending, notifyOnBlock, timeZone }: Circumstances,
): Exit => {
  const { aborted, rolledBack } = ending;
  if (aborted !== undefined) return { exit: "aborted", exitReason: told("Aborted", aborted) };
  const steps = obligations(phases);
  const open = steps.filter(isOpen);
  if (isGivenUp(snapshot, { phases, open })) return { exit: "aborted", exitReason: CLOSED[snapshot.subject.kind] };
  if (rolledBack !== undefined) return { exit: "rolled-back", exitReason: rolledBackWords(rolledBack, timeZone) };
  const blocking = open.find(({ state }) => state === "error") ?? open.find(({ state }) => state === "unmet");
  if (blocking !== undefined) {
    const tell = notifyOnBlock.length === 0 ? {} : { tell: notifyOnBlock };
    return { exit: "blocked", exitReason: blockedBy(blocking, notifyOnBlock), ...tell };
  }
  return { exit: settled(steps, open) };
};

interface Left {
  readonly phases: readonly PhaseVerdict[];
  readonly open: readonly StepVerdict[];
}

/**
 * An issue is closed when its work is done; only with work left it was given up. A launch issue is not even then: a merge closes issues
 * by itself, and deployments go on waiting for it.
 */
const isGivenUp = ({ state, subject }: Circumstances["snapshot"], { phases, open }: Left): boolean => {
  if (state !== "closed") return false;
  return subject.kind === "pull_request" || (open.length > 0 && phases.every(({ blocks }) => blocks !== "deploy"));
};

const CLOSED = {
  pull_request: "It was closed without being merged.",
  issue: "It was closed before everything was done.",
} as const;

const told = (what: string, { by, reason }: Ended): string => `${what} by ${by}: ${reason}`;

const rolledBackWords = ({ environment, at, by, reason }: Rollback, timeZone: string | undefined): string =>
  `Rolled back${environment === undefined ? "" : ` in ${environment}`} on ${momentIn(at, timeZone)} by ${by}, because: ${reason}`;

const settled = (steps: readonly StepVerdict[], open: readonly StepVerdict[]): ExitState => {
  if (open.length > 0) return "in-progress";
  return steps.some(({ state }) => state === "deferred") ? "partial" : "completed";
};

/** The first thing to do, and whom to tell: those the config names, and those who can do it. */
const blockedBy = ({ title, remedy, actors }: StepVerdict, notify: readonly string[]): string => {
  const people = [...new Set([...notify, ...actors.flatMap(nameOf)])];
  const tell = people.length === 0 ? "" : ` To be told: ${listed(people)}.`;
  return `First, “${title}”: ${remedy}${tell}`;
};

const nameOf = (actor: Actor): readonly string[] => {
  switch (actor.kind) {
    case "role":
      return [actor.role];
    case "author":
      return [actor.login ?? "the author"];
    case "writers":
      return ["anyone with write access"];
    case "login":
      return [actor.login];
    case "automation":
    case "clock":
      return [];
  }
};
