import type { Logger } from "pino";
import type { Probot } from "probot";
import { appCallsOn } from "./github/catch-up/app-calls.ts";
import { budgetOn } from "./github/catch-up/budget.ts";
import { deliveryLogOn } from "./github/catch-up/deliveries.ts";
import { sightOn } from "./github/catch-up/sight.ts";
import { waitingOn } from "./github/catch-up/waiting.ts";
import type { ClientOf } from "./github/writers.ts";
import { lookForMissed, noteAlive, sweepWhatIsDue, type CatchingUp } from "./readiness/catch-up/catch-up.ts";
import { RetryLater } from "./readiness/retry-later.ts";
import type { Store } from "./store/open-store.ts";
import { SubjectBusy } from "./store/subject-guard.ts";

interface Parts {
  readonly probot: Probot;
  readonly store: Store;
  readonly clientOf: ClientOf;
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
  const { store, log, byItself } = given;
  const stopping = new AbortController();
  const parts = partsOf(given);
  const looks = oneAtATime(() => alone(async (lost) => (byItself ? lookForMissed(parts, lost) : undefined), "look"));
  const sweeps = oneAtATime(() => alone((lost) => sweepWhatIsDue(parts, lost, { byItself }), "sweep"));
  const notBefore = new Map<string, number>();
  const alone = async (work: (lost: AbortSignal) => Promise<void>, name: string): Promise<void> => {
    if (stopping.signal.aborted || Date.now() < (notBefore.get(name) ?? 0)) return;
    try {
      await store.alone(`catch-up/${name}`, (lost) => work(AbortSignal.any([lost, stopping.signal])));
    } catch (error) {
      if (error instanceof SubjectBusy) return;
      notBefore.set(name, error instanceof RetryLater ? error.at.getTime() : Date.now() + AGAIN_MS);
      log.warn({ err: error, work: name }, "catching up failed, to be tried again");
    }
  };
  const check = oneAtATime(async () => {
    await noteAlive(parts).catch((error: unknown) => log.warn({ err: error }, "catching up failed, to be tried again"));
    looks.start();
    await looks.idle();
    sweeps.start();
  });
  const timer = setInterval(check.start, CHECK_MS);
  timer.unref();
  check.start();
  return {
    check: check.start,
    idle: async () => {
      await check.idle();
      await sweeps.idle();
    },
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await check.idle();
      await sweeps.idle();
    },
  };
};

const partsOf = ({ probot, store, clientOf, log, now }: Parts): CatchingUp => {
  const call = appCallsOn(probot);
  return {
    deliveryLog: deliveryLogOn(call),
    sight: sightOn(call, clientOf),
    waiting: waitingOn(clientOf),
    budget: budgetOn(clientOf),
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
