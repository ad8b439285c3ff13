import type { Window } from "../evidence/schedule.ts";

/** Whether a window is shut whatever the day, holidays and freezes aside, because `not_before_weekend` shuts all its days. */
export const neverOpens = ({ days, not_before_weekend: isNotBefore }: Omit<Window, "holidays">): boolean =>
  isNotBefore && days.every((range) => SHUT.has(range));

/** Every way to write days none of which is one from Monday to Thursday. */
const SHUT: ReadonlySet<string> = new Set(
  ["fri", "sat", "sun"].flatMap((first, index, all) => [first, ...all.slice(index).map((last) => `${first}-${last}`)]),
);

/** What to say of it. */
export const NEVER_OPENS =
  "This window never opens: with `not_before_weekend` nothing is open on Fridays and at weekends, and it has no other days. Add a day from `mon` to `thu`, or remove `not_before_weekend`.";
