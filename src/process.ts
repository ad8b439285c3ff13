import type { Logger } from "pino";
import { gatehouse } from "./app.ts";
import { catchUpInBackground, type Background } from "./catching-up.ts";
import type { Environment } from "./config/environment.ts";
import { deploymentsApi } from "./deployments-api.ts";
import { changesOf, problemOf } from "./github/changes.ts";
import { clientsOf } from "./github/client.ts";
import { createLimits } from "./github/limits.ts";
import { createProbot, slugOf } from "./github/probot.ts";
import { pagesOf } from "./pages.ts";
import { receive } from "./readiness/receive.ts";
import { followWhereabouts } from "./readiness/whereabouts.ts";
import { operate, type Operating } from "./operating.ts";
import type { Store } from "./store/open-store.ts";
import { addressBehind } from "./web/client-address.ts";
import { listen, routes, type Listening } from "./web/http.ts";
import type { WebhookParts } from "./web/webhooks.ts";
import { work } from "./working.ts";

export interface ProcessOptions {
  /** Without a data directory the embedded database lives in memory, for tests. */
  readonly environment: Omit<Environment, "dataDir"> & { readonly dataDir: string | undefined };
  readonly log: Logger;
  /** The clock; tests and the demo move it. */
  readonly now?: () => Date;
  /** How long GitHub may take for one answer, in milliseconds; tests that wait for the end of it have less patience. */
  readonly callTimeoutMs?: number | undefined;
  /** How long PostgreSQL may take for one statement, in milliseconds; likewise. */
  readonly statementMs?: number | undefined;
  /** How long it may take to keep a webhook, in milliseconds; tests whose GitHub waits longer have more patience. */
  readonly webhookMs?: number | undefined;
  /** False: what was missed is not looked for, only what somebody asks for. For tests that count calls. */
  readonly catchUp?: boolean;
  /** False: it is not looked now and then what guards a repository. For tests that count calls. */
  readonly selfCheck?: boolean;
}

/** A running Gatehouse. */
export interface Running {
  readonly url: string;
  /** After the clock was moved: timers whose moment has come by it go off. */
  readonly moved: () => Promise<void>;
  /** Resolves when no work is waiting that could be done now. */
  readonly idle: () => Promise<void>;
  /**
   * Takes no more deliveries, finishes what is under way, lets go of the database. With a delay in milliseconds it says first, for
   * that long, that it is about to: who sends requests to several processes has time to hear of it.
   */
  readonly stop: (delayMs?: number) => Promise<void>;
}

/** Starts the whole process. Deliveries are kept from the first moment; work on them begins when GitHub has said who we are. */
export const start = async (options: ProcessOptions): Promise<Running> => {
  const { environment, log, now = () => new Date(), catchUp = true, selfCheck = true, callTimeoutMs } = options;
  const { appId, webhookSecrets, githubApiUrl } = environment;
  const operating = await operate({ environment, log, statementMs: options.statementMs });
  const { store, health, openMetrics: metrics, fetch: watched, personalFetch } = operating;
  const probot = createProbot({ ...environment, webhookSecret: webhookSecrets[0], log, callTimeoutMs, watched });
  const identity = { appId, slug: "", githubApiUrl };
  const webhooks = { ...takingDeliveries({ webhookSecrets, identity, operating, log, now }), ...patienceOf(options) };
  const stopping = new AbortController();
  const isKnown = (): boolean => identity.slug !== "";
  const addressOf = addressBehind(environment.trustedProxies ?? 0);
  const outside = { probot, store, addressOf, watched: personalFetch, log, now, stopping: stopping.signal };
  const api = deploymentsApi({ ...outside, githubApiUrl, isKnown });
  const limits = createLimits(store.buckets);
  const clientOf = clientsOf({ probot, appId, limits });
  const pages = pagesOf({ ...outside, environment, clientOf });
  const http = await listen(routes({ webhooks, health: health.report, api, pages, metrics }), environment);
  const background = () => catchUpInBackground({ probot, store, clientOf, limits, log, now, byItself: catchUp });
  const slug = () => slugOf(probot);
  const pagesUrl = environment.signIn?.publicUrl;
  const working = work({
    store,
    pagesUrl,
    selfCheck,
    welcomes: environment.welcome,
    log,
    now,
    stopping: stopping.signal,
    clientOf,
    background,
    slug,
    identity,
    operating,
  });
  log.info({ url: http.url }, "listening");
  return { url: http.url, ...run({ http, store, stopping, working, operating }, now) };
};

const patienceOf = ({ webhookMs }: ProcessOptions): Pick<WebhookParts, "patienceMs"> =>
  webhookMs === undefined ? {} : { patienceMs: webhookMs };

interface Taking {
  readonly webhookSecrets: Environment["webhookSecrets"];
  readonly identity: Parameters<typeof changesOf>[2];
  readonly operating: Operating;
  readonly log: Logger;
  readonly now: () => Date;
}

/** What a webhook goes through until it is kept. */
const takingDeliveries = ({ webhookSecrets, identity, operating, log, now }: Taking): WebhookParts => {
  const { store, tally } = operating;
  const take = gatehouse({
    changesOf: (name, payload) => changesOf(name, payload, identity),
    problemOf: (name, payload) => problemOf(name, payload, identity),
    follow: (told) => followWhereabouts(store.standings, told),
    signOut: store.sessions.removeAllOf,
    receive: async (delivery) => {
      const parts = { inbox: store.deliveries, subjects: store.subjects };
      const received = await receive(parts, { ...delivery, receivedAt: now() });
      tally.received(received);
      return received;
    },
    log,
  });
  const warn = (data: object, message: string) => log.warn(data, message);
  return { secrets: webhookSecrets, take: operating.taking(take), warn, answered: tally.delivery };
};

const run = (running: Stopping, now: () => Date): Omit<Running, "url"> => {
  const { store, working } = running;
  return {
    moved: async () => {
      await store.jobs.moved(now());
      (await working)?.check();
    },
    idle: async () => {
      const background = await working;
      await store.jobs.idle();
      await background?.idle();
    },
    stop: (delayMs) => stop(running, delayMs),
  };
};

interface Stopping {
  readonly http: Listening;
  readonly store: Store;
  readonly stopping: AbortController;
  readonly working: Promise<Background | undefined>;
  readonly operating: Operating;
}

const stop = async ({ http, store, stopping, working, operating }: Stopping, delayMs = 0): Promise<void> => {
  operating.health.stopping();
  await http.drain(delayMs);
  stopping.abort();
  await http.close();
  await (await working.catch(() => undefined))?.stop();
  await store.close();
  await operating.stop();
};
