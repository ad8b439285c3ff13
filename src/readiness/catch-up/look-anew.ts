import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { AskedAnew } from "./anew.ts";
import { isTooEarly, type CatchingUp } from "./catch-up.ts";
import { sweep, type Sweep } from "./sweep.ts";

/** A third of an installation's budget is left to what happens now: verdicts by a policy that holds no more are urgent, too. */
const LEAST_SHARE = 1 / 3;

/** Installations that are looked through at once. */
const LANES = 2;

/** Repositories of one installation at a time, so that what is asked for meanwhile gets its turn. */
const MOST = 50;

/** Until the next try, at least, and at most where nobody says when it makes sense. */
const AGAIN_MS = 60_000;
const LONGEST_MS = 30 * AGAIN_MS;

/**
 * Gives each open subject of the repositories of which somebody asked that a turn, few at once, and goes on later where the budget says so.
 * What is left outlives the process. Safe to end at any moment.
 */
export const lookAnew = async (parts: CatchingUp, signal: AbortSignal): Promise<void> => {
  if (await isTooEarly(parts)) return;
  const next = takingTurns(() => parts.anew.due(parts.now()));
  const lane = async (): Promise<void> => {
    for (let one = await next(); one !== undefined && !signal.aborted; one = await next())
      await lookAt(parts, one.asked, signal).finally(one.end);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

interface Taken {
  /** Of one installation. */
  readonly asked: readonly AskedAnew[];
  readonly end: () => void;
}

/** Each call takes some of the installation that nobody is at and that was served longest ago; of those that never were, the one that asked first. */
const takingTurns = (look: () => Promise<readonly AskedAnew[]>): (() => Promise<Taken | undefined>) => {
  const busy = new Set<number>();
  const served = new Map<number, number>();
  let count = 0;
  return async () => {
    const due = await look();
    const ids = due.map(({ repository }) => repository.installationId).filter((id) => !busy.has(id));
    const [id] = ids.toSorted((one, other) => (served.get(one) ?? 0) - (served.get(other) ?? 0));
    if (id === undefined) return undefined;
    busy.add(id);
    count += 1;
    served.set(id, count);
    const asked = due.filter(({ repository }) => repository.installationId === id).slice(0, MOST);
    return { asked, end: () => busy.delete(id) };
  };
};

/** What is not done by then is put off, the longer the longer it failed, unless its installation is no more. */
const lookAt = async (parts: CatchingUp, asked: readonly AskedAnew[], signal: AbortSignal): Promise<void> => {
  const { anew, now } = parts;
  const rest = new Map(asked.map((one) => [one.repository.repositoryId, one]));
  const goOnAt = await throughAll(parts, rest, signal);
  if (signal.aborted || rest.size === 0) return;
  if (goOnAt !== undefined) {
    const later = new Date(Math.max(goOnAt.getTime(), now().getTime() + AGAIN_MS));
    return anew.putOff([...rest.values()], later);
  }
  await dropWhatIsGone(parts);
  for (const one of rest.values()) await anew.putOff([one], triedAgainAt(one, now()));
};

/** It doubles how long ago it was asked. */
const triedAgainAt = ({ askedAt }: AskedAnew, now: Date): Date => {
  const age = now.getTime() - askedAt.getTime();
  return new Date(now.getTime() + Math.min(Math.max(age, AGAIN_MS), LONGEST_MS));
};

/** No webhook may have told that an installation is no more. */
const dropWhatIsGone = async ({ anew, sight, now, log }: CatchingUp): Promise<void> => {
  const at = now();
  try {
    await anew.keep(await sight.installations(), at);
  } catch (error) {
    log.warn({ err: error }, "installations could not be listed");
  }
};

type Rest = Map<number, AskedAnew>;

/** Takes what is done from the rest. Answers when it makes sense to go on, where that is known. */
const throughAll = async (parts: CatchingUp, rest: Rest, signal: AbortSignal): Promise<Date | undefined> => {
  const { log, now } = parts;
  const installationId = [...rest.values()][0]?.repository.installationId ?? 0;
  try {
    const { isPart = false, ...swept } = await sweep(parts, { ...sweepOf(parts, rest), installationId, signal });
    log.info({ installationId, ...swept }, "looked at anew");
    return swept.pausedUntil ?? (isPart ? now() : undefined);
  } catch (error) {
    log.warn({ err: error, installationId }, "an installation could not be looked at anew");
    return error instanceof RetryLater ? error.at : undefined;
  }
};

const sweepOf = ({ anew, sweeps }: CatchingUp, rest: Rest): Omit<Sweep, "installationId" | "signal"> => ({
  repositories: pageOf([...rest.values()]),
  howTo: ({ repositoryId }) => ({
    occasion: `anew/${repositoryId}/${rest.get(repositoryId)?.askedAt.toISOString() ?? ""}`,
  }),
  leastShare: LEAST_SHARE,
  keep: async (repositories, seenAt) => {
    await sweeps.swept(repositories, seenAt);
    for (const { repositoryId } of repositories) {
      const one = rest.get(repositoryId);
      if (one !== undefined) await anew.done(one);
      rest.delete(repositoryId);
    }
  },
});

async function* pageOf(asked: readonly AskedAnew[]): AsyncGenerator<readonly RepositoryRef[]> {
  yield asked.map(({ repository }) => repository);
}
