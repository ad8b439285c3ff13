import { repositoryKey } from "../change.ts";
import { forgetRepository } from "../issue-procedures.ts";
import type { RepositoryRef } from "../ports.ts";
import type { Budget, Looking, Sight, Unread } from "./ports.ts";
import { RetryLater } from "../retry-later.ts";
import { inLanes, takeTurn, type TakingTurns, type WantedTurn } from "./turns.ts";
import { wantedIssues } from "./wanted-issues.ts";
import { wantedTurns } from "./wanted-turns.ts";
import type { Through, WantingTurns } from "./wanting.ts";

export interface Sweeping extends WantingTurns, TakingTurns {
  readonly sight: Sight;
  readonly budget: Budget;
  readonly log: WantingTurns["log"] & { readonly warn: (data: object, message: string) => void };
  readonly subjects: WantingTurns["subjects"] & Parameters<typeof forgetRepository>[0];
}

export interface Sweep {
  readonly installationId: number;
  readonly repositories: AsyncIterable<readonly RepositoryRef[]>;
  /** How a repository is to be looked through that was looked through last then, if ever. */
  readonly howTo: (repository: RepositoryRef, sweptAt: Date | undefined) => HowTo;
  /** The share of the installation's budget that is left to what happens now. */
  readonly leastShare: number;
  /** Keeps that these repositories were looked through as they were at a moment. */
  readonly keep: (repositories: readonly RepositoryRef[], seenAt: Date) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface HowTo {
  /** Everything, for an occasion, which is named so that it goes on where it stopped; absent: what changed. */
  readonly occasion?: string | undefined;
  /** When it was looked through last, as far as that counts. */
  readonly since?: Date | undefined;
}

/** What a sweep came to. */
export interface Swept {
  readonly repositories: number;
  readonly turns: number;
  /** A repository has more than one look can cover: it is to be gone on with soon. */
  readonly isPart?: boolean | undefined;
  /** It stopped because others need what is left of the budget, which is whole again then. */
  readonly pausedUntil?: Date | undefined;
}

/** Repositories in one query. */
const TOGETHER = 50;

/** So many turns pass between two looks at the budget. */
const TURNS_A_LOOK = 10;

/** Turns of one installation at once. */
const LANES = 2;

/** What changed shortly before the last sweep may have been told after it. */
const OVERLAP_MS = 600_000;

/**
 * Looks through repositories of one installation for what we have not heard of, and gives it turns: few at once, and none while less than
 * a share of the installation's budget is left. Costs a query for fifty repositories; where there is no config, another one for fifty open pull requests when everything is looked at. Safe to end
 * at any moment: what was looked through is kept by repository.
 */
export const sweep = async (parts: Sweeping, sweeping: Sweep): Promise<Swept> => {
  const { installationId, signal } = sweeping;
  const total = { repositories: 0, turns: 0 };
  let isPart = false;
  for await (const together of fifties(sweeping.repositories)) {
    if (signal.aborted) return total;
    const { share, resetAt } = await parts.budget.left(installationId);
    if (share < sweeping.leastShare) return { ...total, pausedUntil: resetAt };
    const { turns, pausedUntil, isPart: isPartOfThese = false } = await lookThrough(parts, together, sweeping);
    total.repositories += together.length;
    total.turns += turns;
    isPart ||= isPartOfThese;
    if (pausedUntil !== undefined) return { ...total, pausedUntil };
  }
  return isPart ? { ...total, isPart } : total;
};

async function* fifties(pages: AsyncIterable<readonly RepositoryRef[]>): AsyncGenerator<readonly RepositoryRef[]> {
  for await (const page of pages)
    for (let first = 0; first < page.length; first += TOGETHER) yield page.slice(first, first + TOGETHER);
}

type Part = Omit<Swept, "repositories">;

const lookThrough = async (parts: Sweeping, together: readonly RepositoryRef[], sweeping: Sweep): Promise<Part> => {
  const startedAt = parts.now();
  const sweptAt = await parts.sweeps.sweptAt(together);
  const many = together.map((repository) =>
    lookingAt(repository, sweeping.howTo(repository, sweptAt.get(repository.repositoryId))),
  );
  const { repositories, isOwnerConfigured, unread } = await lookAt(parts, sweeping.installationId, many);
  const seenAt = new Map(repositories.map((one) => [one.repository.repositoryId, one]));
  let [turns, isPart] = [0, false];
  const done: RepositoryRef[] = [];
  for (const { repository, since, all, occasion } of many) {
    const seen = seenAt.get(repository.repositoryId);
    const through = { isOwnerConfigured, since, all, sweep: occasion ?? startedAt.toISOString() };
    const given = seen === undefined ? NONE : await giveTurns(parts, { ...through, seen }, sweeping);
    turns += given.turns;
    isPart ||= given.isPart === true;
    if (given.pausedUntil !== undefined || sweeping.signal.aborted) {
      await sweeping.keep(done, startedAt);
      return { turns, pausedUntil: given.pausedUntil };
    }
    if (given.isPart !== true && !unread.has(repository.repositoryId)) done.push(repository);
  }
  await sweeping.keep(done, startedAt);
  return { turns, isPart };
};

type Sights = Omit<Awaited<ReturnType<Sight["look"]>>, "unread"> & {
  /** Repositories that GitHub could not show: to be looked at next time. */
  readonly unread: ReadonlySet<number>;
};

/** After so many refusals in a row it is not for one repository that GitHub fails. */
const MOST_FAILURES = 8;

/** GitHub gives up on what takes it too long, so what fails is asked for in halves. */
const lookAt = async ({ sight, log }: Sweeping, installationId: number, all: readonly Looking[]): Promise<Sights> => {
  let failures = 0;
  const look = async (many: readonly Looking[]): Promise<Sights> => {
    try {
      const seen = await sight.look(installationId, many);
      failures = 0;
      return { ...seen, unread: told(seen.unread ?? []) };
    } catch (error) {
      failures += 1;
      if (error instanceof RetryLater || failures >= MOST_FAILURES) throw error;
      if (many.length === 1)
        return { repositories: [], isOwnerConfigured: false, unread: told([{ repositoryIds: idsOf(many), error }]) };
    }
    const middle = Math.ceil(many.length / 2);
    return together(await look(many.slice(0, middle)), await look(many.slice(middle)));
  };
  const told = (unread: readonly Unread[]): ReadonlySet<number> => {
    for (const { repositoryIds, error } of unread)
      log.warn({ err: error, repositories: repositoryIds }, "a repository could not be looked through");
    return new Set(unread.flatMap(({ repositoryIds }) => repositoryIds));
  };
  return look(all);
};

const idsOf = (many: readonly Looking[]): readonly number[] => many.map(({ repository }) => repository.repositoryId);

const together = (one: Sights, other: Sights): Sights => ({
  repositories: [...one.repositories, ...other.repositories],
  isOwnerConfigured: one.isOwnerConfigured || other.isOwnerConfigured,
  unread: new Set([...one.unread, ...other.unread]),
});

const lookingAt = (repository: RepositoryRef, { occasion, since }: HowTo): Looking & HowTo => ({
  repository,
  all: occasion !== undefined,
  occasion,
  ...(since === undefined ? {} : { since: new Date(since.getTime() - OVERLAP_MS) }),
});

const NONE: Part = { turns: 0 };

const giveTurns = async (parts: Sweeping, through: Through, sweeping: Sweep): Promise<Part> => {
  if (through.all) await forget(parts, through.seen.repository);
  const { turns, keep } = await wantedTurns(parts, through);
  const first = await takeAll(parts, turns, sweeping);
  if (first.pausedUntil !== undefined || sweeping.signal.aborted) return first;
  await keep();
  const issues = await wantedIssues(parts, through);
  const second = await takeAll(parts, issues.turns, sweeping);
  if (second.pausedUntil === undefined && !sweeping.signal.aborted) await issues.keep();
  return { ...second, turns: first.turns + second.turns, isPart: issues.isPart };
};

/** Its policy may have changed unseen. What is read from now on counts. */
const forget = async ({ subjects, now }: Sweeping, { repositoryId }: RepositoryRef): Promise<void> => {
  const row = await subjects.get(repositoryKey(repositoryId));
  if (row !== undefined) await forgetRepository(subjects, row, new Date(now().getTime() - 1));
};

/** Gives the turns, some at once, for as long as enough is left for what happens now. */
const takeAll = async (
  parts: Sweeping,
  wanted: readonly WantedTurn[],
  { installationId, leastShare, signal }: Sweep,
): Promise<Part> => {
  let turns = 0;
  for (let first = 0; first < wanted.length && !signal.aborted; first += TURNS_A_LOOK) {
    const { share, resetAt } = first === 0 ? WHOLE : await parts.budget.left(installationId);
    if (share < leastShare) return { turns, pausedUntil: resetAt };
    await inLanes(wanted.slice(first, first + TURNS_A_LOOK), LANES, async (turn) => {
      if (await takeTurn(parts, turn, signal)) turns += 1;
    });
  }
  return { turns };
};

/** It was looked at right before. */
const WHOLE = { share: 1, resetAt: new Date(0) };
