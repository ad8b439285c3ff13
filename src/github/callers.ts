import { LRUCache } from "lru-cache";
import { z } from "zod";
import { digestOf, type Callers, type Sight } from "../readiness/deploy/callers.ts";
import { createRefusedTries, type RefusedTries, type Try } from "../readiness/refused-tries.ts";
import { RetryLater } from "../readiness/retry-later.ts";
import { GithubError } from "./errors.ts";
import { unwatched } from "./probot.ts";

export interface CallersOptions {
  /** Without a slash at the end; tokens are sent to no other host. */
  readonly githubApiUrl: string;
  readonly now: () => Date;
  /** How long one answer may take; default 8 s, because a person or a pipeline waits for ours. */
  readonly timeoutMs?: number;
  /** Watches what is asked of GitHub. */
  readonly watched?: ((call: typeof fetch) => typeof fetch) | undefined;
}

const TIMEOUT_MS = 8000;

/** Wrong tokens are tried on GitHub from our address, and many of them would get us locked out there. */
const REFUSED_PER_ADDRESS = { most: 30, seconds: 60 };

/** Whoever has shown a good token is not held back for what others do who come by the same proxy. */
const GOOD_TOKENS = { max: 10_000, ttl: 3_600_000 };

/** Asks GitHub, with the caller's token, for a repository. https://docs.github.com/en/rest/repos/repos#get-a-repository */
export const callersAt = ({
  githubApiUrl,
  now,
  timeoutMs = TIMEOUT_MS,
  watched = unwatched,
}: CallersOptions): Callers => {
  const call = watched((input, init) => fetch(input, init));
  const tries = createRefusedTries(REFUSED_PER_ADDRESS);
  const good = new LRUCache<string, true>(GOOD_TOKENS);
  return {
    sight: async ({ token, address }, { owner, name }) => {
      const digest = digestOf(token);
      const tried = good.has(digest) ? KNOWN : welcomed(tries, address);
      let isRefused = false;
      try {
        const url = new URL(`${githubApiUrl}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`);
        const asking = { call, token, signal: AbortSignal.timeout(timeoutMs) };
        const first = await get(url, asking);
        const moved = movedTo(first, url);
        const sight = await sightOf(moved === undefined ? first : await get(moved, asking), now());
        isRefused = sight.sees === "bad-token";
        if (isRefused) good.delete(digest);
        if (sight.sees === "repository") good.set(digest, true);
        return sight;
      } finally {
        tried.ended(isRefused);
      }
    },
  };
};

/** Of a token that was good before, nothing is counted. */
const KNOWN: Try = { ended: () => undefined };

const welcomed = (tries: RefusedTries, address: string): Try => {
  const tried = tries(address);
  if ("ended" in tried) return tried;
  throw new RetryLater(new Date(Date.now() + tried.waitMs), "too many tokens that GitHub refused");
};

interface Asking {
  readonly call: typeof fetch;
  readonly token: string;
  readonly signal: AbortSignal;
}

const get = async (url: URL, { call, token, signal }: Asking): Promise<Response> => {
  try {
    return await call(url.href, {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": "gatehouse",
        "x-github-api-version": "2022-11-28",
      },
      redirect: "manual",
      signal,
    });
  } catch (error) {
    throw new GithubError("GitHub does not answer a caller's question for a repository", 0, { cause: error });
  }
};

/**
 * Where a renamed or transferred repository is now: one step, and on the same host only, because the token goes along.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
const movedTo = (answer: Response, from: URL): URL | undefined => {
  const location = answer.headers.get("location");
  if (answer.status < 300 || answer.status >= 400 || location === null) return undefined;
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  return to?.origin === from.origin ? to : undefined;
};

const RepositoryAnswer = z.object({ id: z.int(), name: z.string(), owner: z.object({ login: z.string() }) });

const sightOf = async (answer: Response, now: Date): Promise<Sight> => {
  const { status } = answer;
  if (status === 200) {
    const { id, name, owner } = RepositoryAnswer.parse(await answer.json());
    return { sees: "repository", repository: { repositoryId: id, owner: owner.login, name } };
  }
  await answer.body?.cancel();
  const retryAt = retryAtOf(answer, now);
  if (retryAt !== undefined) return { sees: "limit", retryAt };
  if (status === 401) return { sees: "bad-token" };
  if (status < 500) return { sees: "nothing" };
  throw new GithubError(`GitHub answers a caller's question for a repository with ${status}`, status);
};

const UNNAMED_WAIT_MS = 60_000;

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
const retryAtOf = ({ status, headers }: Response, now: Date): Date | undefined => {
  if (status !== 403 && status !== 429) return undefined;
  const after = Number(headers.get("retry-after"));
  if (after > 0) return new Date(now.getTime() + after * 1000);
  const reset = Number(headers.get("x-ratelimit-reset")) * 1000;
  if (headers.get("x-ratelimit-remaining") === "0" && reset > 0) return new Date(Math.max(reset, now.getTime()));
  return status === 429 ? new Date(now.getTime() + UNNAMED_WAIT_MS) : undefined;
};
