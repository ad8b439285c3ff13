import { isOfStep, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";
import type { BoxAttempt } from "../evaluation/attempt.ts";
import { boxesOf } from "../evaluation/boxes.ts";
import { stepKey } from "../evaluation/verdict.ts";

/**
 * GitHub's times have no fractions, and deliveries come in any order: of a tick and an untick of one box in one second, the one
 * that the comment shows was the last. The other one is dated a millisecond earlier.
 */
export const beforeItsRival = (attempt: BoxAttempt, ledger: Ledger, body: string | undefined): BoxAttempt => {
  if (body === undefined || !ledger.some((entry) => isRival(entry, attempt))) return attempt;
  const shown = boxesOf(body).get(stepKey(attempt.procedure, attempt.step));
  if (shown === undefined || shown.checked === (attempt.attempted === "tick")) return attempt;
  return { ...attempt, at: new Date(Date.parse(attempt.at) - 1).toISOString() };
};

const isRival = (entry: LedgerEntry, { procedure, step, at, attempted }: BoxAttempt): boolean =>
  isOfStep(entry) &&
  entry.procedure === procedure &&
  entry.step === step &&
  entry.act !== attempted &&
  (entry.act === "tick" || entry.act === "untick") &&
  Date.parse(entry.at) === Date.parse(at);
