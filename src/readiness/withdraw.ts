import { isOfStep, type Entry, type Ledger, type LedgerEntry } from "../evidence/ledger.ts";

type Guess = Entry<"tick">;

/**
 * A tick that nobody told of was entered in the name of the comment's last editor. When its delivery comes after all and names
 * somebody who had no right, the guess was wrong: these entries take it back, and keep the reason where it is read last.
 */
export const withdrawn = (refused: LedgerEntry, ledger: Ledger): readonly LedgerEntry[] => {
  if (refused.act !== "refused" || refused.attempted !== "tick" || refused.via !== "comment") return [];
  const guess = guessOf(refused, ledger);
  if (guess === undefined) return [];
  const { text: _text, key, ...rest } = guess;
  return [
    { ...rest, act: "untick", key: `withdrawn ${key ?? guess.at}` },
    { ...refused, at: guess.at, key: `explained ${refused.key ?? refused.at}` },
  ];
};

/** The last thing that counts on the step, if it is a guess made of an edit no older than what is refused. */
const guessOf = ({ procedure, step, at }: Entry<"refused">, ledger: Ledger): Guess | undefined => {
  const last = ledger
    .filter(isOfStep)
    .findLast((entry) => entry.procedure === procedure && entry.step === step && entry.act !== "refused");
  const isGuess = last?.act === "tick" && last.via === "recovered" && Date.parse(last.at) >= Date.parse(at);
  return isGuess ? last : undefined;
};
