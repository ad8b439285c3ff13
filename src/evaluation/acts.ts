import type { Person } from "../evidence/snapshot.ts";
import type { BoxAttempt } from "./attempt.ts";
import { boxesOf } from "./boxes.ts";

/** One edit of the checklist comment, as its webhook tells it. */
export interface Edit {
  readonly before: string;
  readonly after: string;
  /** The sender of the event; the comment's author is always the App. */
  readonly by: Person;
  /** ISO 8601. */
  readonly at: string;
  readonly delivery?: string | undefined;
}

/** The ticks and unticks of one edit. A box that was removed with its line was not unticked: the line comes back as it was. */
export const actsOfEdit = ({ before, after, by, at, delivery }: Edit): readonly BoxAttempt[] => {
  const earlier = boxesOf(before);
  return [...boxesOf(after)].flatMap(([key, { procedure, step, checked, text }]) => {
    if ((earlier.get(key)?.checked ?? false) === checked) return [];
    return [
      { attempted: checked ? "tick" : "untick", procedure, step, by, at, via: "comment", text, delivery } as const,
    ];
  });
};
