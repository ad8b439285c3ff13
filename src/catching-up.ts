import type { Logger } from "pino";
import type { Probot } from "probot";
import { appCallsOn } from "./github/catch-up/app-calls.ts";
import { budgetOn } from "./github/catch-up/budget.ts";
import { deliveryLogOn } from "./github/catch-up/deliveries.ts";
import { sightOn } from "./github/catch-up/sight.ts";
import { waitingOn } from "./github/catch-up/waiting.ts";
import type { Room } from "./github/limits.ts";
import type { ClientOf } from "./github/writers.ts";
import { lookForMissed, noteAlive, sweepWhatIsDue, type CatchingUp } from "./readiness/catch-up/catch-up.ts";
import { lookAnew } from "./readiness/catch-up/look-anew.ts";
import { RetryLater } from "./readiness/retry-later.ts";
import type { Store } from "./store/open-store.ts";
import { SubjectBusy } from "./store/subject-guard.ts";

interface Parts {
  readonly probot: Probot;
  readonly store: Store;
  readonly clientOf: ClientOf;
  readonly limits: Room;
  readonly log: Logger;
  readonly now: () => Date;
  /** False: only what somebody asks for is looked through, such as a new installation. */
  readonly byItself: boolean;
}

/** Makes up for what was missed, in the background. */
export interface Background {
  /** Does what is due by the clock, now. */
  readonly check: () => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** How often it is looked whether something is due. */
const CHECK_MS = 30_000;

/** How long what failed is left alone, where GitHub does not say. */
const AGAIN_MS = 60_000;

/**
 * Looks now and then for deliveries that did not arrive, and for what happened unseen. One process at a time, over all replicas: whoever
 * holds the lock. Stops at once when told to; what is left is done by the next process.
 */
export const catchUpInBackground = (given: Parts): Background => {
  const { log, byItself } = given;
  const stopping = new AbortController();
  const parts = partsOf(given);
  const alone = aloneIn(given, stopping.signal);
  const looks = oneAtATime(() => alone(byItself ? (lost) => lookForMissed(parts, lost) : nothing, "look"));
  const sweeps = oneAtATime(() => alone(byItself ? (lost) => sweepWhatIsDue(parts, lost) : nothing, "sweep"));
  const anew = oneAtATime(() => alone((lost) => lookAnew(parts, lost), "anew"));
  const check = oneAtATime(async () => {
    await noteAlive(parts).catch((error: unknown) => log.warn({ err: error }, "catching up failed, to be tried again"));
    looks.start();
    await looks.idle();
    anew.start();
    sweeps.start();
  });
  const idle = async (): Promise<void> => {
    await check.idle();
    await Promise.all([anew.idle(), sweeps.idle()]);
  };
  const timer = setInterval(check.start, CHECK_MS);
  timer.unref();
  check.start();
  return {
    check: check.start,
    idle,
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await idle();
    },
  };
};

const nothing = async (): Promise<void> => undefined;

type Alone = (work: (lost: AbortSignal) => Promise<void>, name: string) => Promise<void>;

/** Does work that no other process is at, and leaves what failed alone for a while. */
const aloneIn = ({ store, log }: Parts, stopping: AbortSignal): Alone => {
  const notBefore = new Map<string, number>();
  return async (work, name) => {
    if (stopping.aborted || Date.now() < (notBefore.get(name) ?? 0)) return;
    try {
      await store.alone(`catch-up/${name}`, (lost) => work(AbortSignal.any([lost, stopping])));
    } catch (error) {
      if (error instanceof SubjectBusy) return;
      notBefore.set(name, error instanceof RetryLater ? error.at.getTime() : Date.now() + AGAIN_MS);
      log.warn({ err: error, work: name }, "catching up failed, to be tried again");
    }
  };
};

const partsOf = ({ probot, store, clientOf, limits, log, now }: Parts): CatchingUp => {
  const call = appCallsOn(probot);
  return {
    deliveryLog: deliveryLogOn(call),
    sight: sightOn(call, clientOf),
    waiting: waitingOn(clientOf),
    budget: budgetOn(clientOf, limits, now),
    ...store.catchUp,
    subjects: store.subjects,
    inbox: store.deliveries,
    deliveries: store.deliveries,
    now,
    chance: Math.random,
    log,
  };
};

/** Work that is started again while it runs runs once more afterwards, and no more than that. */
const oneAtATime = (work: () => Promise<void>): { readonly start: () => void; readonly idle: () => Promise<void> } => {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work();
    } while (again);
    running = undefined;
  };
  return {
    start: () => {
      again = running !== undefined;
      running ??= run();
    },
    idle: async () => running,
  };
};
