import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { AskedAnew } from "./anew.ts";
import { isTooEarly, type CatchingUp } from "./catch-up.ts";
import { sweep, type Swept } from "./sweep.ts";

/** A third of an installation's budget is left to what happens now: verdicts by a policy that holds no more are urgent, too. */
const LEAST_SHARE = 1 / 3;

/** Installations that are looked through at once. */
const LANES = 2;

/** Repositories of one installation at a time, so that what is asked for meanwhile gets its turn. */
const MOST = 50;

const AGAIN_MS = 60_000;

/**
 * Gives each open subject of the repositories of which somebody asked that a turn, few at once, and goes on later where the budget says so.
 * What is left outlives the process. Safe to end at any moment.
 */
export const lookAnew = async (parts: CatchingUp, signal: AbortSignal): Promise<void> => {
  if (await isTooEarly(parts)) return;
  const busy = new Set<number>();
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const due = await parts.anew.due(parts.now());
      const first = due.find(({ repository }) => !busy.has(repository.installationId));
      if (first === undefined) return;
      const { installationId } = first.repository;
      busy.add(installationId);
      const asked = due.filter(({ repository }) => repository.installationId === installationId).slice(0, MOST);
      await lookAt(parts, asked, signal).finally(() => busy.delete(installationId));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

/** What is not done by then is put off, also what could not be read. */
const lookAt = async (parts: CatchingUp, asked: readonly AskedAnew[], signal: AbortSignal): Promise<void> => {
  const [first] = asked;
  if (first === undefined) return;
  const { installationId } = first.repository;
  const { anew, now, log } = parts;
  const until = await throughAll(parts, asked, signal).then(
    (swept) => {
      log.info({ installationId, ...swept }, "looked at anew");
      return swept.pausedUntil;
    },
    (error: unknown) => {
      log.warn({ err: error, installationId }, "an installation could not be looked at anew");
      return error instanceof RetryLater ? error.at : undefined;
    },
  );
  if (signal.aborted) return;
  const later = new Date(Math.max(until?.getTime() ?? 0, now().getTime() + AGAIN_MS));
  await anew.putOff(asked, later);
};

const throughAll = async (parts: CatchingUp, asked: readonly AskedAnew[], signal: AbortSignal): Promise<Swept> => {
  const { anew, sweeps } = parts;
  const askedAt = new Map(asked.map((one) => [one.repository.repositoryId, one]));
  const keep = async (repositories: readonly RepositoryRef[], seenAt: Date): Promise<void> => {
    await sweeps.swept(repositories, seenAt);
    for (const { repositoryId } of repositories) {
      const one = askedAt.get(repositoryId);
      if (one !== undefined) await anew.done(one);
    }
  };
  return sweep(parts, {
    installationId: asked[0]?.repository.installationId ?? 0,
    repositories: pageOf(asked),
    howTo: ({ repositoryId }) => ({
      occasion: `anew/${repositoryId}/${askedAt.get(repositoryId)?.askedAt.toISOString() ?? ""}`,
    }),
    leastShare: LEAST_SHARE,
    keep,
    signal,
  });
};

async function* pageOf(asked: readonly AskedAnew[]): AsyncGenerator<readonly RepositoryRef[]> {
  yield asked.map(({ repository }) => repository);
}
