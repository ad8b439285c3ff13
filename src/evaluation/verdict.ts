import type { Finding } from "../procedures/finding.ts";
import type { ExitState } from "../evidence/exit-states.ts";
import type { Actor, Evidence } from "../requirements/outcome.ts";

export type { ExitState } from "../evidence/exit-states.ts";

/** How a step stands. Only `met`, `waived`, `deferred` and `not-applicable` let its phase be complete. */
export type StepState = "met" | "unmet" | "waiting" | "locked" | "waived" | "deferred" | "not-applicable" | "error";

/** What is said of one step. */
export interface StepVerdict {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  /** Stable code of the reason for every open state. */
  readonly code?: string | undefined;
  readonly reason: string;
  /** Empty when nothing is to be done. */
  readonly remedy: string;
  /** Two to four words for a title; empty when nothing is open. */
  readonly short: string;
  readonly actors: readonly Actor[];
  readonly evidence: readonly Evidence[];
  readonly wakeAt?: Date | undefined;
  /** When time alone closes it, where something else about it changes before. */
  readonly opensAt?: Date | undefined;
  readonly optional: boolean;
  readonly waivable: boolean;
  readonly help?: string | undefined;
  /** Present when the step asks for a go or no-go, with the role that says it. */
  readonly decides?: { readonly role: string } | undefined;
  /** One of the options of a choice: always shown, picked or not, and no obligation of its own. */
  readonly option?: boolean | undefined;
  /** Present when the step has a box in the checklist comment. */
  readonly box?: BoxVerdict | undefined;
  readonly steps: readonly StepVerdict[];
}

/** A step's box: whether it is ticked, by whom, and who may tick it. */
export interface BoxVerdict {
  readonly ticked: boolean;
  readonly by?: string | undefined;
  /** ISO 8601. */
  readonly at?: string | undefined;
  /** While it is open: why the last attempt to tick it does not count. */
  readonly note?: string | undefined;
  /** Who may tick; without a role, everybody with write permission. */
  readonly role?: string | undefined;
  readonly humansOnly: boolean;
  /** How long after the phase opened it can be ticked at the earliest, in milliseconds. */
  readonly afterMs?: number;
}

export interface PhaseVerdict {
  readonly id: string;
  readonly title: string;
  readonly blocks: "merge" | "deploy" | null;
  readonly environments: readonly string[];
  /** The environment whose deployment opens it. */
  readonly starts?: string | undefined;
  readonly state: "complete" | "open" | "locked" | "not-applicable";
  /** Whether merging waits for it: it blocks merge, or in `order: phases` stands before a phase that does. */
  readonly holdsMerge: boolean;
  readonly steps: readonly StepVerdict[];
  /** Why it is locked, or does not apply; of an open one, what it belongs to and whether it is overdue. */
  readonly reason?: string | undefined;
  /** Of a phase that a deployment opens: when that was. */
  readonly openedAt?: Date | undefined;
  /** Of the same: since when what was deployed runs there without a break; null where it does no more. */
  readonly runsSince?: Date | null | undefined;
  /** Of the same: when what had opened it was rolled back; it opens again with the next deployment. */
  readonly rolledBackAt?: Date | undefined;
  /** When it should be complete. */
  readonly dueAt?: Date | undefined;
}

/** What could not be determined, and what to do about it. */
interface Problem {
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
  readonly short: string;
}

export interface ProcedureVerdict {
  readonly id: string;
  readonly title: string;
  readonly version?: string | undefined;
  readonly source: { readonly reference: string; readonly url?: string };
  readonly mode: "enforce" | "shadow";
  /** False: `applies` does not hold here, `reason` says why; no phases then. */
  readonly applies: boolean;
  readonly reason: string;
  /** Set when it could not be determined whether the procedure applies, which shuts the gate; no phases then. */
  readonly problem?: Problem | undefined;
  readonly exit: ExitState;
  /** Why it was aborted or rolled back, and by whom; whom to notify where it is blocked. */
  readonly exitReason?: string | undefined;
  /** Roles that the config wants to be told, where it is blocked. */
  readonly tell?: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly phases: readonly PhaseVerdict[];
}

/** The gate's one word. `shut` covers errors too: what could not be determined never passes. */
export interface GateVerdict {
  /** `merge`, or `deploy` with its environment. */
  readonly gate: "merge" | "deploy";
  readonly environment?: string | undefined;
  /** `open`: ready. `awaiting`: only people or the clock are awaited. `shut`: something must change, or is in error. */
  readonly state: "open" | "awaiting" | "shut";
  /** Obligations still open. */
  readonly left: number;
  /** Set when the gate is open only because somebody opened it: it shuts again at `until` or with the next commit. */
  readonly overridden?: { readonly by: readonly string[]; readonly reason: string; readonly until: Date } | undefined;
  /** Set when it stays shut because the author alone wants to open it: somebody else of the override roles has to say so, too. */
  readonly needsAnother?: { readonly by: readonly string[]; readonly reason: string; readonly until: Date } | undefined;
  /** Why it is shut, where no step says so: the run was aborted. */
  readonly reason?: string | undefined;
  /** Obligations that apply here; every step is one, a sub-step as well as its parent. */
  readonly total: number;
}

/** The pure result of procedures, snapshot, ledger and clock. */
export interface Verdict {
  /** What is at stake now: the merge of a pull request, what follows a merged one, or what an issue asks for. */
  readonly stage: "merge" | "after-merge" | "issue";
  /** The config's mode. In `shadow` the gates tell what would be, and hold nothing back. */
  readonly mode: "enforce" | "shadow";
  readonly procedures: readonly ProcedureVerdict[];
  readonly gates: readonly GateVerdict[];
  /** Config and procedure problems; an error among them shuts every gate. */
  readonly findings: readonly Finding[];
  /** The earliest moment at which time alone changes something. */
  readonly wakeAt?: Date | undefined;
  /** The time zone that the config speaks in; absent where it has none, or several. */
  readonly timeZone?: string | undefined;
  readonly evaluatedAt: Date;
}

/** A step's name across procedures: the key of its box and of its acts. */
export const stepKey = (procedure: string, step: string): string => `${procedure}/${step}`;

/** Whether a step in this state lets its phase be complete. */
export const isDone = (state: StepState): boolean => DONE[state];

const DONE = {
  met: true,
  waived: true,
  deferred: true,
  "not-applicable": true,
  unmet: false,
  waiting: false,
  locked: false,
  error: false,
} as const satisfies Record<StepState, boolean>;

/** Code of a parent whose own requirement is met while sub-steps are open: they are what is left, not the parent. */
export const SUB_STEPS_OPEN = "step/sub-steps-open";

/** Code of an option that is not picked, and of what is below it: the choice is what is left, not each of its options. */
export const CHOICE_OPTION = "choice/option";

/** Every step's verdict, sub-steps included, in reading order. */
export const everyVerdict = (steps: readonly StepVerdict[]): readonly StepVerdict[] =>
  steps.flatMap((step) => (step.steps.length === 0 ? step : [step, ...everyVerdict(step.steps)]));
