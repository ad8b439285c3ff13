import { RetryLater } from "../retry-later.ts";
import { LOOKED } from "./marks.ts";
import type { Attempt, DeliveryLog, Marks, Missed, MissedDeliveries } from "./ports.ts";

export interface Redelivering {
  readonly deliveryLog: DeliveryLog;
  readonly marks: Marks;
  readonly missed: MissedDeliveries;
  readonly now: () => Date;
  readonly log: { readonly info: (data: object, message: string) => void };
}

const MINUTE_MS = 60_000;

/** GitHub keeps deliveries for three days. https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
export const RETENTION_MS = 3 * 24 * 60 * MINUTE_MS;

/** A delivery enters the log when it has been answered, which takes ten seconds at most; clocks differ, too. */
const OVERLAP_MS = 10 * MINUTE_MS;

/** Pages of a hundred that one look reads at most; what is older is left to the sweep. */
const MOST_PAGES = 100;

/** So many writes a minute leave room within GitHub's 900 points, of which each costs five. */
const MOST_ASKED = 150;

/** What a look found and did. */
export interface Looked {
  /** Some were lost for good: GitHub does not keep them any more, or the log was too long to be read to the end. */
  readonly isIncomplete: boolean;
}

/**
 * Looks at GitHub's log of deliveries since the last look, and has those sent again of which no attempt was taken and that the inbox
 * does not hold: oldest first, so that what people did comes in the order in which they did it. Costs a call for a hundred deliveries,
 * and one for each that failed; repeating it asks for nothing twice.
 */
export const redeliver = async (parts: Redelivering, signal: AbortSignal): Promise<Looked> => {
  const { marks, missed, now, log } = parts;
  const startedAt = now();
  const oldest = new Date(startedAt.getTime() - RETENTION_MS);
  const lookedAt = await marks.get(LOOKED);
  const since = new Date(Math.max(oldest.getTime(), (lookedAt ?? oldest).getTime() - OVERLAP_MS));
  const { attempts, isWhole } = await listed(parts.deliveryLog, since);
  const arrived = new Set(attempts.filter(({ isDelivered }) => isDelivered).map(({ guid }) => guid));
  const failed = newestOf(attempts.filter(({ guid }) => !arrived.has(guid)));
  await missed.note(failed, [...arrived]);
  await marks.set(LOOKED, startedAt);
  const open = await missed.open(oldest);
  const asked = await askFor(parts, open.missed.filter((one) => isDue(one, startedAt)).slice(0, MOST_ASKED), signal);
  if (open.missed.length > 0)
    log.info({ missed: open.missed.length, asked }, "deliveries that did not arrive are sent again");
  return { isIncomplete: open.givenUp > 0 || !isWhole };
};

const listed = async (
  log: DeliveryLog,
  since: Date,
): Promise<{ readonly attempts: readonly Attempt[]; readonly isWhole: boolean }> => {
  const attempts: Attempt[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await log.page(cursor);
    attempts.push(...page.attempts.filter(({ at }) => at >= since));
    const isLast = page.attempts.some(({ at }) => at < since) || page.next === undefined;
    if (isLast) return { attempts, isWhole: true };
    cursor = page.next;
  }
  return { attempts, isWhole: false };
};

/** The log is newest first. */
const newestOf = (failed: readonly Attempt[]): readonly Attempt[] => {
  const byGuid = new Map<string, Attempt>();
  for (const attempt of failed) {
    const newer = byGuid.get(attempt.guid);
    byGuid.set(attempt.guid, newer === undefined ? attempt : { ...newer, at: attempt.at });
  }
  return [...byGuid.values()];
};

const LONGEST_WAIT_MS = 30 * MINUTE_MS;

/** What fails again and again is asked for ever more rarely: after 5, 10, 20 minutes, and every half hour then. */
const isDue = ({ asked, askedAt }: Missed, now: Date): boolean => {
  if (askedAt === undefined) return true;
  const wait = Math.min(LONGEST_WAIT_MS, 5 * MINUTE_MS * 2 ** Math.min(asked - 1, 10));
  return now.getTime() - askedAt.getTime() >= wait;
};

/** After so many refusals in a row it is not for one delivery that GitHub fails. */
const MOST_FAILURES = 8;

/** Answers how many. One that GitHub refuses to send again keeps no other waiting; it is asked for ever more rarely. */
const askFor = async (parts: Redelivering, due: readonly Missed[], signal: AbortSignal): Promise<number> => {
  let [asked, failures] = [0, 0];
  for (const one of due) {
    if (signal.aborted) return asked;
    const refusal = await askForOne(parts, one);
    [asked, failures] = refusal === undefined ? [asked + 1, 0] : [asked, failures + 1];
    if (failures >= MOST_FAILURES) throw refusal;
  }
  return asked;
};

/** Answers why GitHub refused, if it did; throws when it asks to wait. */
const askForOne = async (
  { deliveryLog, missed, now, log }: Redelivering,
  { guid, attemptId }: Missed,
): Promise<unknown> => {
  const [answer, refusal] = await deliveryLog.redeliver(attemptId).then(
    (said) => [said, undefined] as const,
    (error: unknown) => [undefined, error] as const,
  );
  if (refusal instanceof RetryLater) throw refusal;
  if (refusal !== undefined) log.info({ err: refusal, guid }, "GitHub does not send a delivery again");
  if (answer === "gone") await missed.drop(guid);
  else await missed.asked(guid, now());
  return refusal;
};
