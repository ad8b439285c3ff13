import type { Snapshot } from "../evidence/snapshot.ts";
import type { Step } from "../procedures/model.ts";
import type { Judged, Predicate } from "../procedures/predicates.ts";
import type { Requirement } from "../requirements/define.ts";
import type { Judging } from "../requirements/judging.ts";
import { undetermined, type Outcome } from "../requirements/outcome.ts";
import type { Rollback } from "./ending.ts";
import { boxOf, standingOf, type ActsByStep, type Standing } from "./standing.ts";
import { sentence } from "./step-verdicts.ts";
import { stepKey, type BoxVerdict } from "./verdict.ts";

/** What every step of one procedure is judged with. */
export interface Run extends Omit<Judging, "step" | "box" | "decision"> {
  readonly procedure: string;
  readonly snapshot: Snapshot;
  readonly rollbacks: readonly Rollback[];
  /** The one that the config speaks in. */
  readonly timeZone?: string | undefined;
  /** Of a phase that opened before and was rolled back: since when it is open again. What was said before says nothing of it. */
  readonly anew?: Date | undefined;
  readonly acts: ActsByStep;
  readonly overrideRoles: readonly string[];
  /** Names of the config's roles. */
  readonly roles: ReadonlySet<string>;
  /** Judges a condition; `undefined` always holds. */
  readonly holds: (when: Predicate | undefined) => Judged;
  /** Told of every requirement that is judged, and with what. */
  readonly seen?: ((require: Requirement, judging: Judging) => void) | undefined;
}

/** How people's acts leave the step. */
export const standingIn = (step: Step, run: Run): Standing =>
  standingOf(run.acts.get(stepKey(run.procedure, step.id)) ?? [], {
    step,
    ticker: step.require.ticker(),
    decider: step.require.decider(),
    overrideRoles: run.overrideRoles,
    snapshot: run.snapshot,
    ticksFrom: ticksFrom(step, run),
    anew: run.anew,
  });

/** A tick that says how a time of watching went says nothing of a later one, which a deployment began anew. */
const ticksFrom = ({ require }: Step, { runsSince }: Run): Date | undefined => {
  const afterMs = require.ticker()?.afterMs;
  return afterMs === undefined || runsSince == null ? undefined : new Date(runsSince.getTime() + afterMs);
};

/** What the step's own requirement says, its sub-steps left aside. */
export const outcomeOf = ({ require, id, title }: Step, standing: Standing, run: Run): Outcome => {
  const stranger = rolesOf(require).find((role) => !run.roles.has(role));
  if (stranger !== undefined) return unknownRole(stranger);
  const { decision } = standing;
  const said = decision === undefined ? {} : { decision };
  const judging = { ...run, step: { id, title }, box: boxOf(standing), ...said };
  run.seen?.(require, judging);
  try {
    return require.judge(run.snapshot, judging);
  } catch (error) {
    return crashed(require.kind, error);
  }
};

/** Every role a requirement speaks of. */
export const rolesOf = (require: Requirement): readonly string[] => {
  const { roles } = require.needs();
  const acting = [require.ticker()?.role, require.decider()];
  return [...roles, ...acting.flatMap((role) => role ?? [])];
};

/** The step's box, if it has one. */
export const boxVerdict = (require: Requirement, { tick, note }: Standing): BoxVerdict | undefined => {
  const ticker = require.ticker();
  if (ticker === undefined) return undefined;
  return { ticked: tick !== undefined, by: tick?.by, at: tick?.at, note, ...ticker };
};

const unknownRole = (role: string): Outcome =>
  undetermined({
    code: "role/unknown",
    reason: `Nobody defined the role \`${role}\`.`,
    remedy: `Define \`${role}\` under \`roles\` in the config, or correct its name in the procedure.`,
    short: `role ${role} undefined`,
  });

/** One requirement that breaks must not keep the whole verdict from being posted; it blocks instead. */
const crashed = (kind: string, error: unknown): Outcome =>
  undetermined({
    code: "step/crashed",
    reason: sentence(`\`${kind}\` could not be judged: ${error instanceof Error ? error.message : String(error)}`),
    remedy: "This is a fault of Gatehouse: comment `/gate recheck`, and report it if it stays.",
    short: `${kind} not determined`,
  });
