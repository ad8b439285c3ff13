import type { Context } from "hono";
import { z } from "zod";

/** An error as the API answers it. https://www.rfc-editor.org/rfc/rfc9457 */
export const Problem = z
  .strictObject({
    type: z.literal("about:blank").describe("Nothing is told by an address; `code` says what it is."),
    title: z.string().describe("What the HTTP status says."),
    status: z.int().describe("The HTTP status."),
    detail: z.string().describe("What is wrong, a sentence or two."),
    code: z.string().describe("What it is, for programs; stable."),
    remedy: z.string().describe("What would mend it, a sentence or two."),
  })
  .describe("Why there is no answer (RFC 9457).");

const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  414: "URI Too Long",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

export interface ProblemOf {
  readonly status: keyof typeof TITLES;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Answers with an error. */
export const problem = (context: Context, { status, headers = {}, ...rest }: ProblemOf): Response =>
  context.body(
    `${JSON.stringify({ type: "about:blank", title: TITLES[status], status, ...rest } satisfies z.output<typeof Problem>)}\n`,
    status,
    { ...headers, "content-type": "application/problem+json" },
  );

/** Whole seconds from one moment to another, at least one, for `Retry-After`. */
export const secondsUntil = (at: Date, now: Date): string =>
  String(Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1000)));
