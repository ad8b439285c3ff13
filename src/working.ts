import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { assessingWith } from "./assessing.ts";
import type { Background } from "./catching-up.ts";
import { evaluate } from "./evaluation/evaluate.ts";
import { pullsOn, type ClientOf } from "./github/writers.ts";
import { takeAside } from "./readiness/asides.ts";
import { assess } from "./readiness/assess.ts";
import { isGroupKey, releaseNamed } from "./readiness/change.ts";
import { decideRelease } from "./readiness/deploy/release-turn.ts";
import { assessGroup } from "./readiness/queue/assess-group.ts";
import { spread, wake } from "./readiness/spread.ts";
import type { Operating } from "./operating.ts";
import type { Store } from "./store/open-store.ts";

interface Working {
  readonly store: Store;
  readonly log: Logger;
  readonly now: () => Date;
  readonly stopping: AbortSignal;
  readonly clientOf: ClientOf;
  readonly pagesUrl: string | undefined;
  readonly selfCheck: boolean;
  readonly welcomes: boolean | undefined;
  readonly background: () => Background;
  readonly slug: () => Promise<string>;
  readonly identity: { slug: string };
  readonly operating: Operating;
}

/** Takes up the work on what was kept, as soon as GitHub has said who we are; `undefined` where the process ended before. */
export const work = async (parts: Working): Promise<Background | undefined> => {
  const { store, log, now, identity, clientOf, operating } = parts;
  const slug = await untilKnown(parts);
  if (slug === undefined) return undefined;
  identity.slug = slug;
  const assessing = { ...assessingWith(parts, slug), evaluate: operating.evaluating(evaluate) };
  const { deliveries, subjects, catchUp } = store;
  const background = parts.background();
  const anew = {
    ask: async (...asked: Parameters<typeof catchUp.anew.ask>) => {
      await catchUp.anew.ask(...asked);
      background.check();
    },
  };
  const many = {
    deliveries,
    inbox: deliveries,
    subjects,
    pulls: pullsOn(clientOf),
    anew,
    welcomes: parts.welcomes,
    now,
  };
  const { turn } = operating;
  const handlers = {
    evaluate: turn("evaluate", (key, signal) => turnOf(key)(assessing, key, signal)),
    repository: turn("repository", (key) => spread(many, key)),
    wake: turn("wake", (key) => wake(many, key)),
    aside: turn("aside", (key, signal) => takeAside(assessing, key, signal)),
  };
  await store.jobs.work(handlers, { tookOver: operating.tally.takenOver });
  log.info({ slug }, "working");
  return background;
};

/** Whose turn it is decides how it is taken: what a deployment brings, a group of the merge queue, or a pull request or issue. */
const turnOf = (key: string) => {
  if (releaseNamed(key) !== undefined) return decideRelease;
  return isGroupKey(key) ? assessGroup : assess;
};

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

/** GitHub may be away when we start; deliveries are kept meanwhile. */
const untilKnown = async ({ slug, log, stopping }: Working): Promise<string | undefined> => {
  for (let wait = FIRST_RETRY_MS; !stopping.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
    try {
      return await slug();
    } catch (error) {
      log.warn({ err: error, retryInMs: wait }, "GitHub does not say who we are");
      await delay(wait, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
  return undefined;
};
