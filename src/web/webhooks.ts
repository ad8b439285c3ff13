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
  /** Told how each was answered. `event` is what a rightly signed one says it is. */
  readonly answered?: (told: Answered) => void;
  /** Milliseconds in which it has to be kept, or it counts as not kept; 8 s unless given. GitHub waits for ten. */
  readonly patienceMs?: number;
}

export interface Answered {
  readonly event: string | undefined;
  readonly outcome: "accepted" | "unsigned" | "malformed" | "too large" | "not kept";
  readonly seconds: number;
}

const OUTCOMES: Readonly<Record<number, Answered["outcome"]>> = {
  202: "accepted",
  401: "unsigned",
  413: "too large",
  503: "not kept",
};

/** Tells how long the answer took and what it was; names that strangers made up are kept to themselves. */
export const tellAnswer =
  ({ answered }: Pick<WebhookParts, "answered">): MiddlewareHandler =>
  async (context, next) => {
    const began = performance.now();
    await next();
    const { status } = context.res;
    const event = status === 202 || status === 503 ? context.req.header("x-github-event") : undefined;
    answered?.({ event, outcome: OUTCOMES[status] ?? "malformed", seconds: (performance.now() - began) / 1000 });
  };

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
  ({ secrets, take, warn, patienceMs = PATIENCE_MS }: WebhookParts) =>
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
      await within(patienceMs, take({ id, name, payload }));
    } catch (error) {
      warn({ err: error, delivery: id, event: name }, "delivery could not be kept");
      return context.text("The delivery could not be kept. Please redeliver it.", 503);
    }
    return context.text("Accepted.", 202);
  };

/** https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds */
const PATIENCE_MS = 8000;

/** What is kept after all does no harm: GitHub sends the same again. */
const within = async (milliseconds: number, work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
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
