import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { Hono } from "hono";
import { alive } from "./health.ts";

export interface MetricsParts {
  readonly text: () => Promise<{ readonly contentType: string; readonly body: string }>;
  /** Who asks has to say it; undefined on a port that only the network's owner reaches. */
  readonly token: string | undefined;
}

/** The process's numbers, for whoever says the token. */
export const tellMetrics =
  ({ text, token }: MetricsParts) =>
  async (context: Context): Promise<Response> => {
    if (token !== undefined && !says(context.req.header("authorization"), token))
      return context.text("Expected `Authorization: Bearer` with METRICS_TOKEN.", 401, {
        "www-authenticate": "Bearer",
      });
    const { contentType, body } = await text();
    return context.body(body, 200, { "content-type": contentType, "cache-control": "no-store" });
  };

/** What a port of its own answers. */
export const metricsRoutes = (parts: MetricsParts): Hono =>
  new Hono().get("/metrics", tellMetrics(parts)).get("/healthz", alive);

/** Digests have one length, so that the comparison takes as long whatever was said. */
const says = (authorization: string | undefined, token: string): boolean =>
  timingSafeEqual(digestOf(authorization ?? ""), digestOf(`Bearer ${token}`));

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
