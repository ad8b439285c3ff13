import { tellReleasesAnyway } from "./deploy/tell-releases.ts";
import { isBare } from "./issue-procedures.ts";
import { keep } from "./keep.ts";
import type { DeliveredChange, PendingDelivery, StoredSubject } from "./known.ts";
import { guidOf } from "./leave.ts";
import type { Memory } from "./memory.ts";
import { matters } from "./relevance.ts";
import { isTold } from "./standings/news.ts";
import type { Turn } from "./turn.ts";
import { isUnreadable } from "./unreadable-deliveries.ts";

type About = Omit<Turn, "published">;

type Silence = NonNullable<Memory["silentAt"]>;

/** What an event tells of a pull request that was closed, merged or opened again. */
interface Ending {
  readonly headSha: string;
  readonly baseRef: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly state: "open" | "closed" | "merged";
}

/**
 * Closes, or opens again, a pull request of which nothing is said because there is no config: its events are believed, without a read,
 * where they come in order and tell of the commit and base that were read. False where it takes a read to know.
 */
export const endedInSilence = async (
  turn: About,
  stored: StoredSubject | undefined,
  deliveries: readonly PendingDelivery[],
): Promise<boolean> => {
  const { parts, subject, memory, changes } = turn;
  const silence = silenceOf(turn, stored);
  const last = silence && lastInOrder(turn, silence);
  if (memory === undefined || silence === undefined || last === undefined) return false;
  if (deliveries.some(isUnreadable)) return false;
  const { headSha, baseRef, updatedAt } = last;
  const isOpen = last.state === "open";
  if (isOpen && !(await isBare(parts.subjects, subject.repositoryId, baseRef))) return false;
  const cause = guidOf(changes);
  const where = { headSha, headRef: memory.headRef, baseRef, state: isOpen ? "open" : "closed" } as const;
  await keep({ parts, subject, before: stored, cause }, where);
  if (!isOpen) await parts.timers.wakeAt(subject.key, undefined);
  await tellReleasesAnyway(turn);
  await parts.subjects.remember(subject.key, { ...memory, silentAt: { ...silence, updatedAt } });
  return true;
};

/** Where nothing was ever said, on a page or an issue, there is nothing to take back. */
const silenceOf = ({ memory }: About, stored: StoredSubject | undefined): Silence | undefined => {
  if (memory === undefined || stored === undefined || memory.configured || stored.state === "merged") return undefined;
  const isShown = isTold(memory) || memory.line !== undefined || memory.formerly !== undefined;
  return isShown ? undefined : memory.silentAt;
};

/** The newest of what matters, where that is nothing but endings, each of them newer than what is known. */
const lastInOrder = ({ changes, memory, subject }: About, silence: Silence): Ending | undefined => {
  let known = silence.updatedAt;
  let last: Ending | undefined;
  for (const { change } of changes.filter((one) => matters(one.change, memory, subject.kind))) {
    const ending = endingIn(change, silence);
    if (ending === undefined || known === undefined || !(Date.parse(ending.updatedAt) > Date.parse(known)))
      return undefined;
    known = ending.updatedAt;
    last = ending;
  }
  return last;
};

const endingIn = ({ event, action, pulls }: DeliveredChange["change"], silence: Silence): Ending | undefined => {
  if (event !== "pull_request" || (action !== "closed" && action !== "reopened")) return undefined;
  const { headSha, baseRef } = silence;
  const [told] = pulls;
  if (told?.headSha !== headSha || told.baseRef !== baseRef) return undefined;
  const { updatedAt, state } = told;
  return updatedAt === undefined || state === undefined ? undefined : { headSha, baseRef, updatedAt, state };
};
