import { z } from "zod";
import { Archived, RetryLater } from "../readiness/retry-later.ts";

/** GitHub refused or failed. `status` is its HTTP status, 200 for an error inside a GraphQL answer. */
export class GithubError extends Error {
  override readonly name = "GithubError";
  readonly code = "github-error";
  readonly status: number;
  /** The installation's token was refused: we were uninstalled or suspended. */
  readonly shutOut: boolean;

  constructor(message: string, status: number, { cause, shutOut = false }: ErrorOptions & { shutOut?: boolean } = {}) {
    super(message, { cause });
    this.status = status;
    this.shutOut = shutOut;
  }
}

const Failure = z.object({
  message: z.string(),
  status: z.int().optional(),
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
  request: z.object({ url: z.string().optional() }).optional(),
  response: z.object({ headers: z.record(z.string(), z.unknown()).optional() }).optional(),
});
type Failure = z.output<typeof Failure>;

/** GitHub's advice where it names no time: wait at least a minute. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const UNNAMED_WAIT_MS = 60_000;

/** Rethrows what octokit threw as one of ours, so that no caller reads messages or headers. */
export const throwAsOurs = (error: unknown, what: string): never => {
  const failure = Failure.safeParse(error);
  if (!failure.success) throw error;
  const wait = waitOf(failure.data);
  if (wait !== undefined)
    throw new RetryLater(new Date(Date.now() + wait), `GitHub asks to wait (${what})`, { cause: error });
  const { message, status = 200 } = failure.data;
  throw new GithubError(`${what}: ${message.replaceAll(TOKEN, "[redacted]")}`, status, {
    cause: error,
    shutOut: isTokenRefused(failure.data),
  });
};

/** A proxy's error page may repeat what it was sent, and what is said here is kept with the delivery: installation tokens and JWTs. */
const TOKEN = /\b(?:gh[a-z]_|github_pat_|eyJ)[\w.~+/=-]{16,}/gu;

/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const isTokenRefused = ({ status, message, request }: Failure): boolean =>
  (request?.url?.endsWith("/access_tokens") === true && (status === 404 || status === 403)) ||
  (status === 403 && /suspended/iu.test(message));

/** Milliseconds that GitHub wants us to stay away, if it is a matter of limits at all. */
const waitOf = ({ status, message, errors, headers, response }: Failure): number | undefined => {
  const limitedQuery = errors?.some(({ type }) => type === "RATE_LIMITED") === true;
  const secondary = status === 429 || limitedQuery || /secondary rate limit|abuse detection/i.test(message);
  if (!secondary && status !== 403) return undefined;
  return namedWait(response?.headers ?? headers ?? {}) ?? (secondary ? UNNAMED_WAIT_MS : undefined);
};

const namedWait = (sent: Readonly<Record<string, unknown>>): number | undefined => {
  const after = Number(sent["retry-after"]);
  if (after > 0) return after * 1000;
  return String(sent["x-ratelimit-remaining"]) === "0" ? untilReset(sent) : undefined;
};

/** Both moments are GitHub's, so that it does not matter how wrong our clock is. */
const untilReset = ({ "x-ratelimit-reset": reset, date }: Readonly<Record<string, unknown>>): number => {
  const now = Date.parse(String(date));
  const wait = Number(reset) * 1000 - (Number.isNaN(now) ? Date.now() : now);
  return Number.isFinite(wait) ? Math.max(1000, wait) : UNNAMED_WAIT_MS;
};

/** Whether GitHub said that the thing is not there (any more), or not for us to see. */
export const isGone = (error: unknown): boolean =>
  error instanceof GithubError && (error.status === 404 || error.status === 410);

/** Whether we were uninstalled or suspended; being let in again is an event of its own, so nothing is tried until then. */
export const isShutOut = (error: unknown): boolean => error instanceof GithubError && error.shutOut;

/** GitHub tells of no moment at which this ends; being written to again is an event of its own, and this is for where that got lost. */
const ARCHIVED_WAIT_MS = 24 * 60 * 60 * 1000;

/** What can't be written because the repository is archived waits until it is not. */
export const untilUnarchived = (error: unknown): never => {
  if (!(error instanceof GithubError) || !/archived so is read-only/iu.test(error.message)) throw error;
  throw new Archived(new Date(Date.now() + ARCHIVED_WAIT_MS), "the repository is archived", { cause: error });
};
