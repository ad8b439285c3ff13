import { isOfStep, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";
import type { BoxAttempt } from "../evaluation/attempt.ts";
import { boxesOf } from "../evaluation/boxes.ts";
import { sameLogin } from "../evaluation/rights.ts";
import { stepKey } from "../evaluation/verdict.ts";
import type { OwnComment } from "./ports.ts";

/**
 * GitHub's times have no fractions, and deliveries come in any order: of a tick and an untick of one box in one second, the one
 * that the comment shows was the last. The other one is dated a millisecond earlier. An untick only where the person of that tick was the
 * last to edit the comment, in that second: our own writing shows what we knew then, and a stranger's tick is not that of the other.
 */
export const beforeItsRival = (attempt: BoxAttempt, ledger: Ledger, checklist: Shown | undefined): BoxAttempt => {
  const rivals = ledger.filter((entry) => isRival(entry, attempt));
  if (checklist === undefined || rivals.length === 0) return attempt;
  const shown = boxesOf(checklist.body).get(stepKey(attempt.procedure, attempt.step));
  if (shown === undefined || shown.checked === (attempt.attempted === "tick")) return attempt;
  if (attempt.attempted === "untick" && !rivals.some((entry) => isOf(entry, checklist))) return attempt;
  return { ...attempt, at: new Date(Date.parse(attempt.at) - 1).toISOString() };
};

type Shown = Pick<OwnComment, "body" | "editor" | "editedAt">;

const isOf = ({ by, at }: LedgerEntry, { editor, editedAt }: Shown): boolean =>
  editor !== null && editedAt !== null && sameLogin(by.login, editor.login) && Date.parse(at) === Date.parse(editedAt);

const isRival = (entry: LedgerEntry, { procedure, step, at, attempted }: BoxAttempt): boolean =>
  isOfStep(entry) &&
  entry.procedure === procedure &&
  entry.step === step &&
  entry.act !== attempted &&
  (entry.act === "tick" || entry.act === "untick") &&
  Date.parse(entry.at) === Date.parse(at);
