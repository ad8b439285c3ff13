import type { Logger } from "pino";
import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";

export interface ProbotParts {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** GitHub's REST address without a slash at the end. */
  readonly githubApiUrl: string;
  readonly log: Logger;
  /** One answer of GitHub may take this long, in milliseconds; 20 s unless given. */
  readonly callTimeoutMs?: number | undefined;
  /** Watches what is asked of GitHub. */
  readonly watched?: (call: typeof fetch) => typeof fetch;
}

/** GitHub's own limit for a query is 10 s. */
const CALL_TIMEOUT_MS = 20_000;

/**
 * Probot with its client's throttle and retry plugins off: they let one write a second through for all installations together, and
 * repeat creations after a 5xx, which duplicates them. Our queue retries and our limits space. Only this form of `defaults` works.
 */
export const createProbot = ({
  appId,
  privateKey,
  webhookSecret,
  githubApiUrl,
  log,
  callTimeoutMs = CALL_TIMEOUT_MS,
  watched = unwatched,
}: ProbotParts): Probot =>
  new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: githubApiUrl,
    log,
    request: { fetch: watched(fetchWithin(callTimeoutMs)) },
    Octokit: ProbotOctokit.defaults((options: Readonly<Record<string, object | undefined>>) => ({
      ...options,
      auth: askingAt(options["auth"], githubApiUrl),
      throttle: { ...options["throttle"], enabled: false },
      retry: { ...options["retry"], enabled: false },
    })),
  });

/** Probot leaves the address out where a token is asked for anew, so that one would go to github.com, wherever GitHub is. */
const askingAt = (auth: object | undefined, baseUrl: string): object | undefined =>
  auth !== undefined && "request" in auth && hasDefaults(auth.request)
    ? { ...auth, request: auth.request.defaults({ baseUrl }) }
    : auth;

const hasDefaults = (request: unknown): request is { readonly defaults: (values: object) => unknown } =>
  typeof request === "function" && "defaults" in request && typeof request.defaults === "function";

/** A fetch that gives up after so many milliseconds. Octokit passes a `signal` of undefined, which must not take ours away. */
export const fetchWithin =
  (milliseconds: number): typeof fetch =>
  (input, init) =>
    fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(milliseconds) });

/** Where nobody watches what is asked. */
export const unwatched = (call: typeof fetch): typeof fetch => call;

const AppAnswer = z.object({ id: z.int(), slug: z.string() });

/** Our App's slug, as GitHub knows it; it is part of our own login. https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app */
export const slugOf = async (probot: Probot): Promise<string> => {
  const octokit = await probot.auth();
  const { data } = await octokit.request("GET /app");
  return AppAnswer.parse(data).slug;
};
