import type { Ledger } from "../evidence/ledger.ts";
import type { Attempt } from "../evaluation/attempt.ts";
import { boxesOf } from "../evaluation/boxes.ts";
import { reconcile, type SeenBoxes } from "../evaluation/reconcile.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { DeliveredChange } from "./known.ts";
import { inSequence } from "./sequence.ts";
import type { Policed } from "./turn.ts";

export type { SeenBoxes };

/** Oldest first. What is no act of a person comes before the acts. */
export const byTime = (changes: readonly DeliveredChange[]): readonly DeliveredChange[] =>
  inSequence(changes, ({ change: { act: done } }) => {
    if (done === undefined || done.kind === "recheck") return { at: undefined };
    return { at: done.at, comment: done.kind === "command" ? done.commentId : undefined };
  });

/** Whether each box of a checklist is ticked. */
export const seenIn = (body: string): SeenBoxes =>
  new Map([...boxesOf(body)].map(([key, { checked }]) => [key, checked]));

/**
 * The checklist's boxes as deliveries explain them: as last seen, and then whatever each edit changed. An edit's whole text is
 * not taken over, because it holds what other people did meanwhile, whose deliveries may still be on their way.
 * Undefined where nothing is remembered and no edit tells.
 */
export const seenAfter = ({ memory, changes, reading: { checklist } }: Policed): SeenBoxes | undefined => {
  const edits = byTime(changes).flatMap(({ change: { act: done } }) =>
    done?.kind === "comment-edited" && done.commentId === checklist?.id
      ? [changedBoxes(seenIn(done.before), seenIn(done.after))]
      : [],
  );
  const first = memory?.seenBoxes === undefined ? edits[0]?.before : Object.entries(memory.seenBoxes);
  return first === undefined ? undefined : new Map([...first, ...edits.flatMap(({ changed }) => changed)]);
};

const changedBoxes = (before: SeenBoxes, after: SeenBoxes) => ({
  before,
  changed: [...after].filter(([key, checked]) => (before.get(key) ?? false) !== checked),
});

/** Ticks and unticks that the checklist shows and no delivery told of. */
export const unseenActs = (
  { turn, ledger, verdict }: { readonly turn: Policed; readonly ledger: Ledger; readonly verdict: Verdict },
  seen: SeenBoxes | undefined,
): readonly Attempt[] => {
  const { checklist } = turn.reading;
  return checklist === undefined ? [] : reconcile({ ...checklist, seen, ledger, verdict, self: turn.parts.self });
};
