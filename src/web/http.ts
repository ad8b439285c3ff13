import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { apiRoutes } from "./api/routes.ts";
import type { DeploymentsParts } from "./api/deployments.ts";
import { pagesRoutes, type PagesParts } from "./pages/routes.tsx";
import { limitBody, takeDelivery, type WebhookParts } from "./webhooks.ts";

/** Where GitHub delivers to; `app.yml` names the same path. */
export const WEBHOOK_PATH = "/api/github/webhooks";

export interface HttpParts {
  readonly webhooks: WebhookParts;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly api: DeploymentsParts;
  readonly pages?: PagesParts | undefined;
}

/** The routes of the process. */
export const routes = ({ webhooks, ping, api, pages }: HttpParts): Hono => {
  const app = new Hono();
  app.post(WEBHOOK_PATH, limitBody, takeDelivery(webhooks));
  app.route("/", apiRoutes(api));
  app.get("/healthz", (context) => context.text("ok"));
  app.get("/readyz", async (context) => {
    try {
      await ping();
      return context.text("ready");
    } catch {
      return context.text("the database does not answer", 503);
    }
  });
  if (pages !== undefined) app.route("/", pagesRoutes(pages));
  return app;
};

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  /** Takes no more requests and waits for those under way. */
  readonly close: () => Promise<void>;
}

/** Headers and body of one request have to arrive within this time, in milliseconds: a slow sender must not hold a socket. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Starts listening. Rejects when the port is taken. */
export const listen = async (
  app: Hono,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> => {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS });
  const answer = getRequestListener(app.fetch);
  server.on("request", (request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { url: `http://${hostOf(host)}:${portOf(server)}`, close: () => closed(server) };
};

const hostOf = (host: string): string => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const closed = async (server: Server): Promise<void> => {
  const done = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  server.closeIdleConnections();
  await done;
};
