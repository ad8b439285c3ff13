import { opening, type Shut } from "../evidence/calendar.ts";
import type { Freeze, Timetable } from "../evidence/schedule.ts";
import { broughtOut, deploymentsTo } from "../evidence/deployed.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Judging } from "./judging.ts";
import { isGone, rollbackThere } from "./rolled-back.ts";

/** Whether what a window is for happened already, and at a good moment. */
export type Past = { readonly at: Date; readonly why: Shut | undefined };

/**
 * The deployment that a window was for, where it is known: from then on the clock has no say any more. Of several, one at a good
 * moment is enough. One that was rolled back does not count: the next has to wait for a good moment of its own. It is looked at only
 * where something else asks for these deployments, such as a phase that they open.
 */
export const pastOf = (
  environment: string | undefined,
  facts: Snapshot,
  { rollbacks, ...schedule }: Schedule & { readonly rollbacks: Judging["rollbacks"] },
): Past | undefined => {
  if (environment === undefined) return undefined;
  const rollback = rollbackThere(rollbacks ?? [], environment, facts);
  const passed = (deploymentsTo(environment, facts) ?? [])
    .filter(
      (one) =>
        broughtOut(one, facts) &&
        (rollback === undefined || !isGone(one, rollback, { name: environment, snapshot: facts })),
    )
    .map(({ at }) => pastAt(new Date(at), schedule));
  return passed.find(({ why }) => why === undefined) ?? passed.at(-1);
};

interface Schedule {
  readonly meant: Timetable;
  readonly freezes: readonly Freeze[];
}

/** Only the end of a deployment is known, and it takes a while: one that ends soon after the window shut began inside it. */
const TAKES_MS = 3_600_000;

const pastAt = (at: Date, { meant, freezes }: Schedule): Past => {
  const ended = opening(meant, freezes, at);
  if (ended.state === "open") return { at, why: undefined };
  const began = opening(meant, freezes, new Date(at.getTime() - TAKES_MS));
  return { at, why: began.state === "open" ? undefined : ended.why };
};
