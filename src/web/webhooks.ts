import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { verifyWithFallback } from "@octokit/webhooks-methods";

/** GitHub sends no larger payloads. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BYTES = 25 * 1024 * 1024;

/** A delivery whose signature was found right. */
export interface VerifiedDelivery {
  /** `X-GitHub-Delivery`; a redelivery carries the same. */
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

export interface WebhookParts {
  /** Any of them verifies, so that a secret can be rotated. */
  readonly secrets: readonly [string, ...string[]];
  /** Resolves when the delivery is safe; rejects when it could not be kept. */
  readonly take: (delivery: VerifiedDelivery) => Promise<void>;
  readonly warn: (data: object, message: string) => void;
}

const tooLarge = (context: Context): Response => context.text("The payload is larger than 25 MB.", 413);

const limitUntold = bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge });

/**
 * Refuses bodies that are too large before they are read whole. Where the length is told, as GitHub does, no more than that is read, and
 * nothing has to count along: that would cost each webhook a stream of its own.
 */
export const limitBody: MiddlewareHandler = async (context, next) => {
  const length = context.req.header("content-length");
  if (length === undefined || context.req.header("transfer-encoding") !== undefined) return limitUntold(context, next);
  return Number(length) > MAX_BYTES ? tooLarge(context) : next();
};

/**
 * Takes a delivery: 202 when it is kept, 401 unless it is rightly signed, 400 when it is no delivery at all, 503 when it could not
 * be kept, so that it shows as failed on GitHub and can be redelivered.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const takeDelivery =
  ({ secrets, take, warn }: WebhookParts) =>
  async (context: Context): Promise<Response> => {
    const id = context.req.header("x-github-delivery");
    const name = context.req.header("x-github-event");
    const signature = context.req.header("x-hub-signature-256");
    const body = await context.req.text();
    if (signature === undefined || !(await isSigned(secrets, body, signature)))
      return context.text("The signature is missing or wrong.", 401);
    const payload = parsed(body);
    if (id === undefined || name === undefined || payload === undefined)
      return context.text("Expected a GitHub webhook delivery in JSON.", 400);
    try {
      await take({ id, name, payload });
    } catch (error) {
      warn({ err: error, delivery: id, event: name }, "delivery could not be kept");
      return context.text("The delivery could not be kept. Please redeliver it.", 503);
    }
    return context.text("Accepted.", 202);
  };

/** Compared in constant time by the library; a malformed signature is a wrong one. */
const isSigned = async (
  [secret, ...others]: WebhookParts["secrets"],
  body: string,
  signature: string,
): Promise<boolean> => {
  if (body === "") return false;
  try {
    return (await verifyWithFallback(secret, body, signature, others)) === true;
  } catch {
    return false;
  }
};

const parsed = (body: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
