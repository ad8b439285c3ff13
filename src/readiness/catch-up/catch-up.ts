import { RetryLater } from "../retry-later.ts";
import type { RepositoryRef } from "../ports.ts";
import { ALIVE, AWAY_UNTIL, LISTED, LOOKED } from "./marks.ts";
import type { Anew } from "./anew.ts";
import type { SweepPlan } from "./ports.ts";
import { redeliver, type Redelivering } from "./redeliver.ts";
import { sweep, type Sweep, type Sweeping } from "./sweep.ts";

export interface CatchingUp extends Redelivering, Sweeping {
  readonly plan: SweepPlan;
  readonly anew: Anew;
  /** From 0 to 1, so that installations are not all looked through at the same time. */
  readonly chance: () => number;
  readonly log: Redelivering["log"] & { readonly warn: (data: object, message: string) => void };
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** No process looked for so long: something may have been missed that no list of failures tells of. */
const ABSENCE_MS = 15 * MINUTE_MS;

/** Between two looks at GitHub's log, and where something is still to arrive. */
const LOOK_MS = 5 * MINUTE_MS;
const LOOK_SOON_MS = MINUTE_MS;

/** Between two sweeps of an installation, on the average, and after one that failed. */
const SWEEP_MS = 30 * MINUTE_MS;
const SWEEP_AGAIN_MS = 5 * MINUTE_MS;

/** Half of an installation's budget belongs to what happens now. */
const LEAST_SHARE = 0.5;

/** How long the sweep waits for deliveries that were asked for: they tell who did what, which the sweep can't see. */
const PATIENCE_MS = 10 * MINUTE_MS;

/** Installations that are looked through at once. */
const LANES = 2;

/** Notes that a process is there; where none was for long, from when on everything has to be looked through. */
export const noteAlive = async ({ marks, now, log }: CatchingUp): Promise<void> => {
  const at = now();
  const before = await marks.get(ALIVE);
  await marks.set(ALIVE, at);
  if (before === undefined || at.getTime() - before.getTime() < ABSENCE_MS) return;
  await marks.set(AWAY_UNTIL, at);
  log.info({ since: before }, "nobody was there for a while: everything is looked through");
};

/** Has GitHub send again what did not arrive, where it is time to look. */
export const lookForMissed = async (parts: CatchingUp, signal: AbortSignal): Promise<void> => {
  const { marks, missed, now } = parts;
  const at = now();
  const lookedAt = await marks.get(LOOKED);
  const pause = (await missed.expected()) > 0 ? LOOK_SOON_MS : LOOK_MS;
  if (lookedAt !== undefined && at.getTime() - lookedAt.getTime() < pause) return;
  const { isIncomplete } = await redeliver(parts, signal);
  const awayUntil = await marks.get(AWAY_UNTIL);
  const isKnown = awayUntil !== undefined && at.getTime() - awayUntil.getTime() < DAY_MS;
  if (isIncomplete && !isKnown) await marks.set(AWAY_UNTIL, at);
};

/** Looks through the installations whose time has come; after an absence only when deliveries that were asked for had time to arrive. */
export const sweepWhatIsDue = async (parts: CatchingUp, signal: AbortSignal): Promise<void> => {
  const { marks, plan, now } = parts;
  const awayUntil = await marks.get(AWAY_UNTIL);
  if (await isTooEarly(parts)) return;
  await listInstallations(parts, awayUntil);
  const next = taking(() => plan.due(now()));
  const lane = async (): Promise<void> => {
    for (let due = await next(); due !== undefined && !signal.aborted; due = await next()) {
      await sweepOne(parts, due, { awayUntil, signal });
      due.end();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

/** Each call takes what is due and nobody is at; what is asked for meanwhile is taken as well. */
const taking = (
  look: () => Promise<readonly Due[]>,
): (() => Promise<(Due & { readonly end: () => void }) | undefined>) => {
  const busy = new Set<number>();
  const done = new Set<string>();
  return async () => {
    const due = await look();
    const one = due.find((each) => !busy.has(each.installationId) && !done.has(nameOf(each)));
    if (one === undefined) return undefined;
    busy.add(one.installationId);
    done.add(nameOf(one));
    return { ...one, end: () => busy.delete(one.installationId) };
  };
};

const nameOf = ({ installationId, at }: Due): string => `${installationId} ${at.toISOString()}`;

/** Whether deliveries that were missed are still to be waited for: they tell who did what. */
export const isTooEarly = async ({ marks, missed, now }: CatchingUp): Promise<boolean> => {
  const awayUntil = await marks.get(AWAY_UNTIL);
  if (awayUntil === undefined || now().getTime() - awayUntil.getTime() > PATIENCE_MS) return false;
  const lookedAt = await marks.get(LOOKED);
  return lookedAt === undefined || lookedAt < awayUntil || (await missed.expected()) > 0;
};

const listInstallations = async (
  { marks, plan, anew, sight, now }: CatchingUp,
  awayUntil: Date | undefined,
): Promise<void> => {
  const at = now();
  const listedAt = await marks.get(LISTED);
  const hurry = awayUntil !== undefined && listedAt !== undefined && listedAt < awayUntil;
  if (!hurry && listedAt !== undefined && at.getTime() - listedAt.getTime() < SWEEP_MS) return;
  const installationIds = await sight.installations();
  await plan.keep(installationIds, at, { hurry });
  await anew.keep(installationIds, at);
  await marks.set(LISTED, at);
};

interface Due {
  readonly installationId: number;
  readonly at: Date;
}

interface Occasion {
  readonly awayUntil: Date | undefined;
  readonly signal: AbortSignal;
}

/** All repositories of an installation; those that are looked at anew are left to whoever does. */
const byTheClock = (
  { sight, anew, sweeps }: CatchingUp,
  installationId: number,
  { awayUntil, signal }: Occasion,
): Sweep => {
  async function* repositories(): AsyncGenerator<readonly RepositoryRef[]> {
    for await (const page of sight.repositories(installationId)) {
      const ids = page.map(({ repositoryId }) => repositoryId);
      const others = await anew.among(installationId, ids);
      yield page.filter(({ repositoryId }) => !others.has(repositoryId));
    }
  }
  const occasion = `${installationId}/${(awayUntil ?? new Date(0)).toISOString()}`;
  return {
    installationId,
    repositories: repositories(),
    howTo: (_repository, since) => {
      const isWhole = since === undefined || (awayUntil !== undefined && since < awayUntil);
      return isWhole ? { occasion, since } : { since };
    },
    leastShare: LEAST_SHARE,
    keep: sweeps.swept,
    signal,
  };
};

const sweepOne = async (
  parts: CatchingUp,
  { installationId, at }: Due,
  { awayUntil, signal }: Occasion,
): Promise<void> => {
  if (signal.aborted) return;
  const { plan, log, now, chance } = parts;
  const inMs = (wait: number): Date => new Date(now().getTime() + wait);
  const soon = (moment: Date): Date => new Date(Math.max(moment.getTime(), inMs(MINUTE_MS).getTime()));
  try {
    const { pausedUntil, ...swept } = await sweep(parts, byTheClock(parts, installationId, { awayUntil, signal }));
    if (swept.turns > 0 || pausedUntil !== undefined) log.info({ installationId, ...swept, pausedUntil }, "swept");
    if (signal.aborted) return;
    const next = swept.isPart === true ? MINUTE_MS : SWEEP_MS * (0.75 + chance() / 2);
    await plan.next(installationId, at, pausedUntil === undefined ? inMs(next) : soon(pausedUntil));
  } catch (error) {
    log.warn({ err: error, installationId }, "an installation could not be looked through");
    await plan.next(installationId, at, error instanceof RetryLater ? soon(error.at) : inMs(SWEEP_AGAIN_MS));
  }
};
