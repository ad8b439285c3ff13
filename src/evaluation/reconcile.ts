import type { Ledger, LedgerEntry } from "../evidence/ledger.ts";
import type { Person } from "../evidence/snapshot.ts";
import type { BoxAttempt } from "./attempt.ts";
import { boxesOf, type SeenBox } from "./boxes.ts";
import { sameLogin } from "./rights.ts";
import { actsByStep } from "./standing.ts";
import { stepOf } from "./find-step.ts";
import { type Verdict } from "./verdict.ts";

/** Whether each box is ticked, by step key. */
export type SeenBoxes = ReadonlyMap<string, boolean>;

/** The checklist comment as it was just read, and what is known of how it came to be so. */
export interface FreshChecklist {
  readonly body: string;
  /** Its boxes as Gatehouse last wrote them or saw them change in an event; undefined when that is not remembered. */
  readonly seen: SeenBoxes | undefined;
  /** Who edited it last; null when nobody did, or GitHub does not say. */
  readonly editor: Person | null;
  /** ISO 8601; null when it was never edited. */
  readonly editedAt: string | null;
  readonly ledger: Ledger;
  readonly verdict: Verdict;
  /** Login of the App itself, such as `gatehouse[bot]`: its own writes are nobody's acts. */
  readonly self: string;
}

/** Ticks and unticks that no delivery told of, made while Gatehouse was away; each is attributed to the comment's last editor. */
export const reconcile = (fresh: FreshChecklist): readonly BoxAttempt[] => {
  const { body, editor, editedAt, self, seen } = fresh;
  if (editedAt === null || (editor !== null && sameLogin(editor.login, self))) return [];
  const acts = actsByStep(fresh.ledger);
  return [...boxesOf(body)].flatMap(([key, box]) => {
    if (
      !isNews(box, {
        fresh,
        editedAt,
        acts: acts.get(key) ?? [],
        before: seen && (seen.get(key) ?? false),
      })
    )
      return [];
    return [recovered(box, editor, editedAt)];
  });
};

interface Remembered {
  readonly fresh: FreshChecklist;
  readonly editedAt: string;
  readonly acts: readonly LedgerEntry[];
  /** The box as it was last seen; undefined when that is not remembered. */
  readonly before: boolean | undefined;
}

/**
 * Only a box that differs from the verdict, and that people changed since it was last seen, is news. Where that is not remembered,
 * only the tick of a step that nobody ever acted on is: anything else may be an old comment not yet rewritten. An edit in the second of
 * an act that it contradicts came after it.
 */
const isNews = ({ procedure, step, checked }: SeenBox, { fresh, editedAt, acts, before }: Remembered): boolean => {
  const known = stepOf(fresh.verdict, procedure, step)?.step.box;
  if (known === undefined || known.ticked === checked) return false;
  if (before === undefined) return checked && acts.length === 0;
  const found = checked ? "tick" : "untick";
  const isEarlier = (entry: LedgerEntry): boolean => {
    const apart = Date.parse(editedAt) - Date.parse(entry.at);
    return apart > 0 || (apart === 0 && whatOf(entry) !== found);
  };
  return before !== checked && acts.every(isEarlier);
};

const whatOf = (entry: LedgerEntry): string => (entry.act === "refused" ? entry.attempted : entry.act);

const recovered = ({ procedure, step, checked, text }: SeenBox, by: Person | null, at: string): BoxAttempt => ({
  attempted: checked ? "tick" : "untick",
  procedure,
  step,
  by,
  at,
  via: "recovered",
  text,
});
