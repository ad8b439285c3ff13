import type { Ledger, LedgerEntry } from "../evidence/ledger.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Box, Ticker } from "../requirements/define.ts";
import { mayTick, mayWaive, sameLogin } from "./rights.ts";
import { stepKey } from "./verdict.ts";

/** What the ledger says of one step, once acts without right are left out. */
export interface Standing {
  readonly tick?: { readonly by: string; readonly at: string; readonly recovered: boolean };
  /** Stands beside a tick; both last until an untick. */
  readonly waiver?: { readonly by: string; readonly reason: string };
  /** Why the last attempt on the open step does not count. */
  readonly note?: string;
}

/** The ledger's entries by step, so that each step looks only at its own. */
export type ActsByStep = ReadonlyMap<string, readonly LedgerEntry[]>;

/** What a standing depends on besides the acts. */
export interface StandingOf {
  readonly step: { readonly title: string; readonly waivable: boolean };
  readonly ticker: Ticker | undefined;
  readonly snapshot: Snapshot;
}

/** Sorts a ledger by step, keeping the order of events. */
export const actsByStep = (ledger: Ledger): ActsByStep => {
  const acts = new Map<string, LedgerEntry[]>();
  for (const entry of ledger) {
    const key = stepKey(entry.procedure, entry.step);
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [entry]);
    else known.push(entry);
  }
  return acts;
};

/** Folds the acts on one step, oldest first, to how it stands. */
export const standingOf = (acts: readonly LedgerEntry[], of: StandingOf): Standing =>
  acts.reduce<Standing>((standing, entry) => after(standing, entry, of), {});

/** The box as requirements see it. */
export const boxOf = ({ tick, note }: Standing): Box => {
  if (tick !== undefined) return { state: "ticked", by: tick.by, at: tick.at };
  return note === undefined ? { state: "open" } : { state: "open", note };
};

const after = (standing: Standing, entry: LedgerEntry, of: StandingOf): Standing => {
  switch (entry.act) {
    case "tick":
      return of.ticker === undefined ? standing : ticked(standing, entry, { ...of, ticker: of.ticker });
    case "untick":
      return mayUntick(standing, entry, of) ? {} : standing;
    case "waive":
      return waived(standing, entry, of);
    case "refused":
      return noted(standing, entry.why);
  }
};

const ticked = (
  standing: Standing,
  entry: Extract<LedgerEntry, { act: "tick" }>,
  { step, ticker, snapshot }: StandingOf & { readonly ticker: Ticker },
): Standing => {
  const right = mayTick(ticker, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The tick by ${entry.by.login} does not count: ${right.why}.`);
  if (entry.text !== undefined && entry.text !== step.title)
    return noted(standing, `The text has changed since ${entry.by.login} ticked it: please tick again.`);
  if (standing.tick?.recovered === false) return standing;
  return { ...rest(standing), tick: { by: entry.by.login, at: entry.at, recovered: entry.via === "recovered" } };
};

/** Whoever ticked may take it back. An untick is left out only when its author certainly had no right: in doubt, the step opens. */
const mayUntick = (standing: Standing, entry: LedgerEntry, { ticker, snapshot }: StandingOf): boolean => {
  if (standing.tick !== undefined && sameLogin(standing.tick.by, entry.by.login)) return true;
  return ticker === undefined || mayTick(ticker, entry, snapshot).may !== "no";
};

const waived = (
  standing: Standing,
  entry: Extract<LedgerEntry, { act: "waive" }>,
  { step, snapshot }: StandingOf,
): Standing => {
  const right = mayWaive(step.waivable, entry, snapshot);
  if (right.may !== "yes") return noted(standing, `The waiver by ${entry.by.login} does not count: ${right.why}.`);
  return { ...rest(standing), waiver: { by: entry.by.login, reason: entry.reason } };
};

/** An accepted act makes notes of earlier attempts obsolete. */
const rest = ({ tick, waiver }: Standing): Standing => ({
  ...(tick === undefined ? {} : { tick }),
  ...(waiver === undefined ? {} : { waiver }),
});

/** A note explains an open step, so one that is ticked or waived carries none. */
const noted = (standing: Standing, note: string): Standing =>
  standing.tick === undefined && standing.waiver === undefined ? { note } : standing;
