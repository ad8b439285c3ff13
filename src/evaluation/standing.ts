import { isOfStep, type Entry, type Ledger, type StepEntry } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Ticker } from "../requirements/define.ts";
import type { Box, Decision } from "../requirements/judging.ts";
import { isBot, mayActAs, mayOverride, mayTick, mayWaive, sameLogin } from "./rights.ts";
import { stepKey } from "./verdict.ts";

/** What the ledger says of one step, once acts without right are left out. */
export interface Standing {
  readonly tick?: { readonly by: string; readonly at: string; readonly recovered: boolean };
  /** Stands beside a tick; both last until an untick. */
  readonly waiver?: {
    readonly by: string;
    readonly reason: string;
    /** An override role said it, so that nothing below the step is too much for it. */
    readonly byOverride: boolean;
  };
  /** As a waiver, but the step is still owed. */
  readonly deferral?: { readonly by: string; readonly reason: string; readonly key?: string };
  /** The last word, where the step asks for a decision. */
  readonly decision?: Decision;
  /** Why the last attempt on the open step does not count. */
  readonly note?: string;
}

/** The ledger's entries by step, so that each step looks only at its own. */
export type ActsByStep = ReadonlyMap<string, readonly StepEntry[]>;

/** What a standing depends on besides the acts. */
export interface StandingOf {
  readonly step: { readonly title: string; readonly waivable: boolean };
  readonly ticker: Ticker | undefined;
  /** The role whose decision the step asks for. */
  readonly decider: string | undefined;
  /** Roles that may waive and defer what nobody else may. */
  readonly overrideRoles: readonly string[];
  readonly snapshot: Snapshot;
  /** Ticks before this moment don't count. */
  readonly ticksFrom?: Date | undefined;
  /** Nothing that was said before this moment counts: it was about a deployment that was rolled back. */
  readonly anew?: Date | undefined;
}

/** Sorts a ledger by step, keeping the order of events. */
export const actsByStep = (ledger: Ledger): ActsByStep => {
  const acts = new Map<string, StepEntry[]>();
  for (const entry of ledger.filter(isOfStep)) {
    const key = stepKey(entry.procedure, entry.step);
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [entry]);
    else known.push(entry);
  }
  return acts;
};

/** Folds the acts on one step, oldest first, to how it stands. */
export const standingOf = (acts: readonly StepEntry[], of: StandingOf): Standing =>
  acts.reduce<Standing>(
    (standing, entry) => (isOld(entry, of) ? old(standing, entry) : after(standing, entry, of)),
    {},
  );

/** The box as requirements see it. */
export const boxOf = ({ tick, note }: Standing): Box => {
  if (tick !== undefined) return { state: "ticked", by: tick.by, at: tick.at };
  return note === undefined ? { state: "open" } : { state: "open", note };
};

const isOld = ({ at }: StepEntry, { anew }: StandingOf): boolean =>
  anew !== undefined && Date.parse(at) < anew.getTime();

const old = (standing: Standing, { act, by }: StepEntry): Standing => {
  if (act === "untick") return {};
  return act === "tick"
    ? noted(standing, `The tick by ${by.login} was for the deployment that was rolled back: please tick again.`)
    : standing;
};

const after = (standing: Standing, entry: StepEntry, of: StandingOf): Standing => {
  switch (entry.act) {
    case "tick":
      return of.ticker === undefined ? standing : ticked(standing, entry, { ...of, ticker: of.ticker });
    case "untick":
      return mayUntick(standing, entry, of) ? untaken(standing) : standing;
    case "waive":
      return waived(standing, entry, of);
    case "defer":
      return deferred(standing, entry, of);
    case "decide":
      return decided(standing, entry, of);
    case "refused":
      return isPassing(entry) ? standing : noted(standing, entry.why);
  }
};

const ticked = (
  standing: Standing,
  entry: Entry<"tick">,
  { step, ticker, snapshot, ticksFrom }: StandingOf & { readonly ticker: Ticker },
): Standing => {
  if (ticksFrom !== undefined && Date.parse(entry.at) < ticksFrom.getTime())
    return noted(
      standing,
      `The tick by ${entry.by.login} was before the time was over that runs now: please tick again.`,
    );
  const right = mayTick(ticker, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The tick by ${entry.by.login} does not count: ${right.why}.`);
  if (entry.text !== undefined && entry.text !== step.title)
    return noted(standing, `The text has changed since ${entry.by.login} ticked it: please tick again.`);
  if (standing.tick?.recovered === false) return standing;
  return { ...rest(standing), tick: { by: entry.by.login, at: entry.at, recovered: entry.via === "recovered" } };
};

/** Whoever ticked may take it back. An untick is left out only when its author certainly had no right: in doubt, the step opens. */
const mayUntick = (standing: Standing, entry: Entry<"untick">, of: StandingOf): boolean => {
  const { ticker, snapshot, step, overrideRoles } = of;
  if (standing.tick !== undefined && sameLogin(standing.tick.by, entry.by.login)) return true;
  if (ticker !== undefined && mayTick(ticker, entry, snapshot).may !== "no") return true;
  const isExcused = standing.waiver !== undefined || standing.deferral !== undefined;
  return isExcused && mayWaive({ waivable: step.waivable, overrideRoles }, entry, snapshot).may !== "no";
};

const waived = (standing: Standing, entry: Entry<"waive">, { step, snapshot, overrideRoles }: StandingOf): Standing => {
  const right = mayWaive({ waivable: step.waivable, overrideRoles }, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The waiver by ${entry.by.login} does not count: ${right.why}.`);
  const byOverride = mayOverride(overrideRoles, entry, snapshot).may === "yes";
  if (standing.waiver?.byOverride === true && !byOverride) return rest(standing);
  return { ...rest(standing), waiver: { by: entry.by.login, reason: entry.reason, byOverride } };
};

const deferred = (standing: Standing, entry: Entry<"defer">, { snapshot, overrideRoles }: StandingOf): Standing => {
  const right = mayOverride(overrideRoles, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The deferral by ${entry.by.login} does not count: ${right.why}.`);
  const key = entry.key === undefined ? {} : { key: entry.key };
  return { ...rest(standing), deferral: { by: entry.by.login, reason: entry.reason, ...key } };
};

const decided = (standing: Standing, entry: Entry<"decide">, { decider, snapshot }: StandingOf): Standing => {
  if (decider === undefined) return standing;
  const right = mayActAs(decider, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The decision by ${entry.by.login} does not count: ${right.why}.`);
  const { word, at, by, reason, commit, base } = entry;
  return { ...rest(standing), decision: { word, by: by.login, at, reason, commit, base } };
};

/** Commands are refused in an answer; what those say who may not write here must not stand in what everybody reads. */
const isPassing = ({ via, by, permission }: Entry<"refused">): boolean =>
  via === "command" && !isBot(by) && (permission === "read" || permission === "none");

/** An accepted act makes notes of earlier attempts obsolete. */
const rest = ({ note: _note, ...standing }: Standing): Standing => standing;

/** An untick takes back whatever opened the step; a decision is taken back by another one. */
const untaken = ({ decision }: Standing): Standing => (decision === undefined ? {} : { decision });

/** A note explains an open step, so one that is ticked or waived carries none. */
const noted = (standing: Standing, note: string): Standing =>
  standing.tick === undefined && standing.waiver === undefined && standing.deferral === undefined
    ? { ...standing, note }
    : standing;
