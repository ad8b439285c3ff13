import type { Entry, LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";

/** What every attempt says: who, when and by which way. */
interface Tried {
  /** Null when GitHub does not say who it was. */
  readonly by: Person | null;
  /** ISO 8601. */
  readonly at: string;
  readonly via: LedgerEntry["via"];
  /** GUID of the webhook delivery that brought it. */
  readonly delivery?: string | undefined;
  /** Of a command: the id of its comment, and in which line of it the command stands; absent for the first command. */
  readonly comment?: string | undefined;
  readonly line?: number | undefined;
}

interface OnStep extends Tried {
  readonly procedure: string;
  readonly step: string;
}

/** Somebody ticked or unticked a box. */
export interface BoxAttempt extends OnStep {
  readonly attempted: "tick" | "untick";
  /** The text the person saw beside the box. */
  readonly text?: string | undefined;
}

/** Somebody wants a step left out, or done later. */
export interface ExcuseAttempt extends OnStep {
  readonly attempted: "waive" | "defer";
  readonly reason?: string | undefined;
}

export interface DecideAttempt extends OnStep {
  readonly attempted: "decide";
  readonly word: Entry<"decide">["word"];
  readonly reason?: string | undefined;
}

export type StepAttempt = BoxAttempt | ExcuseAttempt | DecideAttempt;

export interface SignoffAttempt extends Tried {
  readonly attempted: "signoff" | "revoke";
  /** As the person wrote it; case does not matter. */
  readonly role: string;
  readonly reason?: string | undefined;
}

export interface OverrideAttempt extends Tried {
  readonly attempted: "override";
  /** `merge`, `deploy`, `deploy/ENVIRONMENT` or the environment alone. */
  readonly gate: string;
  readonly reason?: string | undefined;
}

/** Somebody lets the subject through a freeze, or takes that back. */
export interface ExemptAttempt extends Tried {
  readonly attempted: "exempt" | "unexempt";
  /** As the person wrote it; case does not matter. */
  readonly freeze: string;
  readonly reason?: string | undefined;
}

/** Somebody ends a run, or takes it up again. */
export interface RunAttempt extends Tried {
  readonly attempted: "abort" | "resume" | "rollback";
  /** Of a rollback: where. */
  readonly environment?: string | undefined;
  readonly reason?: string | undefined;
}

/** What somebody tried to do, before it is known whether they may. */
export type Attempt = StepAttempt | SignoffAttempt | OverrideAttempt | ExemptAttempt | RunAttempt;

export const isOnStep = (attempt: Attempt): attempt is StepAttempt => "step" in attempt;

/** The same act has the same key however often it is reported, so that the ledger can keep it once. */
export const keyOf = (attempt: Attempt): string => {
  const { delivery, via, at, line } = attempt;
  const told = line === undefined ? [] : [`line:${line}`];
  return [delivery ?? `${via}:${at}`, targetOf(attempt), attempt.attempted, ...wordOf(attempt), ...told].join(" ");
};

const targetOf = (attempt: Attempt): string => {
  if (isOnStep(attempt)) return `${attempt.procedure}/${attempt.step}`;
  if ("role" in attempt) return attempt.role.toLowerCase();
  if ("freeze" in attempt) return attempt.freeze.toLowerCase();
  if ("gate" in attempt) return attempt.gate.toLowerCase();
  return attempt.environment ?? "run";
};

const wordOf = (attempt: Attempt): readonly string[] => (attempt.attempted === "decide" ? [attempt.word] : []);
