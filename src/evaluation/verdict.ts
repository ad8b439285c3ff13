import type { Finding } from "../procedures/finding.ts";
import type { Actor, Evidence } from "../requirements/outcome.ts";

/** How a step stands. Only `met`, `waived`, `deferred` and `not-applicable` let its phase be complete. */
export type StepState = "met" | "unmet" | "waiting" | "locked" | "waived" | "deferred" | "not-applicable" | "error";

/** What is said of one step. */
export interface StepVerdict {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** Stable code of the reason for every open state. */
  readonly code?: string;
  readonly reason: string;
  /** Empty when nothing is to be done. */
  readonly remedy: string;
  /** Two to four words for a title; empty when nothing is open. */
  readonly short: string;
  readonly actors: readonly Actor[];
  readonly evidence: readonly Evidence[];
  readonly wakeAt?: Date;
  readonly optional: boolean;
  readonly waivable: boolean;
  readonly help?: string;
  /** Present when the step has a box in the checklist comment. */
  readonly box?: { readonly ticked: boolean; readonly by?: string; readonly note?: string };
  readonly steps: readonly StepVerdict[];
}

export interface PhaseVerdict {
  readonly id: string;
  readonly title: string;
  readonly blocks: "merge" | "deploy" | null;
  readonly environments: readonly string[];
  readonly state: "complete" | "open" | "locked" | "not-applicable";
  readonly steps: readonly StepVerdict[];
  /** Why it is locked, or does not apply. */
  readonly reason?: string;
}

/** How a run of a procedure ended, or that it goes on. */
export type ExitState = "completed" | "in-progress" | "blocked" | "partial" | "aborted" | "rolled-back";

export interface ProcedureVerdict {
  readonly id: string;
  readonly title: string;
  readonly version?: string;
  readonly source: { readonly reference: string; readonly url?: string };
  readonly mode: "enforce" | "shadow";
  /** False: `applies` does not hold here, `reason` says why; no phases then. */
  readonly applies: boolean;
  readonly reason: string;
  readonly exit: ExitState;
  readonly parameters: Readonly<Record<string, string>>;
  readonly phases: readonly PhaseVerdict[];
}

/** The gate's one word. `shut` covers errors too: what could not be determined never passes. */
export interface GateVerdict {
  /** `merge`, or `deploy` with its environment. */
  readonly gate: "merge" | "deploy";
  readonly environment?: string;
  /** `open`: ready. `awaiting`: only people or the clock are awaited. `shut`: something must change, or is in error. */
  readonly state: "open" | "awaiting" | "shut";
  readonly left: number;
  readonly total: number;
}

/** The pure result of procedures, snapshot, ledger and clock. */
export interface Verdict {
  readonly procedures: readonly ProcedureVerdict[];
  readonly gates: readonly GateVerdict[];
  /** Config and procedure problems; an error among them shuts every gate. */
  readonly findings: readonly Finding[];
  /** The earliest moment at which time alone changes something. */
  readonly wakeAt?: Date;
  readonly evaluatedAt: Date;
}
