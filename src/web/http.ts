import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { apiRoutes } from "./api/routes.ts";
import type { DeploymentsParts } from "./api/deployments.ts";
import { alive, readiness, type HealthReport } from "./health.ts";
import { tellMetrics, type MetricsParts } from "./metrics.ts";
import { pagesRoutes, type PagesParts } from "./pages/routes.tsx";
import { limitBody, takeDelivery, tellAnswer, type WebhookParts } from "./webhooks.ts";

/** Where GitHub delivers to; `app.yml` names the same path. */
export const WEBHOOK_PATH = "/api/github/webhooks";

export interface HttpParts {
  readonly webhooks: WebhookParts;
  readonly health: () => Promise<HealthReport>;
  readonly api: DeploymentsParts;
  readonly pages?: PagesParts | undefined;
  /** Only where a token protects it: this port is for everybody. */
  readonly metrics?: MetricsParts | undefined;
}

/** The routes of the process. */
export const routes = ({ webhooks, health, api, pages, metrics }: HttpParts): Hono => {
  const app = new Hono();
  app.post(WEBHOOK_PATH, tellAnswer(webhooks), limitBody, takeDelivery(webhooks));
  app.route("/", apiRoutes(api));
  app.get("/healthz", alive);
  app.get("/readyz", readiness(health));
  if (metrics !== undefined) app.get("/metrics", tellMetrics(metrics));
  if (pages !== undefined) app.route("/", pagesRoutes(pages));
  return app;
};

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  /**
   * Goes on answering for so many milliseconds and until nobody asks any more, at most twice as long, and has each client connect
   * anew: by then it may find another process.
   */
  readonly drain: (milliseconds: number) => Promise<void>;
  /** Takes no more requests and waits for those under way, for a while. */
  readonly close: () => Promise<void>;
}

/** Headers and body of one request have to arrive within this time, in milliseconds: a slow sender must not hold a socket. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * How long a connection stays for the next request, in milliseconds: longer than proxies keep theirs (Caddy two minutes, most others one),
 * or one would send a delivery just when we hang up, and GitHub would read of a bad gateway.
 */
const KEPT_ALIVE_MS = 125_000;

/** Connections that may wait to be taken, as far as the system allows: one that finds no room is tried again only after a second. */
const MOST_WAITING = 4096;

/** Starts listening. Rejects when the port is taken. */
export const listen = async (
  app: Hono,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> => {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEPT_ALIVE_MS });
  const answer = getRequestListener(app.fetch);
  let isDraining = false;
  let requests = 0;
  server.on("request", (request, response) => {
    requests += 1;
    if (isDraining) response.setHeader("connection", "close");
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: MOST_WAITING }, resolve);
  });
  return {
    url: `http://${hostOf(host)}:${portOf(server)}`,
    drain: async (milliseconds) => {
      isDraining = true;
      if (milliseconds > 0) await delay(milliseconds);
      await quiet(() => requests, milliseconds);
    },
    close: () => closed(server),
  };
};

/** Milliseconds without a request after which it is quiet. Whoever has connected and was not heard yet would be cut off. */
const QUIET_MS = 100;

const quiet = async (count: () => number, most: number): Promise<void> => {
  const until = Date.now() + most;
  for (let before = -1; before !== count() && Date.now() < until;) {
    before = count();
    await delay(QUIET_MS);
  }
};

const hostOf = (host: string): string => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Milliseconds for answers that are under way; a stream that never ends must not keep the process. */
const LAST_ANSWERS_MS = 10_000;
/** Milliseconds between two looks for connections on which nothing is under way any more. */
const IDLE_MS = 50;

const closed = async (server: Server): Promise<void> => {
  const done = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  server.closeIdleConnections();
  // Whatever is answered from now on leaves its connection idle.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS);
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await done;
  clearInterval(idle);
  clearTimeout(cut);
};
